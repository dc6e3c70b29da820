"""Form validation: runs the validator of `pratiques check` on a draft, and maps its problems to form fields.

Warnings about a valid draft are the advice of the same command, and its near-duplicate; they block nothing.
"""

import copy
import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from app.catalogue.catalogue import Catalogue
from app.content.field import practice_fields, walk
from app.content.frame import Document, make_context
from app.content.glossary import TermLinks
from app.content.headline import Headline
from app.content.markdown_limits import MAX_SECTION, MAX_SECTION_LINES, MAX_SECTION_SIGNS, SECTION_SIGNS
from app.content.practice import Practice
from app.content.practice_file import check_practice, slug_error
from app.content.problem import BODY_KEY, Problem, Unreadable, shorten
from app.content.section import TITLES
from app.content.serialise import write_body
from app.content.source_file import MAX_MARKDOWN_BYTES, parse_markdown
from app.content.types import MAX_SLUG_LENGTH
from app.web.form.described import DescribedDocuments, read_documents
from app.web.form.draft import Draft, FieldError, is_blank
from app.web.form.form import make_form

MAX_TITLE = 60  # of a document, in a message

_NAME = f"Des minuscules sans accent, des chiffres et des tirets, {MAX_SLUG_LENGTH} au plus : plan-egalite-2024."
_UNNAMED = "fiche-sans-nom"
_ROW = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True)
class Validation:
    """Validation result: a practice, or field errors. `text` is the file; `documents` by key, described ones too."""

    text: str
    practice: Practice | None = None
    errors: tuple[FieldError, ...] = ()
    documents: Mapping[str, Document] = field(default_factory=dict)
    described: DescribedDocuments = field(default_factory=DescribedDocuments)


def validate_draft(draft: Draft, catalogue: Catalogue) -> Validation:
    """Validate a draft: limits of the form, then the very validator that the file meets in the repository."""
    library = catalogue.library
    errors = _find_excess(draft)
    if errors:
        return Validation("", errors=tuple(errors))
    described = read_documents(draft, library.documents)
    documents = {**library.documents, **described.new}
    named = _check_name(draft, catalogue)
    name = _UNNAMED if named else draft.name or _UNNAMED
    slugs = [headline.slug for headline in catalogue.every_headline]
    others = [headline for headline in catalogue.every_headline if headline.slug != name]
    text = draft.text(described.keys)
    try:
        source = parse_markdown(text, "")
        # A document that is not described well yet is told where it is described, not where it is cited.
        context = make_context(library.vocabulary, [*documents, *described.keys.values()], slugs)
        practice, problems = check_practice(source, name, context, others, TermLinks(library.glossary.values()))
    except Unreadable as error:
        practice, problems = None, error.problems
    sections = locate_sections(draft, text)
    problems = [_name_document(problem, documents) for problem in problems]
    errors += [*described.errors, *named, *(place_problem(problem, sections) for problem in problems)]
    return Validation(text, None if errors else practice, tuple(dict.fromkeys(errors)), documents, described)


def _name_document(problem: Problem, documents: Mapping[str, Document]) -> Problem:
    """A problem whose message has the title of a document instead of its key."""
    title = shorten(documents[problem.read].title, MAX_TITLE) if problem.read in documents else ""
    return dataclasses.replace(problem, message=f"« {title} ». {problem.message}") if title else problem


def _find_excess(draft: Draft) -> list[FieldError]:
    """What is too long to be read at all."""
    if draft.length > MAX_MARKDOWN_BYTES // 2:
        return [FieldError("", f"La fiche est trop longue : {draft.length} caractères, 50 000 au plus.")]
    errors = []
    for key, text in draft.sections.items():
        if len(text) > MAX_SECTION:
            message = f"Le texte est trop long : {len(text)} caractères, {MAX_SECTION} au plus."
            errors.append(FieldError(f"section.{key}", message))
        elif text.count("\n") >= MAX_SECTION_LINES:
            errors.append(FieldError(f"section.{key}", f"Le texte a trop de lignes : {MAX_SECTION_LINES} au plus."))
        elif sum(map(text.count, SECTION_SIGNS)) > MAX_SECTION_SIGNS:
            message = f"Le texte a trop de signes « * », « _ », « ` » ou « > » : {MAX_SECTION_SIGNS} au plus."
            errors.append(FieldError(f"section.{key}", message))
    return errors


