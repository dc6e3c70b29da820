"""What the check says of a draft: the practice that it makes, or what keeps it from being one, field by field."""

import copy
import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.catalogue.catalogue import Catalogue
from app.content.document import Document
from app.content.field import practice_fields, walk
from app.content.frame import make_context
from app.content.part import SLUG_PATTERN
from app.content.practice import Practice
from app.content.practice_file import check_practice
from app.content.problem import Problem, Unreadable
from app.content.section import TITLES
from app.content.source_file import MAX_MARKDOWN_BYTES, SourceFile, parse_markdown
from app.content.term_link import TermLinks
from app.content.validation import validate
from app.content.writing import write_body, write_entries
from app.web.contributing.draft import NEW_DOCUMENT, Draft, Typed, is_blank

MAX_SECTION = 12_000  # the longest sheet of the base, all its parts together, has less
# Markdown takes seconds for 3,000 lines of `---` or for 10,000 marks: no part of the base has 140 of either.
MAX_LINES = 400
MAX_MARKS = 1_000
_MARKS = "*_`>"

_UNNAMED = "fiche-sans-nom"
_ROW = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True)
class Complaint:
    """Something to put right, at a field of the form (or at none)."""

    name: str
    message: str


@dataclass(frozen=True)
class Verdict:
    """`text` is the file; `documents` are those of the base and the one that the draft describes."""

    text: str
    practice: Practice | None = None
    complaints: tuple[Complaint, ...] = ()
    documents: Mapping[str, Document] = field(default_factory=dict)
    new_document: Document | None = None

    @property
    def new_document_text(self) -> str:
        """The lines to add to content/sources.yaml, if there are."""
        if self.new_document is None:
            return ""
        entry = self.new_document.model_dump(exclude={"slug"}, exclude_none=True)
        return write_entries({self.new_document.slug: entry})


def judge(draft: Draft, catalogue: Catalogue) -> Verdict:
    """The very check that the file will meet in the repository, and the limits of the form."""
    library = catalogue.library
    complaints = _find_excess(draft)
    if complaints:
        return Verdict("", complaints=tuple(complaints))
    document, complaints = _read_document(draft)
    documents = {**library.documents, **({document.slug: document} if document else {})}
    named = _check_name(draft, catalogue)
    name = _UNNAMED if named else draft.name or _UNNAMED
    slugs = [headline.slug for headline in catalogue.every_headline]
    others = [headline for headline in catalogue.every_headline if headline.slug != name]
    text = draft.text()
    try:
        source = parse_markdown(text, "")
        context = make_context(library.vocabulary, documents, slugs)
        practice, problems = check_practice(source, name, context, others, TermLinks(library.glossary.values()))
    except Unreadable as error:
        practice, problems = None, error.problems
    sections = locate_sections(draft, text)
    complaints += [*named, *(place_problem(problem, sections) for problem in problems)]
    return Verdict(text, None if complaints else practice, tuple(dict.fromkeys(complaints)), documents, document)


def _find_excess(draft: Draft) -> list[Complaint]:
    """What is too long to be read at all."""
    if draft.length > MAX_MARKDOWN_BYTES // 2:
        return [Complaint("", f"La fiche est trop longue : {draft.length} caractères, 50 000 au plus.")]
    complaints = []
    for key, text in draft.sections.items():
        if len(text) > MAX_SECTION:
            message = f"Le texte est trop long : {len(text)} caractères, {MAX_SECTION} au plus."
            complaints.append(Complaint(f"section.{key}", message))
        elif text.count("\n") >= MAX_LINES:
            complaints.append(Complaint(f"section.{key}", f"Le texte a trop de lignes : {MAX_LINES} au plus."))
        elif sum(map(text.count, _MARKS)) > MAX_MARKS:
            message = f"Le texte a trop de signes « * », « _ », « ` » ou « > » : {MAX_MARKS} au plus."
            complaints.append(Complaint(f"section.{key}", message))
    return complaints


