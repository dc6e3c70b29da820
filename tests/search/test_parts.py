"""An index in several parts answers like one index of the same documents."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from app.search.document import Concept, SearchDocument
from app.search.engine import write_part
from app.search.whoosh_index import GONE, IndexPart
from tests.sampling import by_day
from tests.search.conftest import Base, document, open_plain

pytestmark = pytest.mark.slow  # seconds: a snapshot of its own, or every judged query

CONCEPTS = [Concept("iae", "IAE", ("IAE", "insertion par l'activité économique"), ("chantier",))]
DOCUMENTS = [
    document("Clause sociale à Amiens", "La clause sociale des marchés de travaux."),
    document("Salariées de l'industrie", "Des salariées formées. Insertion par l'activité économique."),
    document("Chantier d'insertion", "Un chantier et des salariés, une clause."),
    document("Garde d'enfants", "La garde à horaires décalés ; l'IAE recrute."),
]
OLD = document("Zeppelin", "Un mot rare : zeppelins. La clause ancienne des marchés.")
QUERIES = [
    "clause sociale",
    "salariés",
    "IAE",
    "chantier",
    '"garde à horaires"',
    "clauze",
    "zeppelin",
    "ind",
    "-clause",
]


def make_part(folder: Path, documents: Sequence[SearchDocument], numbers: Sequence[int] | None) -> IndexPart:
    folder.mkdir()
    write_part(folder, documents, CONCEPTS)
    return IndexPart(folder, numbers)


@pytest.fixture
def bases(tmp_path: Path) -> tuple[Base, Base]:
    """The same documents in one part, and in three with one document that is gone."""
    whole = [make_part(tmp_path / "whole", DOCUMENTS, None)]
    parts = [
        make_part(tmp_path / "one", [OLD, DOCUMENTS[2], DOCUMENTS[0]], [GONE, 2, 0]),
        make_part(tmp_path / "two", [DOCUMENTS[1]], [1]),
        make_part(tmp_path / "three", [DOCUMENTS[3]], [3]),
    ]
    documents = dict(zip("abcd", DOCUMENTS, strict=True))
    one, several = (Base(open_plain(each, CONCEPTS, list(documents)), documents) for each in (whole, parts))
    return one, several


@pytest.mark.parametrize("text", by_day(QUERIES, 2))
@pytest.mark.parametrize("exact", [False, True])
def test_parts_answer_like_one_index(bases: tuple[Base, Base], text: str, exact: bool):
    """The same documents, the same scores, the same correction, the same reasons."""
    whole, parts = bases
    one, several = whole.answer(text, exact), parts.answer(text, exact)
    assert [found.slug for found in several.documents] == [found.slug for found in one.documents]
    assert [found.score for found in several.documents] == pytest.approx([found.score for found in one.documents])
    assert parts.plan(text, exact) == whole.plan(text, exact)
    for found in one.documents:
        assert parts.explain(text, found.slug, exact) == whole.explain(text, found.slug, exact)


def test_a_document_that_is_gone_is_found_no_more(bases: tuple[Base, Base]):
    """Neither by its words, nor as a correction, nor by a phrase."""
    _, parts = bases
    for text in ("zeppelin", "zepelin", '"mot rare"'):
        assert not parts.find(text), text
