"""Faceted navigation: facet values with their counts, and the active filters as removable chips."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.catalogue.query import Query
from app.content.practice import Facet
from app.content.vocabulary import Vocabulary

COMMON = 6  # values in sight of a facet that has more, and two besides: the others are folded


class FacetValue(NamedTuple):
    """One facet value: label, count (`total`, practices left with this filter), selected state, toggle query.

    `is_common`: it is one of the `COMMON` that most practices of the base have, whatever is searched.
    """

    facet: str
    value: str
    label: str
    total: int
    selected: bool
    query: Query
    group: str = ""
    is_common: bool = False

    @property
    def toggled(self) -> Query:
        """The toggle query: with this filter added, or removed if it was active."""
        return self.query.toggle(self.facet, self.value)


@dataclass(frozen=True)
class FacetCounts:
    """A facet with its counted values, in the order of the vocabulary."""

    name: str
    label: str
    values: tuple[FacetValue, ...]

    @property
    def common(self) -> tuple[FacetValue, ...]:
        """The values that stay in sight when the others are folded."""
        return tuple(value for value in self.values if value.is_common)

    @property
    def others(self) -> tuple[FacetValue, ...]:
        """The values that are folded, or all of them in a facet that has few."""
        return tuple(value for value in self.values if not value.is_common)

    @property
    def groups(self) -> Iterable[tuple[str, Sequence[FacetValue]]]:
        """The other values by group, each in the order of the vocabulary; those without a group come under ""."""
        groups: dict[str, list[FacetValue]] = {}
        for value in self.others:
            groups.setdefault(value.group, []).append(value)
        return groups.items()

    @property
    def selected(self) -> tuple[FacetValue, ...]:
        """The values that are active filters."""
        return tuple(value for value in self.values if value.selected)


@dataclass(frozen=True)
class ActiveFilter:
    """An active filter, and the query with it removed."""

    label: str
    removed: Query


def count_facets(
    query: Query,
    counts: Mapping[str, Mapping[str, int]],
    facets: Sequence[Facet],
    vocabulary: Vocabulary,
    common: Mapping[str, Collection[str]],
) -> tuple[FacetCounts, ...]:
    """The facets of a results page, from the backend's facet counts (`counts`: facet name → slug → practices).

    `common`: facet name → slugs that stay in sight.
    """
    return tuple(
        FacetCounts(
            facet.name,
            facet.label,
            tuple(_list_values(query, facet, counts[facet.name], vocabulary, common[facet.name])),
        )
        for facet in facets
    )


def choose_common(counts: Mapping[str, int]) -> tuple[str, ...]:
    """The slugs that stay in sight of a facet, from its counts over the whole base; none when it has few."""
    used = [slug for slug, count in Counter(counts).most_common() if count]
    return tuple(used[:COMMON]) if len(used) > COMMON + 2 else ()


def list_active_filters(query: Query, facets: Sequence[Facet], vocabulary: Vocabulary) -> tuple[ActiveFilter, ...]:
    """The active filters of an admitted query, in the order of its terms; freshness last."""
    lists = {facet.name: facet.list_name for facet in facets}
    chips = [ActiveFilter(vocabulary.label(lists[name], slug), query.toggle(name, slug)) for name, slug in query.terms]
    chips += [ActiveFilter("Fiches à jour", query.change(fresh=False))] if query.fresh else []
    return tuple(chips)


def _list_values(
    query: Query, facet: Facet, counts: Mapping[str, int], vocabulary: Vocabulary, common: Collection[str]
) -> list[FacetValue]:
    """Values with a count above zero, and the selected ones whatever their count, so that they can be removed."""
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
            is_common=slug in common,
        )
        for slug, term in vocabulary.terms(facet.list_name).items()
        if counts.get(slug) or slug in selected
    ]
