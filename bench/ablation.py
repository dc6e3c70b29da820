"""What each step of the search brings on the judged queries: the table of docs/search.md.

    python -m bench.ablation

Each line switches one step off, builds the index anew and asks every judged query, as typed and with one error.
"""

import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

from app.catalogue.catalogue import Catalogue
from app.catalogue.evaluation import VARIANTS, Judged, evaluate, read_judged, summarise, vary
from app.catalogue.indexing import RULES, make_concepts, make_document
from app.content.headline import Headline
from app.content.library import Library, load_library
from app.content.practice import FACETS
from app.search import analyzer, indexer, planner, word_planner
from app.search.engine import open_engine, write_part
from app.search.spelling import SpellChecker
from app.search.whoosh_index import IndexPart

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ROOT / "tests" / "base" / "content"  # frozen, so that figures of different days compare
FILES = ("given.yaml", "own-dev.yaml", "own-held-out.yaml")
SHOWN = ("telle quelle", "sans accents", "une faute")


def _only(field: str) -> dict[str, float]:
    return {**indexer.FIELD_WEIGHTS, field: 0.0}


def _fold_less(text: str) -> str:
    return text.lower()


# name: what is replaced, and by what.
STEPS: dict[str, list[tuple[object, str, object]]] = {
    "everything": [],
    "without synonyms (glossary)": [(planner, "SAME_WEIGHT", 0.0), (planner, "NEAR_WEIGHT", 0.0)],
    "without related names": [(planner, "NEAR_WEIGHT", 0.0)],
    "without the exact form": [(word_planner, "EXACT_WEIGHT", 0.0)],
    "without the proximity boost": [(planner, "PAIR_WEIGHT", 0.0), (planner, "PROSE_PAIR_WEIGHT", 0.0)],
    "without coverage": [(planner, "COVERAGE_POWER", 0.0)],
    "without correction": [(SpellChecker, "correct", lambda *_, **__: None)],
    "without completion": [(SpellChecker, "complete", lambda *_: [])],
    "without compounds": [(planner.QueryPlanner, "_add_compounds", lambda *_: None)],
    "without the endings of our own": [
        (analyzer, "_ENDINGS", []),
        (analyzer, "_REMAINS", []),
        (analyzer, "_IRREGULAR", {}),
    ],
    "without any stem": [(analyzer, "stem_french", str), (analyzer, "_ENDINGS", []), (analyzer, "_REMAINS", [])],
    "without folding accents": [(analyzer, "fold", _fold_less)],
    "without stop words": [(analyzer, "STOP_WORDS", frozenset())],
    "without the title": [(indexer, "FIELD_WEIGHTS", _only("title"))],
    "without the organisation": [(indexer, "FIELD_WEIGHTS", _only("organisation"))],
    "without the summary": [(indexer, "FIELD_WEIGHTS", _only("summary"))],
    "without the labels": [(indexer, "FIELD_WEIGHTS", _only("terms"))],
    "without the body": [(indexer, "FIELD_WEIGHTS", _only("body"))],
}


@contextmanager
def switched(changes: list[tuple[object, str, object]]) -> Iterator[None]:
    """The search with some of its parts replaced."""
    analyzer.stem.cache_clear()
    with ExitStack() as stack:
        for owner, name, value in changes:
            stack.enter_context(patch.object(owner, name, value))
        yield
    analyzer.stem.cache_clear()


def build(library: Library, folder: Path) -> Catalogue:
    """A catalogue with a new index in an empty folder."""
    concepts = make_concepts(library.glossary)
    write_part(folder, [make_document(practice, library.vocabulary) for practice in library.practices], concepts)
    headlines = [Headline.of(practice) for practice in library.practices]
    names = [facet.name for facet in FACETS]
    return Catalogue(library, *open_engine([IndexPart(folder)], concepts, headlines, RULES, names))


def measure(catalogue: Catalogue, queries: list[Judged]) -> list[str]:
    """The cells of a line."""
    cells = []
    for variant in SHOWN:
        measures = summarise(evaluate(catalogue, vary(queries, VARIANTS[variant])))
        cells.append(f"{measures['ndcg_10']:.3f}")
        if variant == "telle quelle":
            cells.append(f"{measures['success_1']:.3f}")
    return cells


def main(wanted: str) -> None:
    """Print the lines whose name fits the pattern."""
    library = load_library(CONTENT)
    queries = [judged for name in FILES for judged in read_judged(ROOT / "tests" / "judged" / name)]
    for name, changes in STEPS.items():
        if re.search(wanted, name):
            with switched(changes), tempfile.TemporaryDirectory() as folder:
                cells = measure(build(library, Path(folder)), queries)
            print("|", name, "|", " | ".join(cells), "|", flush=True)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "")
