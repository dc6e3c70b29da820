"""HTTP error handlers: pages in French with suggestions, JSON for data addresses, redirects of mistyped URLs."""

import re

from flask import Flask, current_app, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from app.web.api.model import Error
from app.web.current import current_catalogue

LONGEST_MEANT = 300  # characters: a longer path is none of the site's
# What follows an address in a sentence, a message or a source text: signs, entities of HTML, bytes encoded twice.
_SIGNS = re.compile(r"(?<![\W_])[\W_]+$")
_ENCODED = re.compile(r"(?:&#?[a-z0-9]{2,6}|%[0-9a-f]{2})$", re.IGNORECASE)

_TEXTS = {
    400: (
        "Cette demande ne se lit pas",
        "L'adresse ou le formulaire contient quelque chose que le site ne comprend pas.",
    ),
    404: ("Cette page n'existe pas", "L'adresse est peut-être incomplète, ou la page a changé de nom."),
    405: ("Cette action n'est pas possible ici", "Cette page se consulte, on ne peut rien y envoyer."),
    410: ("Cette fiche a été retirée", "Elle n'est plus publiée."),
    413: ("C'est trop long", "Ce qui a été envoyé dépasse la taille admise."),
    500: (
        "Le site a rencontré une erreur",
        "Ce n'est pas de votre fait. L'erreur est notée ; réessayez dans un instant.",
    ),
}


def add_error_pages(app: Flask) -> None:
    """Register the error handler for every HTTPException."""

    @app.errorhandler(HTTPException)
    def show_error(error: HTTPException) -> ResponseReturnValue:
        if isinstance(error, NotFound) and request.method == "GET" and (meant := _find_redirect(request.path)):
            return redirect(meant, 301)
        status = error.code or 500
        title, text = _TEXTS.get(status, _TEXTS[400 if status < 500 else 500])
        headers = [header for header in error.get_headers() if header[0] != "Content-Type"]  # the methods allowed…
        if request.path.endswith(".json"):
            return jsonify(Error(error=status, title=title, message=text).to_dict()), status, headers
        return _print_page(status, title, text, error), status, headers


def strip_punctuation(path: str) -> str:
    """A path without trailing punctuation that was copied with it: `/pratiques/lens).` → `/pratiques/lens`."""
    bare = ""
    while bare != path:
        bare, path = path, _ENCODED.sub("", _SIGNS.sub("", path))
    return path or "/"


def _find_redirect(path: str) -> str | None:
    """The URL of the page for a path without its trailing punctuation, query kept; None when there is none."""
    if len(path) > LONGEST_MEANT or "catalogue" not in g or (bare := strip_punctuation(path)) == path:
        return None
    try:
        endpoint, values = current_app.url_map.bind("").match(bare)
        with current_app.make_response(current_app.view_functions[endpoint](**values)) as answer:  # type: ignore[arg-type]
            is_there = answer.status_code != 404
    except (NotFound, MethodNotAllowed, RequestRedirect):
        return None
    except HTTPException:  # withdrawn, or something is missing behind its question mark: it will say so itself
        is_there = True
    query = request.query_string.decode("ascii", "replace")
    return url_for(endpoint, **values) + (f"?{query}" if query else "") if is_there else None


def _print_page(status: int, title: str, text: str, error: HTTPException) -> str:
    last = request.path.rstrip("/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    nearest = current_catalogue().nearest(last[:100]) if isinstance(error, NotFound) and "catalogue" in g else []
    return render_template("error.html", status=status, title=title, text=text, nearest=nearest)
