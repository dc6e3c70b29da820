"""Views of the home page and of editorial pages."""

from flask import abort, render_template

from app.catalogue.catalogue import Catalogue
from app.catalogue.overview import lesson_of_the_day
from app.catalogue.query import Query
from app.catalogue.statistics import measure
from app.content.headline import Headline
from app.content.page import Selection
from app.web.chart import draw_all
from app.web.current import current_catalogue
from app.web.sharing.structured import describe_site

SHOWN = 3  # practices of the home page


def home() -> str:
    """View: home page with the search box, the doors by situation, the practices that an editor chose, the themes."""
    catalogue = current_catalogue()
    selections = catalogue.library.selections.values()
    featured = max((each for each in selections if each.featured), key=lambda each: each.published, default=None)
    shown = _headlines(catalogue, featured) if featured else catalogue.find(Query(sort="recentes"))
    return render_template(
        "home.html",
        doors=[selection for selection in selections if selection.door],
        featured=featured,
        shown=shown[:SHOWN],
        counts=catalogue.counts("theme"),
        lesson=lesson_of_the_day(catalogue, "vigilance"),
        structured=describe_site(),
    )


def _headlines(catalogue: Catalogue, selection: Selection) -> list[Headline]:
    """Those of its practices that are still shown."""
    return [catalogue.headline(each.slug) for each in selection.practices if catalogue.practice(each.slug)]


def show(slug: str) -> str:
    """View: an editorial page of content/pages, 404 if unknown."""
    catalogue = current_catalogue()
    page = catalogue.library.pages.get(slug) or abort(404)
    charts = draw_all(page.indicators, to_scale=True)
    statistics = measure(catalogue.headlines, catalogue.library) if page.statistics else None
    return render_template("page.html", page=page, charts=charts, statistics=statistics)
