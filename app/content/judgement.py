"""Judged queries: what people type, and which practices answer it, graded by people who read them."""

import unicodedata
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from app.content.part import Part, Slug
from app.content.problem import Problem, Unreadable
from app.content.source_file import MAX_YAML_BYTES, SourceFile, read_text
from app.content.strict_yaml import parse_mapping
from app.content.validation import validate


def _check_grades(grades: dict[str, int]) -> dict[str, int]:
    if not any(grades.values()):
        raise PydanticCustomError("grades", "Il faut au moins une fiche notée 1 (utile) ou 2 (la réponse).")
    return grades


class Judgement(Part):
    """One query and the grade of each practice that answers it: 2 the answer, 1 useful."""

    q: Annotated[str, Field(min_length=1, max_length=500)]
    rel: Annotated[dict[Slug, Annotated[int, Field(ge=0, le=3)]], AfterValidator(_check_grades)]


class _Judgements(Part):
    queries: tuple[Judgement, ...] = Field(min_length=1)


def read_judgements(path: Path) -> tuple[Judgement, ...]:
    """The queries of a YAML list `- {q: "…", rel: {slug: grade}}`. Raises Unreadable with every problem."""
    text = unicodedata.normalize("NFC", read_text(path, path.name, MAX_YAML_BYTES))
    if not text.lstrip().startswith(("-", "#", "[")):
        message = "Le fichier doit être une liste de recherches jugées."
        raise Unreadable([Problem(path.name, 1, "", message, admitted="- {q: égalité, rel: {nom-de-la-fiche: 2}}")])
    data, lines = parse_mapping("queries:\n" + text, path.name, first_line=0)
    judgements, problems = validate(_Judgements, SourceFile(path.name, data, lines=lines), {})
    if judgements is None:
        raise Unreadable(problems)
    return judgements.queries
