"""Zero-result handling: alternative queries for a search with no or few results, each with its own result count."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from app.catalogue.query import Query
from app.catalogue.results import Alternative
from app.search.analyzer import fold, tokenise
from app.search.expansion import QueryExpansion

if TYPE_CHECKING:
    from app.catalogue.catalogue import Catalogue

FEW = 2
MAX_ALTERNATIVES = 6
MAX_RENAMED = 2  # each is searched, to tell how much it finds


def find_alternatives(
    catalogue: "Catalogue", query: Query, total: int, close_total: int, expansion: QueryExpansion
) -> tuple[Alternative, ...]:
    """Alternative queries, `MAX_ALTERNATIVES` at most, that find more than `total`; none when `total` exceeds `FEW`.

    Wider texts only if few practices lack a word either: these are shown, and are most of what such texts would find.
    """
    if total > FEW or query.is_empty:
        return ()
    ways: dict[Query, Alternative] = {}
    widened = expansion if total + close_total <= FEW else None
    for label, other in _other_queries(catalogue, query, widened):
        if other not in ways and (count := catalogue.count(other)) > total:
            ways[other] = Alternative(label, other, count)
        if len(ways) == MAX_ALTERNATIVES:
            break
    return tuple(ways.values())


def _other_queries(
    catalogue: "Catalogue", query: Query, expansion: QueryExpansion | None
) -> Iterator[tuple[str, Query]]:
    if query.exact:
        yield "Chercher aussi les mots de la même famille", query.change(exact=False)
    for name, slug in query.terms:
        label = catalogue.vocabulary.label(catalogue.facet(name).list_name, slug)
        yield f"Sans le filtre « {label} »", query.toggle(name, slug)
    if query.fresh:
        yield "Avec les fiches à relire", query.change(fresh=False)
    if query.terms and query.text:
        yield f"« {query.text} » sans aucun filtre", query.without_terms()
        yield "Tout ce que ces filtres montrent", query.change(text="", exact=False)
    if query.text:
        yield from _matching_filters(catalogue, query)
    if query.text and expansion:
        yield from _expanded_queries(catalogue, query, expansion)
    if expansion:
        yield "Toutes les pratiques", Query()


def _matching_filters(catalogue: "Catalogue", query: Query) -> Iterator[tuple[str, Query]]:
    """Facet filters whose term has a typed word among its other names: « Lens » gives the department Pas-de-Calais."""
    words = _token_text(query.text)
    for facet in catalogue.facets:
        for slug, term in catalogue.vocabulary.terms(facet.list_name).items():
            if any(_token_text(name) in words for name in term.also):
                yield f"{facet.label} « {term.label} »", Query(terms=((facet.name, slug),))


@lru_cache(maxsize=1_024)  # the same names at every poor search
def _token_text(text: str) -> str:
    """The normalised tokens of a text between spaces (« saint omer »), so that one phrase is a substring of another."""
    return f" {' '.join(fold(token.exact) for token in tokenise(text) if not token.is_compound)} "


def _expanded_queries(catalogue: "Catalogue", query: Query, expansion: QueryExpansion) -> Iterator[tuple[str, Query]]:
    """Queries by synonym when the filters are what leaves few results; else by query expansion, wider."""
    if catalogue.count(query.without_terms()) > FEW:
        for text in islice(expansion.renamed(query.text), MAX_RENAMED):
            yield f"Chercher « {text} »", query.change(text=text)
        return
    for text in expansion.nearby(query.text):
        yield f"Chercher « {text} »", query.change(text=text)
        yield f"Chercher « {text} » sans aucun filtre", query.without_terms().change(text=text)
