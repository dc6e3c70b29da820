"""Autocomplete by prefix of word: practices, organisations, levers, sectors, glossary terms, selections, sections."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from app.catalogue.site_index import KINDS, list_sections
from app.content.headline import Headline
from app.content.library import Library
from app.content.practice import Facet
from app.content.typography import count_of
from app.search.analyzer import STOP_WORDS, fold, normalise, stem, tokenise
from app.search.query_parser import drop_excluded


class _Label(NamedTuple):
    """The tokens of a label, and those that count as its beginning: the first, and the first that is no stop word."""

    words: tuple[str, ...]
    first: tuple[str, ...]


class PrefixIndex:
    """Prefix index: names are numbered in the order given, and found by prefixes or stems of their words."""

    def __init__(self, names: Iterable[tuple[str, Iterable[str]]]) -> None:
        """Each name is a label, and the words of its other names as `cut_words` gives them."""
        self._labels: list[_Label] = []
        self._numbers: dict[str, list[int]] = {}
        for number, (label, also) in enumerate(names):
            self._labels.append(_read_label(label))
            for word in {*self._labels[-1].words, *also}:
                self._numbers.setdefault(word, []).append(number)
        self._words = sorted(self._numbers)
        self._families: dict[str, list[str]] = {}
        for word in self._words:
            self._families.setdefault(stem(word), []).append(word)

    def find(self, text: str) -> list[int]:
        """The numbers of the names that match every typed word by prefix or by stem, in any order, accents folded.

        Ranked: labels that begin with the first typed word, then shorter ones.
        """
        found = [self._find_all(typed) for typed in _read_typed(text)]
        return list(dict.fromkeys(chain(*found)))

    def _find_all(self, typed: Iterable[str]) -> list[int]:
        accepted = [self._expand(word) for word in typed]
        found = set.intersection(*map(self._postings, accepted))
        return sorted(found, key=lambda number: (*self._rank(number, accepted), number))

    def _expand(self, typed: str) -> set[str]:
        """The indexed words with this prefix (bisection), and those of the same stem."""
        first, last = bisect_left(self._words, typed), bisect_left(self._words, typed + "\uffff")
        return {*self._words[first:last], *self._families.get(stem(typed), ())}

    def _postings(self, words: Iterable[str]) -> set[int]:
        """The union of the posting lists of these words."""
        return set().union(*(self._numbers[word] for word in words))

    def _rank(self, number: int, accepted: list[set[str]]) -> tuple[int, int]:
        """Sort key: labels that begin with the first typed word, then that hold all, then matches by another name."""
        label = self._labels[number]
        if not accepted[0].isdisjoint(label.first):
            return 0, len(label.words)
        holds_all = not any(words.isdisjoint(label.words) for words in accepted)
        return (1 if holds_all else 2), len(label.words)


def cut_words(text: str) -> list[str]:
    """Tokens without accents and elisions; a compound is also there as one token (mix-up: mixup)."""
    return [fold(token.exact) for token in tokenise(text)]


def _read_label(label: str) -> _Label:
    words = tuple(cut_words(label))
    telling = [word for word in words if word not in STOP_WORDS]
    return _Label(words, (*words[:1], *telling[:1]))


def _read_typed(text: str) -> Iterator[list[str]]:
    """The token lists to look up: with, then without a final stop word that may be a prefix (« emploi d »).

    Other stop words and elisions are dropped, unless there is nothing else, and so are words after a minus.
    """
    text = drop_excluded(text)
    tokens = [token for token in tokenise(text) if not token.is_compound]
    if not tokens:
        return
    telling = list(dict.fromkeys(fold(token.exact) for token in tokens if not token.is_stop))
    last = tokens[-1]
    if telling and last.is_stop and last.end == len(normalise(text)):
        yield [*telling, fold(last.exact)]
    yield telling or list(dict.fromkeys(fold(token.exact) for token in tokens))


@dataclass(frozen=True)
class Suggestion:
    """One completion. `label` is shown, `detail` says its kind; `slug` is that of the practice or term, or "".

    `kind`: "practice", "organisation", "term" (of the glossary), "section" (of a page, `slug` its address),
    "selection", "tool", "pitfalls" (`slug` their lever), or the name of a facet.
    """

    kind: str
    label: str
    detail: str
    slug: str


_Indexed = tuple[Suggestion, list[str]]  # with the words that it is also known by


class SuggestionIndex:
    """Autocomplete index of one catalogue: every suggestion, behind a prefix index of its words."""

    def __init__(self, library: Library, headlines: Sequence[Headline], facets: Sequence[Facet]) -> None:
        entries = [
            *_suggest_values(library, headlines, facets),
            *_suggest_organisations(headlines),
            *_suggest_practices(headlines),
            *_suggest_terms(library),
            *_suggest_sections(library),
        ]
        self._entries = [suggestion for suggestion, _ in entries]
        self._names = PrefixIndex((suggestion.label, also) for suggestion, also in entries)

    def find(self, text: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Suggestions that match every typed word, best first: `limit` at most, and half of one kind at most."""
        return tuple(_diversify([self._entries[number] for number in self._names.find(text)], limit))


def _suggest_values(library: Library, headlines: Sequence[Headline], facets: Sequence[Facet]) -> Iterator[_Indexed]:
    for facet in sorted((facet for facet in facets if facet.completed), key=lambda facet: facet.completed):
        counts = Counter(slug for headline in headlines for slug in headline.terms[facet.name])
        for slug, term in library.vocabulary.terms(facet.list_name).items():
            if counts[slug]:
                yield (
                    Suggestion(facet.name, term.label, f"{facet.label}, {count_of(counts[slug], 'pratique')}", slug),
                    slug.split("-"),
                )


def _suggest_organisations(headlines: Sequence[Headline]) -> Iterator[_Indexed]:
    for name, count in Counter(headline.organisation for headline in headlines).items():
        yield Suggestion("organisation", name, f"{KINDS['organisation']}, {count_of(count, 'pratique')}", ""), []


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


def _suggest_sections(library: Library) -> Iterator[_Indexed]:
    for section in list_sections(library):
        yield Suggestion(section.kind, section.title, section.detail, section.slug), []


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
