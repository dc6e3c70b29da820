"""Loader of the YAML files of a content folder; models of site.yaml and sources.yaml. A frame is all of them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, Field, RootModel
from pydantic_core import PydanticCustomError

from app.addresses import FIRST_PARTS
from app.content.glossary import Glossary, GlossaryEntry
from app.content.problem import Problem, Unreadable, UnusableContent, nearest_word
from app.content.source_file import SourceFile, display_name, read_yaml
from app.content.strict_yaml import Location
from app.content.types import ContentModel, Email, LongText, Month, ShortText, Slug, Text, Unique, WebAddress, WithSlugs
from app.content.typography import strip_accents
from app.content.validation import validate
from app.content.vocabulary import Vocabulary

_PREFIX = re.compile(r"(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?")


def _check_home(value: str) -> str:
    """Validate the base URL: a host, or a folder of one whose path cannot be mistaken for a page of the site."""
    parts = urlsplit(value)
    if "?" in value or "#" in value or not _PREFIX.fullmatch(parts.path):
        raise PydanticCustomError(
            "home",
            "L'adresse publique du site est celle d'un domaine, ou d'un dossier de ce domaine, sans « ? » ni « # ».",
            {"admitted": ("https://exemple.org", "https://exemple.org/inclusion")},
        )
    first = parts.path.split("/")[1:2]
    if first and first[0] in FIRST_PARTS:
        raise PydanticCustomError(
            "home_of_pages",
            "Le site ne peut pas être placé sous « /{first} » : ses propres adresses commencent ainsi, "
            "et rien ne les distinguerait. Choisissez un autre dossier.",
            {"first": first[0]},
        )
    return value


class Editor(ContentModel):
    """Who answers for the site."""

    name: Text
    email: Email


class Site(ContentModel):
    """Site settings. Absolute URLs are made from `url`, never from the Host header of a request.

    `question` is the heading of the home page, above `baseline`; `examples` are searches that it proposes.
    """

    name: Text
    baseline: Text
    question: ShortText | None = None
    region: Text
    url: Annotated[WebAddress, AfterValidator(_check_home)]
    repository: WebAddress
    editor: Editor
    examples: Annotated[tuple[ShortText, ...], Field(max_length=8), Unique] = ()

    @property
    def prefix(self) -> str:
        """The path prefix of every page: `/inclusion`, or an empty text."""
        return urlsplit(self.url).path.rstrip("/")


class Document(ContentModel):
    """A published report; `published` is a year or a month: "2024", "2025-07".

    `availability` says of one that is not online whom to ask for it.
    """

    slug: Slug
    title: Text
    publisher: Text
    published: Month
    url: WebAddress | None = None
    availability: Text | None = None
    description: LongText | None = None

    @property
    def year(self) -> int:
        """The year of publication."""
        return int(self.published[:4])

    def page_url(self, pages: str | None) -> str | None:
        """The address of the document, at its first cited page (`#page=`) when it is a PDF; None when not online."""
        first = re.search(r"\d+", pages or "")
        is_pdf = bool(self.url) and urlsplit(self.url or "").path.lower().endswith(".pdf")
        return f"{(self.url or '').partition('#')[0]}#page={first[0]}" if is_pdf and first else self.url


class Documents(RootModel[Annotated[dict[Slug, Document], WithSlugs]]):
    """Root model of sources.yaml: the documents by key."""


FRAME_FILES = ("vocabulary.yaml", "site.yaml", "sources.yaml", "glossary.yaml")

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Frame:
    """The parsed YAML files, shared by every practice: what it is validated and rendered with."""

    vocabulary: Vocabulary
    glossary: Mapping[str, GlossaryEntry]
    documents: Mapping[str, Document]
    site: Site

    def latest_year(self, keys: Iterable[str]) -> int | None:
        """The year of the latest of some documents; None without any."""
        return max((self.documents[key].year for key in keys if key in self.documents), default=None)


def load_frame(folder: Path) -> tuple[Frame, list[Problem]]:
    """Load and validate the YAML files. Raises UnusableContent with every problem when one cannot be used."""
    problems: list[Problem] = []
    vocabulary, lists = _load_yaml(Vocabulary, folder, "vocabulary.yaml", problems)
    site, _ = _load_yaml(Site, folder, "site.yaml", problems)
    documents, _ = _load_yaml(Documents, folder, "sources.yaml", problems)
    glossary, words = _load_glossary(folder, problems)
    if vocabulary is None or site is None or documents is None or glossary is None:
        raise UnusableContent(problems)
    problems = [
        *_check_levers(vocabulary, lists),
        *_check_help(vocabulary, lists),
        *find_repetitions(vocabulary, lists, glossary.root, words),
    ]
    return Frame(vocabulary, glossary.root, documents.root, site), problems


def make_context(
    vocabulary: Vocabulary, documents: Mapping[str, Document] | Iterable[str], slugs: Iterable[str]
) -> dict[str, Mapping[str, str]]:
    """Validation context: for each controlled vocabulary, by the name that OneOf gives it, the label of each slug."""
    titles = {slug: document.title for slug, document in documents.items()} if isinstance(documents, Mapping) else {}
    sources = titles or dict.fromkeys(documents, "")
    return {**list_labels(vocabulary), "sources": sources, "practices": dict.fromkeys(slugs, "")}


def list_labels(vocabulary: Vocabulary) -> dict[str, Mapping[str, str]]:
    """The label of each term, by vocabulary and slug."""
    return {
        name: {slug: term.label for slug, term in vocabulary.terms(name).items()} for name in Vocabulary.model_fields
    }


def _load_glossary(folder: Path, problems: list[Problem]) -> tuple[Glossary | None, SourceFile]:
    """The glossary, which a content folder may lack: then it is empty."""
    if not (folder / "glossary.yaml").exists():
        return Glossary({}), SourceFile("glossary.yaml", {})
    return _load_yaml(Glossary, folder, "glossary.yaml", problems)


def _load_yaml(model: type[M], folder: Path, file: str, problems: list[Problem]) -> tuple[M | None, SourceFile]:
    name = display_name(folder / file, folder)
    try:
        source = read_yaml(folder / file, name)
    except Unreadable as error:
        problems += error.problems
        return None, SourceFile(name, {})
    value, found = validate(model, source, {})
    problems += found
    return value, source


def _check_levers(vocabulary: Vocabulary, source: SourceFile) -> list[Problem]:
    groups = vocabulary.lever_groups
    return [
        source.problem(
            ("levers", lever.slug, "group"),
            "Ce groupe de leviers n'existe pas.",
            read=lever.group,
            admitted=", ".join(groups),
            nearest=nearest_word(lever.group, groups),
        )
        for lever in vocabulary.levers.values()
        if lever.group and lever.group not in groups
    ]


def _check_help(vocabulary: Vocabulary, source: SourceFile) -> list[Problem]:
    return [
        source.problem(
            (name, term.slug, "help"),
            "Ces numéros d'aide n'existent pas.",
            read=term.help,
            admitted=", ".join(vocabulary.help),
            nearest=nearest_word(term.help, vocabulary.help),
        )
        for name in Vocabulary.model_fields
        for term in vocabulary.terms(name).values()
        if term.help and term.help not in vocabulary.help
    ]


_Word = tuple[Location, str]  # the location of a word, and the word


def find_repetitions(
    vocabulary: Vocabulary, lists: SourceFile, glossary: Mapping[str, GlossaryEntry], words: SourceFile
) -> Iterator[Problem]:
    """Uniqueness check: a problem for each spelling or label that another entry already has.

    `lists` and `words` are the source files of the vocabulary and of the glossary.
    """
    message = "« {word} » désigne déjà l'entrée « {owner} ». Une écriture ne va qu'à une entrée : ôtez l'une des deux."
    yield from _to_problems(words, _find_repeated(_glossary_words(glossary), depth=1), message)
    message = "« {word} » est déjà le libellé de « {owner} » dans cette liste. Donnez-leur deux libellés différents."
    for name in Vocabulary.model_fields:
        labels = (((name, slug, "label"), term.label) for slug, term in vocabulary.terms(name).items())
        yield from _to_problems(lists, _find_repeated(labels, depth=2), message)


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


def _to_problems(source: SourceFile, repeated: list[tuple[Location, str, str]], message: str) -> Iterator[Problem]:
    for location, word, owner in repeated:
        yield source.problem(location, message.format(word=word, owner=owner), read=word)