def _check_name(draft: Draft, catalogue: Catalogue) -> list[FieldError]:
    """Slug errors: a correction needs a published practice; a new one needs a slug that none has or had."""
    if draft.revises:
        is_shown = any(headline.slug == draft.revises for headline in catalogue.headlines)
        return [] if is_shown else [FieldError("", "La fiche que vous corrigez n'existe plus.")]
    if not draft.slug and is_blank(draft.values.get("title", "")):
        return []  # a title will be asked for, and will make the name
    if any(draft.name in headline.names for headline in catalogue.every_headline):
        message = f"Une fiche porte déjà le nom « {draft.name} ». Donnez-en un autre, ou changez le titre."
        return [FieldError("slug", message)]
    refusal = slug_error(draft.name)
    return [FieldError("slug", f"{refusal} {_NAME}")] if refusal else []


def locate_sections(draft: Draft, text: str) -> list[tuple[int, str]]:
    """Source map: first line in the file of each written section, with its form field, in order."""
    line = text.split("\n").index("---", 1) + 3
    sections = []
    for key in TITLES:
        written = write_body({key: draft.sections.get(key, "")})
        if written:
            sections.append((line, f"section.{key}"))
            line += written.count("\n") + 2
    return sections


def place_problem(problem: Problem, sections: Sequence[tuple[int, str]]) -> FieldError:
    """Map a problem of the file to a field error; `sections` is the source map of `locate_sections`."""
    if problem.section:
        return FieldError(f"section.{problem.section}", problem.message.replace("« ## ", "« "))
    if problem.key == BODY_KEY:
        before = [name for line, name in sections if line <= problem.line]
        return FieldError(before[-1] if before else "", problem.to_advice())
    name = _ROW.sub(lambda found: f".{int(found[1]) - 1}", problem.key)
    whole = re.sub(r"\.\d+$", "", name)
    is_word = any(field.path == whole and field.kind == "many" for field in walk(practice_fields()))
    return FieldError(whole if is_word else name, problem.to_advice())


def with_documents(catalogue: Catalogue, documents: Mapping[str, Document]) -> Catalogue:
    """A shallow copy of the catalogue that also has the documents of the draft, to render its preview."""
    preview = copy.copy(catalogue)
    preview.library = dataclasses.replace(catalogue.library, documents=documents)
    return preview


MAX_WARNINGS = 40  # more than anyone reads at once


@dataclass(frozen=True)
class FormWarnings:
    """Warnings: `notes` as (field label, message), in the order of the form; `twin` is a near-duplicate.

    Truncated at MAX_WARNINGS, then `has_more`.
    """

    notes: tuple[tuple[str, str], ...] = ()
    twin: Headline | None = None
    has_more: bool = False

    @property
    def count(self) -> int:
        """The number of warnings, the near-duplicate included."""
        return len(self.notes) + (self.twin is not None)


def list_warnings(draft: Draft, validation: Validation, catalogue: Catalogue) -> FormWarnings:
    """The warnings about a valid draft, none for an invalid one; opens few practices, whatever their number."""
    from app.advice.warning import lint_practice

    practice = validation.practice
    if practice is None:
        return FormWarnings()
    organisations = (headline.organisation for headline in catalogue.headlines)
    found = lint_practice(
        parse_markdown(validation.text, ""),
        practice,
        catalogue.library,
        catalogue.addresses,
        organisations,
        catalogue.today(),
    )
    first = sorted(islice(found, MAX_WARNINGS))
    sections = locate_sections(draft, validation.text)
    placed = dict.fromkeys(_place(problem, sections) for problem in first)
    notes = make_form(draft, catalogue, placed).errors if placed else ()
    return FormWarnings(
        notes=tuple((label, message) for _, label, message in notes),
        twin=_find_twin(practice, catalogue),
        has_more=next(found, None) is not None,
    )


def _place(problem: Problem, sections: Sequence[tuple[int, str]]) -> FieldError:
    message = f"« {problem.read} ». {problem.message}" if problem.read else problem.message
    return place_problem(dataclasses.replace(problem, message=message), sections)


def _find_twin(practice: Practice, catalogue: Catalogue) -> Headline | None:
    """Near-duplicate among the published practices, by text similarity, or None."""
    from app.advice.similarity import NEAR, find_nearest

    nearest = None if practice.withdrawn else find_nearest(practice, catalogue.alike(practice))
    return catalogue.headline(nearest.other) if nearest and nearest.score >= NEAR else None
