"""New source documents described in a draft: validation, and the key of each in content/sources.yaml.

A duplicate of a known document is cited by its known key; another of the same title gets a key of its own.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from app.content.frame import Document
from app.content.scaffold import make_slug
from app.content.serialise import write_entries
from app.content.source_file import SourceFile
from app.content.types import MAX_SLUG_LENGTH
from app.content.typography import strip_accents
from app.content.validation import validate
from app.web.form.draft import NEW_DOCUMENTS, Draft, FieldError, cited_documents

_NEEDED = ("title", "publisher", "published")
_AFTER = {"document": "deuxième", "document-2": "troisième"}


@dataclass
class DescribedDocuments:
    """Validated new documents. `keys` by placeholder word of NEW_DOCUMENTS; `new` by key, those that the base lacks."""

    keys: dict[str, str] = field(default_factory=dict)
    new: dict[str, Document] = field(default_factory=dict)
    errors: list[FieldError] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def lines(self) -> str:
        """YAML to append to content/sources.yaml."""
        entries = {key: document.model_dump(exclude={"slug"}, exclude_none=True) for key, document in self.new.items()}
        return write_entries(entries) if entries else ""


def read_documents(draft: Draft, known: Mapping[str, Document]) -> DescribedDocuments:
    """Validate the described documents; an error for each that no source cites."""
    described = DescribedDocuments()
    cited = cited_documents(draft)
    for group, word in NEW_DOCUMENTS.items():
        given = {key: text for key, text in draft.documents.get(group, {}).items() if text}
        if given or word in cited:
            _read_document(group, given, known, described)
        if given and word not in cited:
            message = "Aucune source ne cite ce document : choisissez-le dans « Sources », ou videz ses champs."
            described.errors.append(FieldError(group, message))
    described.errors += _find_repeated(draft.values.get("sources", ""))
    return described


def _read_document(
    group: str, given: Mapping[str, str], known: Mapping[str, Document], described: DescribedDocuments
) -> None:
    """Validate one document, and add its key or its errors to `described`."""
    word = NEW_DOCUMENTS[group]
    taken = {**known, **described.new}
    key = next(key for key in _list_keys(given, word) if key not in taken)
    source = SourceFile("", {"slug": key, **dict.fromkeys(_NEEDED, ""), **given})
    document, problems = validate(Document, source, {})
    described.keys[word] = key
    for problem in problems:
        message = problem.to_advice() if given.get(problem.key) else "Ce champ est à remplir."
        described.errors.append(FieldError(f"{group}.{problem.key}", message))
    if document is None:
        return
    same = next((other for other in taken.values() if _is_same(document, other)), None)
    if same and same.slug in described.new:
        described.errors.append(FieldError(group, "Ce document est déjà décrit plus haut : citez celui-là."))
    elif same:
        described.keys[word] = same.slug
        described.notices.append(
            f"« {same.title} » ({same.publisher}) est déjà dans la base : la fiche le cite, rien n'est à ajouter."
        )
    else:
        described.new[key] = document
        described.notices += _note_namesakes(document, taken.values())


def _list_keys(given: Mapping[str, str], word: str) -> Iterator[str]:
    """Candidate keys, best first: slug of the title, with publisher, with date, with a number."""
    title = make_slug(given.get("title", ""))
    more = [make_slug(given.get(name, "")) for name in ("publisher", "published")]
    yield title or word
    for end in (more[0], more[1], "-".join(filter(None, more))):
        if title and end:
            yield f"{title}-{end}"[:MAX_SLUG_LENGTH].strip("-")
    number = 2
    while True:
        yield f"{title or word}-{number}"
        number += 1


def _is_same(document: Document, other: Document) -> bool:
    """Duplicate detection: same title, publisher and date; a year equals a month of that year."""
    days = sorted([document.published, other.published], key=len)
    return (
        _words(document.title) == _words(other.title)
        and _words(document.publisher) == _words(other.publisher)
        and days[1].startswith(days[0])
    )


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", strip_accents(text.casefold().replace("œ", "oe")))


def _note_namesakes(document: Document, others: Iterable[Document]) -> list[str]:
    """A notice when a known document has the same title but is another one."""
    return [
        f"La base a déjà « {other.title} », de {other.publisher} ({other.published}). Le document que vous décrivez"
        f" n'est pas celui-là : il y entrera sous le nom « {document.slug} »."
        for other in others
        if other.slug == make_slug(document.title) or _words(other.title) == _words(document.title)
    ][:1]


def _find_repeated(sources: object) -> list[FieldError]:
    """Errors for sources that cite a described document twice alike: another was meant."""
    rows = sources if isinstance(sources, list) else []
    groups = {word: group for group, word in NEW_DOCUMENTS.items()}
    errors = []
    for position, row in enumerate(rows):
        group = groups.get(row.get("document", "")) if isinstance(row, dict) else None
        if group and row in rows[:position]:
            advice = f"choisissez « Un {_AFTER[group]} document »" if group in _AFTER else "dites-le dans le courriel"
            first = rows.index(row) + 1
            message = f"La source {first} cite déjà ce document, sans autre page. Pour en citer un autre, {advice}."
            errors.append(FieldError(f"sources.{position}.document", message))
    return errors
