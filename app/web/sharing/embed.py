"""What other sites show of a page: cards (iframe, no cookie, a script to fit it), previews (Open Graph), oEmbed 1.0."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from flask import Response, abort, current_app, get_template_attribute, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from app.catalogue.query import Query
from app.catalogue.results import Results
from app.content.headline import Headline
from app.content.practice import FACETS, short_code
from app.content.typography import count_of
from app.selection.address import Composition
from app.selection.selection import compose, resolve_selection
from app.web.api import model
from app.web.current import current_catalogue, find_sheet, open_sheet
from app.web.links import absolute, read_query, search_path, sheet_path, strip_prefix, term_path
from app.web.middleware.normalise import normalise_query
from app.web.selection.links import curated_path, selection_path

LISTED = 5  # practices of a selection that a card shows
FOUND = 4  # those of a search, above the form
APPEARANCES = ("clair", "sombre")  # of `theme` in the address of a card, where it is no theme of the vocabulary
UNTITLED = "Une sélection de pratiques"


def card(slug: str) -> str:
    """View: card of a practice."""
    return render_template("card.html", practice=open_sheet(slug), appearance=_read_appearance())


def search_card() -> str:
    """View: card with the first results of a search, and a form that searches among them."""
    results = current_catalogue().search(read_query().change())
    headlines = [hit.headline for hit in results.hits or results.close][:FOUND]
    address = absolute(search_path(results.query))
    return _print_list(title_of(results), headlines, results.total, address, results.query)


def selection_card() -> str:
    """View: card with the first practices of a selection held in the URL."""
    resolved = resolve_selection(current_catalogue(), Composition.from_args(request.args.items(multi=True)))
    title = resolved.composition.title or UNTITLED
    return _print_list(title, resolved.headlines, len(resolved.chosen), absolute(selection_path(resolved.composition)))


def curated_card(slug: str) -> str:
    """View: card with the first practices of a curated selection."""
    catalogue = current_catalogue()
    selection = catalogue.library.selections.get(slug) or abort(404)
    headlines = resolve_selection(catalogue, compose(selection)).headlines
    return _print_list(selection.title, headlines, len(headlines), absolute(curated_path(slug)))


def _print_list(title: str, headlines: Sequence[Headline], total: int, address: str, query: Query | None = None) -> str:
    return render_template(
        "card_list.html",
        title=title,
        headlines=headlines[:LISTED],
        total=total,
        address=address,
        query=query,
        appearance=_read_appearance(),
    )


def _read_appearance() -> str:
    """`theme=clair` or `theme=sombre`; empty for what the reader prefers (`auto`, the default)."""
    asked = [value for value in request.args.getlist("theme") if value in APPEARANCES]
    return asked[-1] if asked else ""


def title_of(results: Results) -> str:
    """Title of a search: « 12 pratiques : « mixité », Industrie »."""
    asked = current_catalogue().describe_query(results.query)
    counted = count_of(results.total, "pratique")
    return f"{counted}\u00a0: {asked}" if asked else counted


def sheet_preview(slug: str) -> Response:
    """View: preview image of a sheet, also under its former names."""
    library = current_catalogue().library
    return _png_response(_images().draw_sheet_preview(open_sheet(slug), library.site, library.vocabulary))


def curated_preview(slug: str) -> Response:
    """View: preview image of a curated selection."""
    library = current_catalogue().library
    selection = library.selections.get(slug) or abort(404)
    return _png_response(_images().draw_selection_preview(selection, library.site))


def site_preview() -> Response:
    """View: preview image of every other page."""
    catalogue = current_catalogue()
    return _png_response(_images().draw_site_preview(catalogue.library.site, len(catalogue.headlines)))


def _images() -> ModuleType:
    """The templates of the images: they load Pillow, which only the first to ask needs."""
    from app.preview import image

    return image


def _png_response(image: bytes) -> Response:
    return Response(image, content_type="image/png")


WIDTH = 600
# The height that a whole card takes from a width on, the widest first; a lower frame shows it shortened (card.css)
SHEET_HEIGHTS = ((600, 420), (480, 520), (350, 660), (0, 760))
LIST_HEIGHTS = ((600, 500), (480, 600), (350, 720), (0, 900))
IMAGE_SIZE = (1200, 630)  # of a preview, in pixels: limits apply to it too, and it comes in one size
NO_LIMIT = 100_000
CACHE_SECONDS = 86_400


@dataclass(frozen=True)
class Embeddable:
    """An embeddable page: its URL, those of its card and its image, the heights of the card (least width, height)."""

    title: str
    author: str
    page: str
    card: str
    heights: tuple[tuple[int, int], ...]
    image: str


def oembed() -> ResponseReturnValue:
    """View: oEmbed response for `url`; 400 without it, 404 for a foreign URL, 501 for another format."""
    form = request.args.get("format", "json")
    if form not in {"json", "xml"}:
        return Response("Formats possibles : json, xml.", 501, content_type="text/plain; charset=utf-8")
    if "url" not in request.args:
        abort(400)
    found = _find_embed(request.args["url"])
    if found is None:
        text = "Cette adresse n'est pas celle d'une fiche, d'une sélection ou d'une recherche de ce site."
        return Response(text, 404, content_type="text/plain; charset=utf-8")
    answer = _describe(found)
    if form == "json":
        return jsonify(answer)
    root = ET.Element("oembed")
    for name, value in answer.items():
        ET.SubElement(root, name).text = str(value)
    return Response(ET.tostring(root, encoding="utf-8", xml_declaration=True), content_type="text/xml; charset=utf-8")


def _describe(found: Embeddable) -> dict[str, Any]:
    """oEmbed response, within `maxwidth` and `maxheight`."""
    site = current_catalogue().library.site
    width = min(WIDTH, _read_limit("maxwidth"))
    liked = next(height for least, height in found.heights if width >= least)
    height = min(liked, _read_limit("maxheight"))
    embed_code = get_template_attribute("components/share.html", "embed_code")
    has_image = _read_limit("maxwidth") >= IMAGE_SIZE[0] and _read_limit("maxheight") >= IMAGE_SIZE[1]
    return model.Embed(
        title=found.title,
        author_name=found.author,
        provider_name=site.name,
        provider_url=absolute(url_for("home")),
        cache_age=CACHE_SECONDS,
        width=width,
        height=height,
        html=str(embed_code(found.card, found.page, found.title, width, height)),
        thumbnail_url=found.image if has_image else None,
        thumbnail_width=IMAGE_SIZE[0] if has_image else None,
        thumbnail_height=IMAGE_SIZE[1] if has_image else None,
    ).to_dict()


def _read_limit(name: str) -> int:
    """A limit in pixels; NO_LIMIT when it is missing or invalid."""
    text = request.args.get(name, "")
    return int(text[:6]) if text.isascii() and text.isdigit() and int(text[:6]) > 0 else NO_LIMIT


def _find_embed(address: str) -> Embeddable | None:
    """Resolve an absolute URL of this site to an embeddable page, or None."""
    catalogue = current_catalogue()
    try:
        asked, home = urlsplit(address.strip()), urlsplit(catalogue.library.site.url)
        is_ours = asked.scheme in {"http", "https"} and _host(asked) == _host(home)
    except ValueError:
        return None
    path = strip_prefix(asked.path, catalogue.library.site.prefix)
    if not is_ours or path is None:
        return None
    try:
        endpoint, values = current_app.url_map.bind("").match(unquote(path))
    except HTTPException:
        return None
    args = parse_qsl(normalise_query(asked.query))
    slug = str(values.get("slug") or values.get("code") or "")
    return _embed_page(endpoint, slug, args)


def _host(address: SplitResult) -> tuple[str, int | None]:
    """Normalised (host, port): without `www.`, trailing dot and default port; IDNA.

    Raises ValueError for an invalid host or port.
    """
    name = (address.hostname or "").rstrip(".").removeprefix("www.").encode("idna").decode("ascii")
    return name, None if address.port in {80, 443} else address.port


def _embed_page(endpoint: str, slug: str, args: list[tuple[str, str]]) -> Embeddable | None:
    if endpoint in {"sheet", "short"}:
        return _embed_sheet(slug if endpoint == "sheet" else current_catalogue().slug_of_code(slug) or "")
    if endpoint in {"curated", "short_selection"}:
        return _embed_curated(slug)
    if endpoint == "selection":
        return _embed_selection(Composition.from_args(args))
    if endpoint == "search":
        return _embed_search(current_catalogue().admit(Query.from_args(args)))
    facet = next((facet.name for facet in FACETS if facet.page == endpoint), None)
    return _embed_term(facet, slug) if facet else None


def _embed_sheet(slug: str) -> Embeddable | None:
    practice = find_sheet(slug)
    if practice is None:
        return None
    card = absolute(url_for("card", slug=practice.slug))
    image = absolute(url_for("sheet_preview", slug=practice.slug))
    page = absolute(sheet_path(practice))
    return Embeddable(practice.title, practice.organisation.name, page, card, SHEET_HEIGHTS, image)


def _embed_curated(name: str) -> Embeddable | None:
    """By the slug or the short code of a curated selection."""
    catalogue = current_catalogue()
    site = catalogue.library.site
    for slug, selection in catalogue.library.selections.items():
        if name in {slug, short_code(slug)}:
            card = absolute(url_for("curated_card", slug=slug))
            image = absolute(url_for("curated_preview", slug=slug))
            host, page = selection.host or site.name, absolute(curated_path(slug))
            return Embeddable(selection.title, host, page, card, LIST_HEIGHTS, image)
    return None


def _embed_selection(composition: Composition) -> Embeddable | None:
    catalogue = current_catalogue()
    resolved = resolve_selection(catalogue, composition)
    if not resolved.practices:
        return None
    title = resolved.composition.title or UNTITLED
    card = absolute(selection_path(resolved.composition.shortened(), "selection_card"))
    page = absolute(selection_path(resolved.composition.shortened()))
    return Embeddable(title, catalogue.library.site.name, page, card, LIST_HEIGHTS, _site_image())


def _embed_search(query: Query) -> Embeddable:
    results = current_catalogue().search(query.change())
    return _embed_list(title_of(results), search_path(results.query), results.query)


def _embed_term(facet: str, slug: str) -> Embeddable | None:
    """The page of a term: the card is that of its practices, searched."""
    catalogue = current_catalogue()
    term = catalogue.vocabulary.terms(catalogue.facet(facet).list_name).get(slug)
    return _embed_list(term.label, term_path(facet, slug), Query(terms=((facet, slug),))) if term else None


def _embed_list(title: str, page: str, query: Query) -> Embeddable:
    card = absolute(search_path(query).replace(url_for("search"), url_for("search_card"), 1))
    name = current_catalogue().library.site.name
    return Embeddable(title, name, absolute(page), card, LIST_HEIGHTS, _site_image())


def _site_image() -> str:
    return absolute(url_for("site_preview"))
