"""What the search is worth on texts that nobody here wrote: any collection with queries of which the answers are known.

    python -m bench.foreign FOLDER [--json]

The folder holds `documents.jsonl` (id, title, body) and `queries.jsonl` (id, text, relevant: ids), each compressed with
gzip or not. The engine is the product's own, with no glossary; queries are cut as the address of a search cuts them.
"""

import argparse
import datetime
import gzip
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from app.catalogue.evaluation import DEPTH, VARIANTS, Judged, Outcome
from app.catalogue.query import Query
from app.search.analyzer import fold
from app.search.backend import RankingRules, SearchRequest
from app.search.document import Paragraph, SearchDocument
from app.search.engine import SearchEngine, open_engine, write_part
from app.search.whoosh_index import IndexPart
from bench.statistic import bootstrap, percentile

SHOWN = {"as typed": "telle quelle", "no accents": "sans accents", "one error": "une faute"}
_TODAY = datetime.date(2025, 1, 1)  # of no importance: nothing here grows old


class ForeignRecord(NamedTuple):
    """A document without facets; of two that are worth the same, the one whose title comes first in the alphabet."""

    slug: str
    title: str
    terms: Mapping[str, Sequence[str]] = {}
    review_due: datetime.date = _TODAY


RULES: RankingRules[ForeignRecord] = RankingRules(
    boost=lambda _: 1.0, fresh_boost=0.0, orders={"pertinence": lambda record: (fold(record.title),)}
)


class Collection:
    """Documents and queries of a folder."""

    def __init__(self, folder: Path) -> None:
        rows = list(_read_rows(folder, "documents"))
        self.records = [ForeignRecord(row["id"], row["title"]) for row in rows]
        self.documents = [_make_document(row["title"], row["body"]) for row in rows]
        self.queries = [Judged(row["text"], dict.fromkeys(row["relevant"], 1)) for row in _read_rows(folder, "queries")]

    def index(self, folder: Path) -> SearchEngine:
        """The product's engine over the documents, written into an empty folder."""
        write_part(folder, self.documents, ())
        return open_engine([IndexPart(folder)], (), self.records, RULES, ())


def _read_rows(folder: Path, name: str) -> Iterator[dict[str, Any]]:
    """The rows of a file, compressed or not. OSError when there is none."""
    packed = folder / f"{name}.jsonl.gz"
    data = gzip.decompress(packed.read_bytes()) if packed.exists() else (folder / f"{name}.jsonl").read_bytes()
    return (json.loads(line) for line in data.decode().split("\n") if line.strip())


def _make_document(title: str, body: str) -> SearchDocument:
    """A line of the body is a passage, as in a sheet."""
    passages = tuple(Paragraph("", line) for line in body.split("\n") if line.strip())
    return SearchDocument(title, "", "", "", passages)


def ask(engine: SearchEngine, judged: Judged, change: Callable[[str], str]) -> Outcome:
    """Ask one query; its time is that of the processor, for the machine may be busy."""
    typed = Query.from_args([("q", change(judged.text))]).text
    start = time.thread_time()
    plan = engine.planner.plan(typed)
    response = engine.backend.search(SearchRequest(plan, _TODAY, limit=DEPTH, close=DEPTH)) if plan else None
    elapsed = (time.thread_time() - start) * 1000
    ranked = (*response.documents, *response.close)[:DEPTH] if response else ()
    found = tuple(document.slug for document in ranked)
    return Outcome(judged, found, response.total + response.close_total if response else 0, elapsed)


def measure(engine: SearchEngine, queries: Sequence[Judged]) -> dict[str, dict[str, Any]]:
    """Every measure, by the way in which the queries are typed."""
    rows = {}
    for name, variant in SHOWN.items():
        outcomes = [ask(engine, judged, VARIANTS[variant]) for judged in queries]
        gains = [outcome.ndcg for outcome in outcomes]
        times = [outcome.milliseconds for outcome in outcomes]
        rows[name] = {
            "ndcg_10": statistics.fmean(gains),
            "interval": bootstrap(gains),
            "success_1": statistics.fmean(outcome.success for outcome in outcomes),
            "without_result": statistics.fmean(outcome.total == 0 for outcome in outcomes),
            "p50_ms": percentile(times, 50),
            "p95_ms": percentile(times, 95),
        }
    return rows


def write_row(name: str, row: Mapping[str, Any]) -> str:
    """A line of the table."""
    low, high = row["interval"]
    return (
        f"| {name} | {row['ndcg_10']:.3f} [{low:.3f}, {high:.3f}] | {row['success_1']:.3f} "
        f"| {row['without_result']:.1%} | {row['p50_ms']:.1f} / {row['p95_ms']:.1f} |"
    )


def main(arguments: Sequence[str]) -> int:
    """Print the measures of a folder, as a table or as JSON."""
    parser = argparse.ArgumentParser(description="The search measured on a collection of somebody else's.")
    parser.add_argument("folder", type=Path, help="documents.jsonl and queries.jsonl, or both in .gz")
    parser.add_argument("--json", action="store_true", help="print JSON, not a table")
    given = parser.parse_args(arguments)
    collection = Collection(given.folder)
    with tempfile.TemporaryDirectory() as folder:
        rows = measure(collection.index(Path(folder)), collection.queries)
    counts = {"documents": len(collection.documents), "queries": len(collection.queries)}
    if given.json:
        print(json.dumps({**counts, "typed": rows}, indent=1))
        return 0
    print(f"{counts['documents']:,} documents, {counts['queries']:,} queries\n")
    print("| typed | nDCG@10 [95 %] | success at 1 | without result | CPU ms p50 / p95 |\n|:--|--:|--:|--:|--:|")
    for name, row in rows.items():
        print(write_row(name, row))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
