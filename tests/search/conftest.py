"""A small base made for each test, and what it finds."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from app.search.document import Concept, Document, Passage
from app.search.engine import Engine
from app.search.reader import IndexPart

Search = Callable[..., list[str]]


class Base:
    """An engine over a few texts, which answers with their names."""

    def __init__(self, folder: Path, documents: dict[str, Document], concepts: Sequence[Concept]) -> None:
        self.names = list(documents)
        self.documents = documents
        Engine.build(folder, list(documents.values()), concepts)
        self.engine = Engine([IndexPart(folder)], concepts)

    def find(self, text: str, exact: bool = False) -> list[str]:
        """The names of the documents found, the best first."""
        scores = self.engine.search(text, exact).scores
        return [self.names[number] for number in sorted(scores, key=lambda n: (-scores[n], n))]

    def explain(self, text: str, name: str, exact: bool = False):
        """Why a document is found."""
        number = self.names.index(name)
        return self.engine.explain(self.engine.search(text, exact), number)

    def marked(self, text: str, name: str, exact: bool = False) -> list[str]:
        """The words that its excerpt marks, as they are written there."""
        shown, places = self.explain(text, name, exact).excerpt
        return [shown[place.start : place.end] for place in places]


def document(title: str = "", body: str = "", organisation: str = "", summary: str = "", terms: str = "") -> Document:
    """A document of which only what matters to the test is given."""
    passages = tuple(Passage("Contexte", line) for line in body.split("\n") if line)
    return Document(title, organisation, summary, terms, passages)


@pytest.fixture
def base(tmp_path: Path) -> Callable[..., Base]:
    """Makes a base from documents by name."""

    def make(documents: dict[str, Document], concepts: Sequence[Concept] = ()) -> Base:
        return Base(tmp_path, documents, concepts)

    return make
