"""Form warnings: the advice of `pratiques check` on a valid draft, and near-duplicate detection. Never blocking."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from app.catalogue.catalogue import Catalogue
from app.content.headline import Headline
from app.content.practice import Practice
from app.content.problem import Problem
from app.content.source_file import parse_markdown
from app.web.form.draft import Draft, FieldError
from app.web.form.form import make_form
from app.web.form.validation import Validation, locate_sections, place_problem

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
