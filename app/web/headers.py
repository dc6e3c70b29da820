"""Response headers: Content-Security-Policy and other security headers, CORS for open data, Cache-Control."""

from posixpath import normpath

from flask import Flask, Response, request

from app.addresses import BY_ENDPOINT
from app.web.current import current_catalogue
from app.web.links import asset_version, hues_version

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors {ancestors}"
)
# No Cross-Origin-Opener-Policy: what a card opens from a sandboxed frame would be an error of the browser, and there is
# neither account nor cookie to protect.
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def add_headers(app: Flask) -> None:
    """Register the hook that sets security headers on every response, errors included.

    Only embedded cards may be framed, and only open data read (CORS), by other sites.
    """

    @app.after_request
    def set_headers(response: Response) -> Response:
        address = BY_ENDPOINT.get(request.endpoint or "")
        ancestors = "*" if address and address.is_framed else "'none'"
        response.headers["Content-Security-Policy"] = _POLICY.format(ancestors=ancestors)
        if address and address.is_data:
            response.headers["Access-Control-Allow-Origin"] = "*"  # open data: any page may read it
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response


CONTENT_VERSION = "X-Content-Version"  # two pages with the same one were printed from the same content

_FOR_EVER = "public, max-age=31536000, immutable"
_ASK_EACH_TIME = "public, no-cache"  # a browser keeps the page, and asks whether it has changed


def add_cache_control(app: Flask) -> None:
    """Register the hook that sets the content version on every response, and Cache-Control on those with status 200."""

    @app.after_request
    def set_cache_control(response: Response) -> Response:
        response.headers[CONTENT_VERSION] = current_catalogue().fingerprint
        if request.method in {"GET", "HEAD"} and response.status_code == 200 and not response.cache_control.no_store:
            response.headers["Cache-Control"] = _FOR_EVER if _never_changes() else _ASK_EACH_TIME
        return response


def _never_changes() -> bool:
    """Whether the URL has the current version of a file: during a rolling update it may have another's."""
    version = request.args.get("v")
    if request.endpoint == "hues":
        return version == hues_version()
    if request.endpoint != "static" or not request.view_args or not version:
        return False
    name = request.view_args["filename"]
    return name == normpath(name) and version == asset_version(name)  # « ././icon.svg » is a name that nobody gave it
