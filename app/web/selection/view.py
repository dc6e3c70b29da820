"""Views of selections, curated or held in their URL: list, comparison, projection, handout."""

from dataclasses import dataclass, replace

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.catalogue.query import Query
from app.content.page import Selection
from app.content.practice import short_code
from app.selection.address import VIEWS, Composition, View
from app.selection.selection import MAX_COMPARED, ResolvedSelection, compose, freeze, resolve_selection
from app.web.api.feed import print_selections
from app.web.current import current_catalogue
from app.web.links import absolute
from app.web.selection.calendar import show_all
from app.web.selection.comparison import compare, leads
from app.web.selection.links import MAX_LOCATION, canonical_redirect, curated_path, read_search_words, selection_path
from app.web.sharing.qr import draw_qr
from app.web.sharing.structured import describe_selection

VIEW_LABELS: dict[View, str] = {
    "liste": "Liste",
    "comparer": "Comparer",
    "projection": "Projeter",
    "fiche": "À imprimer",
}
_TEMPLATES: dict[View, str] = {
    "liste": "selection.html",
    "comparer": "selection_compare.html",
    "projection": "selection_projection.html",
    "fiche": "selection_handout.html",
}


@dataclass(frozen=True)
class ViewLink:
    """Navigation link to one of the four views."""

    view: View
    label: str
    path: str


@dataclass(frozen=True)
class SelectionUrls:
    """URLs of a selection: each view, short URL, card, QR codes, preview image."""

    views: tuple[ViewLink, ...]
    page: str
    short: str
    card: str
    qr_svg: str
    qr_png: str
    preview: str

    def view(self, wanted: View) -> str:
        """The address of one view."""
        return next(link.path for link in self.views if link.view == wanted)


def index() -> str:
    """View: list of curated selections."""
    return render_template("selections.html", selections=current_catalogue().library.selections.values())


def index_as(form: str) -> ResponseReturnValue:
    """View: every curated selection as an Atom feed; the dated ones as a calendar."""
    return show_all() if form == "ics" else print_selections()


def show() -> ResponseReturnValue:
    """View: the selection of the URL. A form submission redirects to the canonical URL, unless there are notices.

    Nor does it when that URL is long with notes: the page is the answer then.
    """
    catalogue = current_catalogue()
    args = list(request.args.items(multi=True))
    resolved = resolve_selection(catalogue, Composition.from_args(args))
    changed = resolved.composition.apply_buttons(args)
    answer = canonical_redirect(args, resolved.composition, changed)
    if answer and len(answer) <= MAX_LOCATION and not resolved.notices:
        return redirect(answer)
    if changed != resolved.composition:
        resolved = replace(resolve_selection(catalogue, changed), notices=resolved.notices)
    return _print(resolved, _urls_of(resolved.composition), None)


def curated(slug: str) -> str:
    """View: a curated selection, in its order, with the host's notes."""
    catalogue = current_catalogue()
    selection = catalogue.library.selections.get(slug) or abort(404)
    asked = Composition.from_args((name, value) for name, value in request.args.items() if name in {"vue", "version"})
    composition = replace(compose(selection), view=asked.view, version=asked.version, notices=asked.notices)
    return _print(resolve_selection(catalogue, composition), _urls_of_curated(slug, asked.version), selection)


def _print(resolved: ResolvedSelection, addresses: SelectionUrls, selection: Selection | None) -> str:
    catalogue, composition = current_catalogue(), resolved.composition
    words = read_search_words(request.args.items())
    return render_template(
        _TEMPLATES[composition.view],
        resolved=resolved,
        title=composition.title or "Ma sélection",
        view=composition.view,
        addresses=addresses,
        selection=selection,
        **({"structured": describe_selection(selection, resolved.headlines)} if selection else {}),
        found=catalogue.search(Query(text=words)) if words else None,
        frozen_path=selection_path(freeze(catalogue, replace(composition, view="liste"))),
        own_path=selection_path(replace(composition, view="liste", version="")),
        next_path=selection_path(replace(composition, choices=composition.choices[MAX_COMPARED:])),
        compare=compare,
        leads=leads,
        draw_qr=draw_qr,
    )


def _urls_of(composition: Composition) -> SelectionUrls:
    shortened = replace(composition, view="liste").shortened()
    views = tuple(ViewLink(view, VIEW_LABELS[view], selection_path(replace(composition, view=view))) for view in VIEWS)
    return SelectionUrls(
        views=views,
        page=absolute(views[0].path),
        short=absolute(selection_path(shortened)),
        card=absolute(selection_path(shortened, "selection_card")),
        qr_svg=selection_path(shortened, "selection_qr", form="svg"),
        qr_png=selection_path(shortened, "selection_qr", form="png"),
        preview=url_for("site_preview"),
    )


def _urls_of_curated(slug: str, version: str) -> SelectionUrls:
    views = tuple(ViewLink(view, VIEW_LABELS[view], curated_path(slug, view, version)) for view in VIEWS)
    return SelectionUrls(
        views=views,
        page=absolute(curated_path(slug)),
        short=absolute(url_for("short_selection", code=short_code(slug))),
        card=absolute(url_for("curated_card", slug=slug)),
        qr_svg=url_for("curated_qr", slug=slug, form="svg"),
        qr_png=url_for("curated_qr", slug=slug, form="png"),
        preview=url_for("curated_preview", slug=slug),
    )
