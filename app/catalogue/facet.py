"""Facets of a query: the values of each with their counts, and the active filters as chips to take away."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.catalogue.query import Query
from app.content.practice import Facet
from app.content.vocabulary import Vocabulary


class FacetValue(NamedTuple):
    """One value of a facet, as a query may be narrowed by it, and how many practices would be left."""

    facet: str
    value: str
    label: str
    total: int
    selected: bool
    query: Query
    group: str = ""

    @property
    def toggled(self) -> Query:
        """The query with this value added or taken away."""
        return self.query.toggle(self.facet, self.value)


@dataclass(frozen=True)
class FacetCounts:
    """One facet with its values, in the order of the vocabulary."""

    name: str
    label: str
    values: tuple[FacetValue, ...]

    @property
    def groups(self) -> Iterable[tuple[str, Sequence[FacetValue]]]:
        """The values by group, each in the order of the vocabulary; those without a group come under ""."""
        groups: dict[str, list[FacetValue]] = {}
        for value in self.values:
            groups.setdefault(value.group, []).append(value)
        return groups.items()

    @property
    def selected(self) -> tuple[FacetValue, ...]:
        return tuple(value for value in self.values if value.selected)


@dataclass(frozen=True)
class Chip:
    """Something that narrows the results, and the query without it."""

    label: str
    removed: Query


def count_facets(
    query: Query, counts: Mapping[str, Mapping[str, int]], facets: Sequence[Facet], vocabulary: Vocabulary
) -> tuple[FacetCounts, ...]:
    """Each facet with its values; `counts` holds how many practices have each value, by facet."""
    return tuple(
        FacetCounts(facet.name, facet.label, tuple(_list_values(query, facet, counts[facet.name], vocabulary)))
        for facet in facets
    )


def list_chips(query: Query, facets: Sequence[Facet], vocabulary: Vocabulary) -> tuple[Chip, ...]:
    """What narrows a query, each with the query without it."""
    lists = {facet.name: facet.list_name for facet in facets}
    chips = [Chip(vocabulary.label(lists[name], slug), query.toggle(name, slug)) for name, slug in query.terms]
    chips += [Chip("Vérifiées à temps", query.change(fresh=False))] if query.fresh else []
    return tuple(chips)


def _list_values(query: Query, facet: Facet, counts: Mapping[str, int], vocabulary: Vocabulary) -> list[FacetValue]:
    """Values that would find something, and those selected, so that they can be taken away."""
    selected = query.selected(facet.name)
    groups = vocabulary.lever_groups
    return [
        FacetValue(
            facet=facet.name,
            value=slug,
            label=term.label,
            total=counts.get(slug, 0),
            selected=slug in selected,
            query=query,
            group=groups[term.group].label if term.group in groups else "",
        )
        for slug, term in vocabulary.terms(facet.list_name).items()
        if counts.get(slug) or slug in selected
    ]
