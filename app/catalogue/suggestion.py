"""What to propose while someone types: practices, organisations, levers, sectors and terms whose words begin so."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from app.content.headline import Headline
from app.content.library import Library
from app.content.practice import Facet
from app.search.language import fold, normalise

Kind = Literal["practice", "organisation", "lever", "sector", "term"]

_WORD = re.compile(r"[^\W_]+")
_LISTS: tuple[tuple[Kind, str], ...] = (("lever", "lever"), ("sector", "sector"))


@dataclass(frozen=True)
class Suggestion:
    """`label` is what is shown, `detail` what it is; `slug` is that of the practice, term or word of a list."""

    kind: Kind
    label: str
    detail: str
    slug: str


class Suggestions:
    """Everything that can be proposed, prepared once for each catalogue."""

    def __init__(self, library: Library, headlines: Sequence[Headline], facets: Sequence[Facet]) -> None:
        by_name = {facet.name: facet for facet in facets}
        entries = [
            *_suggest_lists(library, headlines, by_name),
            *_suggest_organisations(headlines),
            *_suggest_practices(headlines),
            *_suggest_terms(library),
        ]
        self._entries = [suggestion for suggestion, _ in entries]
        self._labels = [_words(suggestion.label) for suggestion in self._entries]
        self._holding: dict[str, list[int]] = {}
        for number, (suggestion, also) in enumerate(entries):
            for word in set(_words(f"{suggestion.label} {also}")):
                self._holding.setdefault(word, []).append(number)
        self._words = sorted(self._holding)

    def find(self, text: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Those of which every typed word begins a word, accents and order apart; at most half are of one kind.

        Labels that begin with what was typed come first, then shorter ones.
        """
        typed = _words(text[:200])
        if not typed:
            return ()
        numbers = sorted(set.intersection(*map(self._beginning, typed)), key=lambda n: (self._rank(n, typed), n))
        return tuple(_mix([self._entries[number] for number in numbers], limit))

    def _rank(self, number: int, typed: list[str]) -> tuple[int, int]:
        """Labels that begin with the first typed word, then those that hold all, then those found by another name."""
        words = self._labels[number]
        if words and words[0].startswith(typed[0]):
            return 0, len(words)
        return (1 if _all_begin(typed, words) else 2), len(words)

    def _beginning(self, start: str) -> set[int]:
        """The entries of which a word begins so."""
        first, last = bisect_left(self._words, start), bisect_left(self._words, start + "\uffff")
        return set().union(*(self._holding[word] for word in self._words[first:last]))


def _suggest_lists(
    library: Library, headlines: Sequence[Headline], facets: dict[str, Facet]
) -> Iterator[tuple[Suggestion, str]]:
    for kind, name in _LISTS:
        facet = facets.get(name)
        if facet is None:
            continue
        counts = Counter(slug for headline in headlines for slug in headline.terms[name])
        for slug, term in library.vocabulary.terms(facet.list_name).items():
            if counts[slug]:
                yield Suggestion(kind, term.label, f"{facet.label}, {_count(counts[slug])}", slug), slug


def _suggest_organisations(headlines: Sequence[Headline]) -> Iterator[tuple[Suggestion, str]]:
    for name, count in Counter(headline.organisation for headline in headlines).items():
        yield Suggestion("organisation", name, f"Organisation, {_count(count)}", ""), ""


def _suggest_practices(headlines: Sequence[Headline]) -> Iterator[tuple[Suggestion, str]]:
    for headline in headlines:
        yield Suggestion("practice", headline.title, headline.organisation, headline.slug), headline.slug


def _suggest_terms(library: Library) -> Iterator[tuple[Suggestion, str]]:
    for entry in library.glossary.values():
        yield Suggestion("term", entry.term, entry.spelled_out or "Glossaire", entry.slug), " ".join(entry.same)


def _count(number: int) -> str:
    return f"{number} pratique" + "s" * (number > 1)


def _words(text: str) -> list[str]:
    """The words, without accents; a word written in several pieces is also there in one (MIX'UP, mixup)."""
    words = []
    for piece in fold(normalise(text)).split():
        parts = _WORD.findall(piece)
        words += parts if len(parts) < 2 else [*parts, "".join(parts)]
    return words


def _all_begin(typed: list[str], words: list[str]) -> bool:
    return all(any(word.startswith(start) for word in words) for start in typed)


def _mix(found: list[Suggestion], limit: int) -> Iterator[Suggestion]:
    """At most half of one kind while there are others, so that forty practices do not hide the lever."""
    taken: Counter[str] = Counter()
    first = [s for s in found if _take(taken, s.kind) <= max(1, limit // 2)][:limit]
    kept = set(first)
    spare = [suggestion for suggestion in found if suggestion not in kept][: limit - len(first)]
    chosen = {*first, *spare}
    return (suggestion for suggestion in found if suggestion in chosen)


def _take(taken: Counter[str], kind: str) -> int:
    taken[kind] += 1
    return taken[kind]
