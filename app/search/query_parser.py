"""Query parser: a typed text into words, "quoted phrases" and -exclusions."""

import re
from dataclasses import dataclass

from app.search.analyzer import Token, drop_invisible, normalise, tokenise

MAX_LENGTH = 1_000  # characters
MAX_WORDS = 100  # that mean something: a thousand characters of French hold ninety
MAX_GUESSED = 4  # unknown words of one query that are corrected: more than that is not French

LONG = 8  # words that mean something: a request of more of them is prose, whatever it asks

INTERROGATIVES = {"comment", "pourquoi", "combien", "quel", "quelle", "quels", "quelles", "quoi", "est-ce"}
FIRST_WORDS = {"que", "qui", "où", "quand", "qu'est-ce", "faut-il", "peut-on", "puis-je", "dois-je", "doit-on"}
_QUOTES = str.maketrans(dict.fromkeys("«»“”„‟＂", '"'))
_PART = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')


@dataclass(frozen=True)
class ParsedQuery:
    """`words` to find, most of them at least; `phrases` to find as they stand; `excluded` words and phrases.

    `text` is what was typed without quotes and exclusions: the words stand in it.
    """

    text: str
    words: tuple[Token, ...]
    phrases: tuple[tuple[Token, ...], ...] = ()
    excluded: tuple[tuple[Token, ...], ...] = ()

    @property
    def is_prose(self) -> bool:
        """Whether it is a question or a text, of which many words are no keywords."""
        words = self.text.lower().replace("?", " ? ").split()
        asks = "?" in words or words[0] in FIRST_WORDS or not INTERROGATIVES.isdisjoint(words) if words else False
        return asks or sum(not token.is_stop for token in self.words) > LONG

    @property
    def is_empty(self) -> bool:
        """Whether nothing in it can be searched: nothing, punctuation, or only words that are everywhere."""
        return not (self.words or self.phrases or self.excluded)

    @property
    def quoted(self) -> set[str]:
        """The words of its phrases: to be found as they are typed."""
        return {token.exact for phrase in self.phrases for token in phrase}


def drop_excluded(text: str) -> str:
    """The text without its -exclusions, the rest as it was typed."""
    return _PART.sub(lambda part: "" if part["minus"] else part[0], text)


def parse_query(text: str) -> ParsedQuery:
    """Parse a text. Every text can be parsed: what cannot be searched is left out."""
    text = normalise(drop_invisible(text)).replace("\x00", " ").translate(_QUOTES)[:MAX_LENGTH]
    rest, phrases, excluded = [], [], []
    for part in _PART.finditer(text):
        quoted = part["phrase"] is not None
        tokens = tuple(
            token for token in tokenise(part["phrase"] if quoted else part["word"]) if quoted or not token.is_stop
        )
        if part["minus"] and tokens:
            excluded.append(tuple(token for token in tokens if not token.is_compound))
        elif quoted and tokens:
            phrases.append(tuple(token for token in tokens if not token.is_compound))
        if not part["minus"]:
            rest.append(part["phrase"] if quoted else part["word"])
    plain = " ".join(rest)
    words = [token for token in tokenise(plain) if not token.is_compound]
    if all(token.is_stop for token in words):
        words = []
    too_many = [place for place, token in enumerate(words) if not token.is_stop][MAX_WORDS:]
    return ParsedQuery(plain, tuple(words[: min(too_many, default=None)]), tuple(phrases), tuple(excluded))