def _read_document(draft: Draft) -> tuple[Document | None, list[Complaint]]:
    """The document that the draft describes, if it describes one or says that it will."""
    given = {key: text for key, text in draft.document.items() if text}
    if not given and not _chooses_new_document(draft.values):
        return None, []
    needed = dict.fromkeys(("title", "publisher", "published"), "")
    source = SourceFile("", {"slug": draft.document_key, **needed, **given})
    document, problems = validate(Document, source, {})
    complaints = []
    for problem in problems:
        message = _tell(problem) if given.get(problem.key) else "Ce champ est à remplir."
        complaints.append(Complaint(f"document.{problem.key}", message))
    return (None if complaints else document), list(dict.fromkeys(complaints))


def _chooses_new_document(typed: Typed) -> bool:
    if isinstance(typed, str):
        return typed == NEW_DOCUMENT
    return any(map(_chooses_new_document, typed.values() if isinstance(typed, dict) else typed))


def _check_name(draft: Draft, catalogue: Catalogue) -> list[Complaint]:
    """A sheet that is shown may be corrected; a new one takes no name that another has or had, withdrawn or not."""
    if draft.revises:
        is_shown = any(headline.slug == draft.revises for headline in catalogue.headlines)
        return [] if is_shown else [Complaint("", "La fiche que vous corrigez n'existe plus.")]
    if not draft.slug and is_blank(draft.values.get("title", "")):
        return []  # a title will be asked for, and will make the name
    if any(draft.name in headline.names for headline in catalogue.every_headline):
        message = f"Une fiche porte déjà le nom « {draft.name} ». Donnez-en un autre, ou changez le titre."
        return [Complaint("slug", message)]
    if re.fullmatch(SLUG_PATTERN, draft.name) and len(draft.name) <= 80:
        return []
    return [
        Complaint("slug", "Des minuscules sans accent, des chiffres et des tirets, 80 au plus : plan-egalite-2024.")
    ]


def locate_sections(draft: Draft, text: str) -> list[tuple[int, str]]:
    """The line of the file where each written part begins, and its field in the form, in order."""
    line = text.split("\n").index("---", 1) + 3
    sections = []
    for key in TITLES:
        written = write_body({key: draft.sections.get(key, "")})
        if written:
            sections.append((line, f"section.{key}"))
            line += written.count("\n") + 2
    return sections


def place_problem(problem: Problem, sections: Sequence[tuple[int, str]]) -> Complaint:
    """A problem of the file, at the field where it can be put right; `sections` as `locate_sections` tells them."""
    if problem.key == "texte":
        return Complaint(_section_of(problem, sections), _tell(problem))
    name = _ROW.sub(lambda found: f".{int(found[1]) - 1}", problem.key)
    whole = re.sub(r"\.\d+$", "", name)
    is_word = any(field.path == whole and field.kind == "many" for field in walk(practice_fields()))
    return Complaint(whole if is_word else name, _tell(problem))


def _section_of(problem: Problem, sections: Sequence[tuple[int, str]]) -> str:
    """The part where a problem of the body stands: one that is missing by its name, another by its line."""
    missing = [key for key, title in TITLES.items() if f"« ## {title} »" in problem.message]
    if missing:
        return f"section.{missing[0]}"
    before = [name for line, name in sections if line <= problem.line]
    return before[-1] if before else ""


def _tell(problem: Problem) -> str:
    """What to do, in one or two sentences."""
    parts = [problem.message]
    if problem.nearest:
        parts.append(f"Le plus proche : {problem.nearest}.")
    elif problem.admitted and len(problem.admitted) < 100:
        parts.append(f"Il faut : {problem.admitted}.")
    return " ".join(parts)


def with_documents(catalogue: Catalogue, documents: Mapping[str, Document]) -> Catalogue:
    """The catalogue as a preview needs it: it also knows the document that the draft describes."""
    preview = copy.copy(catalogue)
    preview.library = dataclasses.replace(catalogue.library, documents=documents)
    return preview
