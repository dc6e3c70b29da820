"""Client-side search index: the server's postings, words, texts and names as JSON, for `static/export/finder.js`.

The posting lists of a stem, and of what stands with it (its surface forms, its bigrams, itself in titles), are in one
of `SHARDS` files: a browser fetches a file for each word of a query.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

from app.catalogue.catalogue import Catalogue
from app.catalogue.indexing import RULES, make_concepts, make_document
from app.catalogue.place import PlaceTables
from app.catalogue.site_index import AROUND_NAMES
from app.content.practice import Practice
from app.search.analyzer import INCIDENTAL_WORDS, QUESTION_WORDS, STOP_WORDS, fold, stem, tokenise
from app.search.document import is_form, pair_term, title_term
from app.search.indexer import analyse_document
from app.search.query_parser import FIRST_WORDS, INTERROGATIVES
from app.search.synonyms import ConceptName, Thesaurus, cut_names

FOLDER = "recherche"
SHARDS = 64
PRECISION = 1_000  # impacts are written as whole numbers of thousandths

Link = Callable[[str, str, str], str]  # kind, slug, label of what has a name → its link from the search page
Postings = dict[str, list[int]]  # by term: a document number and an impact, and so on


class NoIndex(Exception):
    """The index cannot be built. The message, in French, says why and what to do."""


def require_practices(catalogue: Catalogue) -> None:
    """Raise NoIndex for a catalogue without practices."""
    if not catalogue.practices:
        raise NoIndex("Aucune pratique à publier dans ces contenus : il n'y a rien à exporter.")


def write_index(catalogue: Catalogue, places: PlaceTables, link: Link, folder: Path) -> None:
    """Write the index of a catalogue into `folder/recherche`: the same bytes for the same practices."""
    words = WordTable(catalogue)
    names = cut_names(make_concepts(catalogue.library.glossary))
    groups = _group_postings(catalogue, names, words)
    shards: list[dict[str, Postings]] = [{} for _ in range(SHARDS)]
    for home, lists in sorted(groups.items()):
        shards[shard_of(home)][home] = lists
    for number, shard in enumerate(shards):
        _write(folder, f"{number}.json", shard)
    for practice in catalogue.practices:
        _write(folder, f"textes/{practice.slug}.json", list_texts(practice, catalogue))
    _write(folder, "mots.json", _describe_words(catalogue, names, words, places))
    _write(folder, "site.json", _describe_site(catalogue, link))


def _write(folder: Path, name: str, value: Any) -> None:
    path = folder / FOLDER / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def shard_of(home: str) -> int:
    """The number of the file that holds the lists of a stem or a concept: a hash, the same in `finder.js`."""
    number = 0
    for character in home:
        number = (number * 31 + ord(character)) % 65_521
    return number % SHARDS


class WordTable:
    """Every folded word of the practices, of the names of the glossary and of the pages, with its stem and its count.

    A count of zero is that of a word which no practice holds: it is spelt right, and answers nothing by itself.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._acronyms = catalogue.spelling.acronyms
        self._rows = {word: (stem(word), count, spelt) for word, (spelt, count) in catalogue.spelling.words.items()}
        for text in _other_texts(catalogue):
            for token in tokenise(text):
                if not token.is_stop:
                    word = fold(token.exact)
                    own = stem(word) if token.is_acronym else token.stem
                    self._rows.setdefault(word, (own, 0, token.exact))

    def read(self, terms: Collection[str]) -> None:
        """Learn from the terms of a practice: its words with figures, and those that are their own stems."""
        for word in {fold(term[1:]) for term in terms if is_form(term)} & {*terms} - self._acronyms:
            own, count, spelt = self._rows.get(word, (word, 0, word))
            more = any(map(str.isdigit, word))
            self._rows[word] = (own if own in terms else word, count + more, spelt)

    def homes(self, form: str) -> set[str]:
        """The stems that a surface form stands for."""
        word = fold(form)
        return {self._rows[word][0] if word in self._rows else stem(word), *({word} & self._acronyms)}

    def print(self) -> str:
        """A line for each: word, stem, count, spelling when it is another."""
        rows = sorted(self._rows.items())
        return "\n".join(f"{w} {s} {count}" + (f" {spelt}" if spelt != w else "") for w, (s, count, spelt) in rows)


