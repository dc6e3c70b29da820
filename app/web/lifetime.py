"""What an answer says of its own life: which content it was printed from, and how long it may be kept."""

from posixpath import normpath

from flask import Flask, Response, g, request

from app.web.links import asset_version, hues_version

CONTENT_VERSION = "X-Content-Version"  # two pages with the same one were printed from the same content

_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_EACH_TIME = "public, no-cache"  # a browser keeps the page, and asks whether it has changed


def add_lifetimes(app: Flask) -> None:
    """Put the version on every answer, errors included, and a lifetime on those that were found."""

    @app.after_request
    def tell_lifetime(response: Response) -> Response:
        response.headers[CONTENT_VERSION] = g.catalogue.fingerprint
        if request.method in {"GET", "HEAD"} and response.status_code == 200 and not response.cache_control.no_store:
            response.headers["Cache-Control"] = _FOR_EVER if _never_changes() else _ASK_EACH_TIME
        return response


def _never_changes() -> bool:
    """A file asked with its version. While servers are being renewed, one may be asked for another's file."""
    version = request.args.get("v")
    if request.endpoint == "hues":
        return version == hues_version()
    if request.endpoint != "static" or not request.view_args or not version:
        return False
    name = request.view_args["filename"]
    return name == normpath(name) and version == asset_version(name)  # « ././icon.svg » is a name that nobody gave it
