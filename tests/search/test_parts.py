"""An index in several parts answers like one index of the same documents."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from app.search.document import Concept, Document
from app.search.engine import Engine
from app.search.reader import GONE, IndexPart
from tests.search.conftest import document

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


def make_part(folder: Path, documents: Sequence[Document], numbers: Sequence[int] | None) -> IndexPart:
    folder.mkdir()
    Engine.build(folder, documents, CONCEPTS)
    return IndexPart(folder, numbers)


@pytest.fixture
def engines(tmp_path: Path) -> tuple[Engine, Engine]:
    """The same documents in one part, and in three with one document that is gone."""
    whole = Engine([make_part(tmp_path / "whole", DOCUMENTS, None)], CONCEPTS)
    parts = [
        make_part(tmp_path / "one", [OLD, DOCUMENTS[2], DOCUMENTS[0]], [GONE, 2, 0]),
        make_part(tmp_path / "two", [DOCUMENTS[1]], [1]),
        make_part(tmp_path / "three", [DOCUMENTS[3]], [3]),
    ]
    return whole, Engine(parts, CONCEPTS)


@pytest.mark.parametrize("text", QUERIES)
@pytest.mark.parametrize("exact", [False, True])
def test_parts_answer_like_one_index(engines: tuple[Engine, Engine], text: str, exact: bool):
    """The same documents, the same scores, the same correction, the same reasons."""
    whole, parts = engines
    one, several = whole.search(text, exact), parts.search(text, exact)
    assert several.scores == pytest.approx(one.scores)
    assert several.correction == one.correction
    for number in one.scores:
        assert parts.explain(several, number) == whole.explain(one, number)


def test_a_document_that_is_gone_is_found_no_more(engines: tuple[Engine, Engine]):
    """Neither by its words, nor as a correction, nor by a phrase."""
    _, parts = engines
    for text in ("zeppelin", "zepelin", '"mot rare"'):
        assert not parts.search(text).scores, text
