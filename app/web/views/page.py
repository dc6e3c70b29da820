"""Views of the home page and of editorial pages."""

from flask import abort, render_template

from app.catalogue.query import Query
from app.web.chart import draw_all
from app.web.current import current_catalogue
from app.web.sharing.structured import describe_site

LATEST = 6


def home() -> str:
    """View: home page with search box, facet counts, latest practices."""
    catalogue = current_catalogue()
    latest = catalogue.find(Query(sort="recentes"))[:LATEST]
    counts = {
        name: catalogue.counts(name) for name in ("lever", "sector", "theme", "audience", "department", "evidence")
    }
    return render_template("home.html", latest=latest, counts=counts, structured=describe_site())


def show(slug: str) -> str:
    """View: an editorial page of content/pages, 404 if unknown."""
    page = current_catalogue().library.pages.get(slug) or abort(404)
    return render_template("page.html", page=page, charts=draw_all(page.indicators, to_scale=True))
