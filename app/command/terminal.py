"""Formatters of terminal output, in French: problems, search results, evaluation measures, progress."""

import json
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import TextIO

from app.catalogue.evaluation import Outcome
from app.catalogue.results import Hit, Results
from app.catalogue.statistics import Statistics
from app.content.problem import UNSEEN, Problem

BAR_WIDTH = 30


class ProgressBar:
    """Progress bar on stderr; silent for the first second, and when stderr is no terminal."""

    def __init__(self, stream: TextIO = sys.stderr, after: float = 1.0) -> None:
        self._stream = stream
        self._start = time.monotonic() + after

    def __call__(self, done: int, total: int) -> None:
        """Redraw with `done` of `total` practices."""
        if not self._stream.isatty() or time.monotonic() < self._start:
            return
        bar = "█" * (BAR_WIDTH * done // total)
        end = "\n" if done == total else ""
        self._stream.write(f"\r{bar:░<{BAR_WIDTH}} {done} fiches sur {total}{end}")
        self._stream.flush()


def show_problems(problems: Sequence[Problem], form: str, read: int | None) -> str:
    """Format problems as text, JSON or GitHub annotations, errors first.

    `form` is "text", "json" or "github"; `read` is the number of practices loaded, None when they could not be.
    """
    ordered = sorted(problems, key=lambda problem: (problem.severity != "error", problem))
    if form == "json":
        text = json.dumps([problem.to_dict() for problem in ordered], ensure_ascii=False, indent=2)
        return UNSEEN.sub(lambda found: found[0] if found[0] == "\n" else f"\\u{ord(found[0]):04x}", text)
    if form == "github":
        return "\n".join(problem.to_github() for problem in ordered)
    errors = sum(problem.severity == "error" for problem in problems)
    known = f"{count('pratique', read, 'lue')}. " if read is not None else ""
    total = f"{count('problème', errors)}, {count('avertissement', len(problems) - errors).lower()}."
    return "\n".join([*(f"{problem.to_text()}\n" for problem in ordered), known + total])


def show_results(results: Results) -> str:
    """Format the first page of results, their total, then the hits that lack a word."""
    total = f"{count('pratique', results.total)}{' avec tous les mots' if results.is_mixed else ''}."
    lines = [*map(_show_hit, results.hits), total]
    if results.close:
        lines += ["\nIl manque un mot au moins :", *map(_show_hit, results.close)]
    return "\n".join(lines)


def _show_hit(hit: Hit) -> str:
    return f"{hit.headline.title}\n  {hit.headline.organisation} · {hit.headline.slug}"


def show_statistics(statistics: Statistics) -> str:
    """Format the counts of a base, a group a paragraph."""
    parts = [count("fiche", statistics.total, "publiée") + "."]
    parts += [statistics.concentration] if statistics.concentration else []
    for title, shares in statistics.groups:
        parts.append("\n".join([f"{title}", *(f"  {share}" for share in shares)]))
    return "\n\n".join(parts)


def show_broken_links(broken: Sequence[tuple[str, str]]) -> str:
    """Format broken links: (page, tag as it is written there)."""
    lines = [f"  {file} : {tag}" for file, tag in broken]
    return "\n".join([f"{count('lien', len(broken))} sans page au bout, à corriger :", *lines])


def show_measures(measures: Mapping[str, float], outcomes: Sequence[Outcome], worst: int) -> str:
    """Format mean measures, then the `worst` queries with the expected and the actual results."""
    lines = [f"{name:>15}  {value:.3f}".rstrip("0").rstrip(".") for name, value in measures.items()]
    for outcome in sorted(outcomes, key=lambda outcome: outcome.ndcg)[:worst]:
        if outcome.ndcg < 1:
            lines.append(f"\n{outcome.ndcg:.3f}  « {outcome.judged.text} »")
            lines.append(f"       attendu : {', '.join(outcome.judged.grades)}")
            lines.append(f"       obtenu : {', '.join(outcome.found[:5]) or 'rien'}")
    return "\n".join(lines)


def show_gaps(gaps: Iterable[tuple[str, int, Sequence[str]]]) -> str:
    """Format searches without result, how many times each was made, and the words of practices near to theirs."""
    lines = [f"« {text} » ({times} fois) : {', '.join(near) or 'aucun mot proche'}" for text, times, near in gaps]
    return "\n".join(lines) or "Aucune recherche restée sans réponse n'est notée (PRATIQUES_UNANSWERED)."


def count(noun: str, number: int, participle: str = "") -> str:
    """Format a count: « Aucun problème », « 1 problème », « 12 pratiques lues »; zero and one are singular."""
    words = [noun, participle] if participle else [noun]
    if number > 1:
        return f"{number} {' '.join(f'{word}s' for word in words)}"
    none = "Aucune" if noun in {"pratique", "fiche"} else "Aucun"
    return f"{number or none} {' '.join(words)}"
