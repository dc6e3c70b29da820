"""Autocomplete: suggestions of practices, organisations, levers, sectors and glossary terms, by prefix of word."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from app.catalogue.prefix import PrefixIndex, cut_words
from app.content.headline import Headline
from app.content.library import Library
from app.content.practice import Facet
from app.content.typography import count_of

Kind = Literal["practice", "organisation", "lever", "sector", "term"]

_FACETS: tuple[Kind, ...] = ("lever", "sector")  # those of which each value has its page


@dataclass(frozen=True)
class Suggestion:
    """One completion. `label` is shown, `detail` says its kind; `slug` is that of the practice or term, or ""."""

    kind: Kind
    label: str
    detail: str
    slug: str


_Indexed = tuple[Suggestion, list[str]]  # with the words that it is also known by


class SuggestionIndex:
    """Autocomplete index of one catalogue: every suggestion, behind a prefix index of its words."""

    def __init__(self, library: Library, headlines: Sequence[Headline], facets: Sequence[Facet]) -> None:
        by_name = {facet.name: facet for facet in facets}
        entries = [
            *_suggest_values(library, headlines, by_name),
            *_suggest_organisations(headlines),
            *_suggest_practices(headlines),
            *_suggest_terms(library),
        ]
        self._entries = [suggestion for suggestion, _ in entries]
        self._names = PrefixIndex((suggestion.label, also) for suggestion, also in entries)

    def find(self, text: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Suggestions that match every typed word, best first: `limit` at most, and half of one kind at most."""
        return tuple(_diversify([self._entries[number] for number in self._names.find(text)], limit))


def _suggest_values(library: Library, headlines: Sequence[Headline], facets: dict[str, Facet]) -> Iterator[_Indexed]:
    for kind in _FACETS:
        facet = facets.get(kind)
        if facet is None:
            continue
        counts = Counter(slug for headline in headlines for slug in headline.terms[kind])
        for slug, term in library.vocabulary.terms(facet.list_name).items():
            if counts[slug]:
                yield (
                    Suggestion(kind, term.label, f"{facet.label}, {count_of(counts[slug], 'pratique')}", slug),
                    slug.split("-"),
                )


def _suggest_organisations(headlines: Sequence[Headline]) -> Iterator[_Indexed]:
    for name, count in Counter(headline.organisation for headline in headlines).items():
        yield Suggestion("organisation", name, f"Organisation, {count_of(count, 'pratique')}", ""), []


def _suggest_practices(headlines: Sequence[Headline]) -> Iterator[_Indexed]:
    for headline in headlines:
        name = headline.slug
        yield Suggestion("practice", headline.title, headline.organisation, name), name.split("-")


def _suggest_terms(library: Library) -> Iterator[_Indexed]:
    for entry in library.glossary.values():
        yield (
            Suggestion("term", entry.term, entry.spelled_out or "Glossaire", entry.slug),
            cut_words(" ".join(entry.same)),
        )


def _diversify(found: list[Suggestion], limit: int) -> Iterator[Suggestion]:
    """Diversify by kind: at most half of one kind while there are others, lest forty practices hide the lever."""
    taken: Counter[str] = Counter()
    first = [s for s in found if _count_kind(taken, s.kind) <= max(1, limit // 2)][:limit]
    kept = set(first)
    spare = [suggestion for suggestion in found if suggestion not in kept][: limit - len(first)]
    chosen = {*first, *spare}
    return (suggestion for suggestion in found if suggestion in chosen)


def _count_kind(taken: Counter[str], kind: str) -> int:
    taken[kind] += 1
    return taken[kind]
