"""Error pages in French with a way on, and the same errors as JSON for those who asked for data."""

from flask import Flask, Response, g, jsonify, render_template, request
from werkzeug.exceptions import HTTPException, NotFound

from app.web.api.model import Error

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
    """Answer every HTTP error with a page of the site."""

    @app.errorhandler(HTTPException)
    def show_error(error: HTTPException) -> tuple[Response | str, int, list[tuple[str, str]]]:
        status = error.code or 500
        title, text = _TEXTS.get(status, _TEXTS[400 if status < 500 else 500])
        headers = [header for header in error.get_headers() if header[0] != "Content-Type"]  # the methods allowed…
        if request.path.endswith(".json"):
            return jsonify(Error(error=status, title=title, message=text).to_dict()), status, headers
        return _print_page(status, title, text, error), status, headers


def _print_page(status: int, title: str, text: str, error: HTTPException) -> str:
    last = request.path.rstrip("/").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    nearest = g.catalogue.nearest(last[:100]) if isinstance(error, NotFound) and "catalogue" in g else []
    return render_template("error.html", status=status, title=title, text=text, nearest=nearest)
