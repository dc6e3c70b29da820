"""Words written twice: in two entries of the glossary, or for two terms of one list, readers could not tell which."""

from collections.abc import Iterable, Iterator, Mapping

from app.content.accent import strip_accents
from app.content.glossary import GlossaryEntry
from app.content.problem import Problem
from app.content.source_file import SourceFile
from app.content.strict_yaml import Location
from app.content.vocabulary import Vocabulary

_Word = tuple[Location, str]  # where a word stands, and the word


def find_repetitions(
    vocabulary: Vocabulary, lists: SourceFile, glossary: Mapping[str, GlossaryEntry], words: SourceFile
) -> Iterator[Problem]:
    """A problem for each word that is already that of another entry or term; `lists` and `words` are their files."""
    message = "« {word} » désigne déjà l'entrée « {owner} ». Une écriture ne va qu'à une entrée : ôtez l'une des deux."
    yield from _tell(words, _find_repeated(_glossary_words(glossary), depth=1), message)
    message = "« {word} » est déjà le libellé de « {owner} » dans cette liste. Donnez-leur deux libellés différents."
    for name in Vocabulary.model_fields:
        labels = (((name, slug, "label"), term.label) for slug, term in vocabulary.terms(name).items())
        yield from _tell(lists, _find_repeated(labels, depth=2), message)


def _glossary_words(glossary: Mapping[str, GlossaryEntry]) -> Iterator[_Word]:
    """The terms before the variants: a variant may not be the term of another entry."""
    for slug, entry in glossary.items():
        yield (slug, "term"), entry.term
    for slug, entry in glossary.items():
        for position, variant in enumerate(entry.variants):
            yield (slug, "variants", position), variant


def _find_repeated(words: Iterable[_Word], depth: int) -> list[tuple[Location, str, str]]:
    """Each word that another owner has, with that owner; the owner's name is the key `depth` keys deep."""
    owners: dict[str, Location] = {}
    repeated = []
    for location, word in words:
        owner = owners.setdefault(strip_accents(word.casefold()), location[:depth])
        if owner != location[:depth]:
            repeated.append((location, word, str(owner[-1])))
    return repeated


def _tell(source: SourceFile, repeated: list[tuple[Location, str, str]], message: str) -> Iterator[Problem]:
    for location, word, owner in repeated:
        yield source.problem(location, message.format(word=word, owner=owner), read=word)