def _other_texts(catalogue: Catalogue) -> Iterator[str]:
    """What may be searched beside the practices."""
    for entry in catalogue.library.glossary.values():
        yield from (*entry.same, *entry.synonyms)
    for named in catalogue.site_index.names.named:
        yield named.label
    for section in catalogue.site_index.sections.sections:
        yield f"{section.title}\n{section.text}"


def _group_postings(catalogue: Catalogue, names: list[ConceptName], words: WordTable) -> dict[str, Postings]:
    """The posting lists, grouped by the stem or the concept that one has to know to ask for them."""
    groups: dict[str, Postings] = defaultdict(lambda: defaultdict(list))
    thesaurus = Thesaurus(make_concepts(catalogue.library.glossary), names)
    for number, practice in enumerate(catalogue.practices):
        impacts = analyse_document(make_document(practice, catalogue.vocabulary), thesaurus).impacts
        words.read(impacts)
        for term, impact in sorted(impacts.items()):
            for home in _homes(term, words):
                groups[home][term] += (number, round(impact * PRECISION))
    return groups


def _homes(term: str, words: WordTable) -> Iterable[str]:
    if is_form(term):
        return () if term[1:] in STOP_WORDS else words.homes(term[1:])
    return (term.removeprefix(title_term("")).partition(pair_term("", ""))[0],)


def list_texts(practice: Practice, catalogue: Catalogue) -> dict[str, Any]:
    """What is searched of a practice, as it is shown: `short` texts, and `passages` with the titles of their parts."""
    document = make_document(practice, catalogue.vocabulary)
    short = [document.title, document.organisation, document.terms]
    return {"summary": document.summary, "short": short, "passages": document.passages}


def _describe_words(
    catalogue: Catalogue, names: list[ConceptName], words: WordTable, places: PlaceTables
) -> dict[str, Any]:
    """Documents, words and names: all that a query is understood with, and each document's boost."""
    concepts = {concept.key: [concept.label] for concept in make_concepts(catalogue.library.glossary)}
    towns = {line.partition("\t")[0] for line in places.communes.to_bytes().decode().split("\n")}
    return {
        "slugs": [headline.slug for headline in catalogue.headlines],
        "boosts": [RULES.boost(headline) for headline in catalogue.headlines],
        "words": words.print(),
        "acronyms": sorted(catalogue.spelling.acronyms),
        "named": sorted({fold(acronym) for name in names for acronym in name.acronyms}),
        "concepts": concepts,
        "names": [[name.key, int(name.is_same), " ".join(name.stems)] for name in names if name.stems],
        "towns": "\n".join(sorted(towns)),
        "lists": {
            "stop": sorted(STOP_WORDS),
            "question": sorted(QUESTION_WORDS),
            "incidental": sorted(INCIDENTAL_WORDS),
            "around": sorted(AROUND_NAMES),
            "interrogative": sorted(INTERROGATIVES),
            "first": sorted(FIRST_WORDS),
        },
    }


def _describe_site(catalogue: Catalogue, link: Link) -> dict[str, Any]:
    """Direct answers by the words of their names, and the sections of the site by the words that they hold."""
    index = catalogue.site_index
    return {
        "keys": index.names.keys,
        "named": [
            [one.label, one.detail, one.definition, link(one.kind, one.slug, one.label), catalogue.count_named(one)]
            for one in index.names.named
        ],
        "sections": [
            [one.title, one.detail, one.text, link(one.kind, one.slug, one.title)] for one in index.sections.sections
        ],
        "postings": {
            form: [[posting.section, round(posting.weight, 2), posting.lines] for posting in found]
            for form, found in sorted(index.sections.postings.items())
        },
    }
