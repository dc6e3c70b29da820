"""Query expansion offered to the visitor: other texts for the same search, when it finds little."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice, zip_longest

from app.search.analyzer import Token, fold, stem
from app.search.query_parser import MAX_GUESSED, ParsedQuery, parse_query
from app.search.spelling import SpellChecker
from app.search.synonyms import Thesaurus

MAX_TEXTS = 10  # looked at
MAX_SHORTENED = 2  # each is searched, to tell how much it finds


class QueryExpansion:
    """Other texts by the names of concepts, by near spellings, and by fewer words."""

    def __init__(self, thesaurus: Thesaurus, spelling: SpellChecker) -> None:
        self._thesaurus = thesaurus
        self._spelling = spelling

    def nearby(self, text: str) -> Iterator[str]:
        """Other texts: without its quotes, with a word akin to one of its own, without one, by another name."""
        query = parse_query(text)
        unquoted = [query.text] if query.phrases or query.excluded else []
        others = chain(unquoted, self._akin(query), self._shortened(query), self._renamed(query))
        return _without_repeats(text, others)

    def renamed(self, text: str) -> Iterator[str]:
        """The same text with what the glossary knows by other names under these names."""
        return _without_repeats(text, self._renamed(parse_query(text)))

    def _akin(self, query: ParsedQuery) -> Iterator[str]:
        for token in _content(query)[:MAX_GUESSED]:
            for other in self._spelling.akin(fold(token.exact)):
                if stem(other) != token.stem:
                    yield _put(other, query.text, token, token)

    def _shortened(self, query: ParsedQuery) -> Iterator[str]:
        """Without one of its words: first the rarest, which leaves out most; what nobody wrote leaves out nothing."""
        content = _content(query)
        known = [token for token in content if fold(token.exact) in self._spelling]
        if len(known) > 1:
            for left_out in sorted(known, key=lambda token: self._spelling.frequency(token.exact))[:MAX_SHORTENED]:
                yield " ".join(query.text[token.start : token.end] for token in content if token != left_out)

    def _renamed(self, query: ParsedQuery) -> Iterator[str]:
        """One neighbouring name of each thing that is named, then a second one of each, and so on.

        Names that mean exactly the same are searched already: by themselves they would find their words apart.
        """
        content = list(self._thesaurus.join(query.words).values())
        texts = []
        for mention in self._thesaurus.mentions([token.stem for token in content]):
            first, last = content[mention.first], content[mention.last]
            typed = fold(query.text[first.start : last.end])
            names = mention.concept.near if mention.is_same else mention.concept.same
            texts.append([_put(name, query.text, first, last) for name in names if fold(name) != typed])
        return (text for rank in zip_longest(*texts) for text in rank if text)


def _content(query: ParsedQuery) -> list[Token]:
    return [token for token in query.words if not token.is_stop]


def _without_repeats(text: str, others: Iterable[str]) -> Iterator[str]:
    """The first of other texts, but for the text itself and for those told before."""
    told = {"", fold(text)}
    for other in islice((" ".join(other.split()) for other in others), MAX_TEXTS):
        if fold(other) not in told:
            told.add(fold(other))
            yield other


def _put(new: str, text: str, first: Token, last: Token) -> str:
    """The text with the words from `first` to `last` replaced."""
    return text[: first.start] + new + text[last.end :]
