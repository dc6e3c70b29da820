"""A review written in French Markdown for the page of a pull request, on which what authors wrote cannot act."""

from collections.abc import Iterable, Iterator, Sequence

from app.advice.likeness import NEAR
from app.content.freshness import write_date
from app.content.problem import Problem
from app.content.vocabulary import Vocabulary
from app.review.change import Review, SheetReview, WithdrawnSheet
from app.review.findability import Finding, Move

_SHOWN = 30  # lines of a list; a comment has a maximal size
_QUERIES = 8
_DIFFERENCES = 15  # of one sheet: what changed more is read as a new one
_ACTIVE = str.maketrans(
    {
        **{character: f"\\{character}" for character in "\\`*_{}[]()<>#+!|~"},
        "@": "&#64;",  # would call people
        "&": "&amp;",
        ":": "&#58;",  # would make a link of https://
    }
)


def write_report(review: Review, vocabulary: Vocabulary) -> str:
    """The whole report."""
    blocks = [
        _verdict(review),
        *_files(review),
        *_dead(review),
        *_withdrawals(review),
        *_problems("Problèmes et avertissements de ces fichiers", review.problems),
        *_problems("Problèmes apparus dans d'autres fichiers", review.elsewhere),
        *_differences(review),
        *_sheets(review, vocabulary),
        *_moves(review),
    ]
    return "\n\n".join(["## Ce que change cette proposition", *blocks]) + "\n"


def _verdict(review: Review) -> str:
    if review.has_errors:
        return "**À corriger avant d'accepter** : voir les points marqués ❌."
    if not (review.files.added or review.files.changed or review.files.removed):
        return "Aucun contenu n'est changé."
    return "Rien n'empêche d'accepter. À vous de juger du fond."


def _files(review: Review) -> Iterator[str]:
    files = review.files
    for title, names in (("Ajoutés", files.added), ("Modifiés", files.changed), ("Ôtés", files.removed)):
        if names:
            yield f"**{title} ({len(names)})**\n\n" + _list(_code(name) for name in names)


def _dead(review: Review) -> Iterator[str]:
    if not review.dead:
        return
    lines = [
        f"❌ {_code(dead.path)}" + (f" (ressemble à la nouvelle {_code(dead.nearest)})" if dead.nearest else "")
        for dead in review.dead
    ]
    yield (
        "### Adresses qui mourraient\n\n"
        "Des adresses publiées ne répondraient plus, et leurs codes QR non plus. Pour une fiche renommée, ajoutez "
        "l'ancien nom à `aliases` de la nouvelle. Pour une fiche retirée, remettez son fichier avec `withdrawn` et la "
        "raison. Pour le reste, remettez l'ancien nom.\n\n" + _list(lines)
    )


def _withdrawals(review: Review) -> Iterator[str]:
    if review.withdrawals:
        yield "### Fiches retirées\n\n" + _list(map(_withdrawal, review.withdrawals))


def _withdrawal(sheet: WithdrawnSheet) -> str:
    successor = sheet.withdrawal.successor
    details = [f"Raison : {_sentence(_plain(sheet.withdrawal.reason))}"]
    details.append(f"Remplacée par {_code(successor)}." if successor else "Aucune fiche ne la remplace.")
    if sheet.pointing:
        details.append(f"Y renvoient encore : {', '.join(map(_code, sheet.pointing))}.")
    return f"⚠️ {_plain(sheet.practice.title)} ({_code(sheet.practice.slug)}). {' '.join(details)}"


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _differences(review: Review) -> Iterator[str]:
    changed = [sheet for sheet in review.sheets if sheet.differences]
    if changed:
        told = "\n\n".join(map(_difference_list, changed[:_SHOWN])) + _rest(len(changed))
        yield "### Ce qui change dans les fiches\n\n" + told


def _difference_list(sheet: SheetReview) -> str:
    lines = [f"{_plain(each.label)} : {_held(each.before)} → {_held(each.after)}" for each in sheet.differences]
    return f"**{_plain(sheet.practice.title)}**\n\n" + _list(lines, _DIFFERENCES)


def _held(text: str) -> str:
    return _code(text) if text else "rien"


def _problems(title: str, problems: Sequence[Problem]) -> Iterator[str]:
    if problems:
        ordered = sorted(problems, key=lambda problem: (problem.severity != "error", problem))
        yield f"### {title}\n\n" + _list(map(_problem, ordered))


def _problem(problem: Problem) -> str:
    mark = "❌" if problem.severity == "error" else "⚠️"
    details = [f" Lu : {_code(problem.read)}."] if problem.read else []
    details += [f" Admis : {_code(problem.admitted)}."] if problem.admitted else []
    details += [f" Le plus proche : {_code(problem.nearest)}."] if problem.nearest else []
    place = f"{problem.file}:{problem.line}" + (f" · {problem.key}" if problem.key else "")
    return f"{mark} {_code(place)} {_plain(problem.message)}{''.join(details)}"


def _sheets(review: Review, vocabulary: Vocabulary) -> Iterator[str]:
    if not review.sheets:
        return
    rows = [
        f"| {_plain(sheet.practice.title)} | {_evidence(sheet, vocabulary)} | {_freshness(sheet, review)} |"
        for sheet in review.sheets[:_SHOWN]
    ]
    header = "| Fiche | Niveau de preuve | Vérification |\n|---|---|---|\n"
    yield "### Preuve et fraîcheur\n\n" + header + "\n".join(rows) + _rest(len(review.sheets))
    yield "### Fiches les plus proches\n\n" + _list(map(_likeness, review.sheets))
    found = "\n\n".join(map(_findings, review.sheets[:_SHOWN])) + _rest(len(review.sheets))
    yield "### Trouvable par\n\nRecherches qui donnent la fiche en premier, essayées sur le vrai moteur.\n\n" + found


def _evidence(sheet: SheetReview, vocabulary: Vocabulary) -> str:
    label = vocabulary.label("evidence", sheet.practice.evidence)
    if sheet.before and sheet.before.evidence != sheet.practice.evidence:
        return f"{_plain(label)} (avant : {_plain(vocabulary.label('evidence', sheet.before.evidence))})"
    return _plain(label)


def _freshness(sheet: SheetReview, review: Review) -> str:
    practice = sheet.practice
    due = write_date(practice.review_due)
    state = f"à revoir avant le {due}" if practice.is_fresh(review.today) else f"⚠️ à revoir depuis le {due}"
    return f"{write_date(practice.reviewed)}, {state}"


def _likeness(sheet: SheetReview) -> str:
    if not sheet.nearest:
        return f"{_code(sheet.practice.slug)} : aucune autre fiche"
    score = f"{sheet.nearest.score:.2f}".replace(".", ",")
    mark = "⚠️ " if sheet.nearest.score >= NEAR else ""
    return f"{mark}{_code(sheet.practice.slug)} : proche à {score} de {_code(sheet.nearest.other)}"


def _findings(sheet: SheetReview) -> str:
    first = [finding for finding in sheet.findings if finding.rank == 1]
    other = [finding for finding in sheet.findings if finding.rank != 1]
    told = ", ".join(_code(finding.text) for finding in first[:_QUERIES])
    lines = [f"**{_plain(sheet.practice.title)}**", told or "⚠️ aucune des recherches essayées."]
    if other:
        lines.append("Pas en premier par " + ", ".join(map(_finding, other[:_QUERIES])) + ".")
    return "\n\n".join(lines)


def _finding(finding: Finding) -> str:
    return f"{_code(finding.text)} ({_rank(finding.rank) if finding.rank else 'non trouvée'})"


def _moves(review: Review) -> Iterator[str]:
    compared = review.comparison
    if not compared:
        return
    before, now = (f"{value:.3f}".replace(".", ",") for value in (compared.quality_before, compared.quality_now))
    quality = f"Qualité moyenne (nDCG@10) : {before} avant, {now} maintenant."
    moves = _list(map(_move, compared.moves)) or "Aucune."
    yield f"### Recherches jugées dont le rang a bougé\n\n{quality}\n\n{moves}"


def _move(move: Move) -> str:
    before, after = (_rank(rank) if rank else "absente" for rank in (move.before, move.after))
    return f"{'⬇️' if move.loss > 0 else '⬆️'} {_code(move.text)} : {_code(move.slug)}, {before} → {after}"


def _rank(rank: int) -> str:
    return "1re" if rank == 1 else f"{rank}e"


def _list(lines: Iterable[str], shown: int = _SHOWN) -> str:
    every = list(lines)
    return "\n".join(f"- {line}" for line in every[:shown]) + _rest(len(every), shown)


def _rest(total: int, shown: int = _SHOWN) -> str:
    return f"\n\n… et {total - shown} de plus." if total > shown else ""


def _plain(text: str) -> str:
    """Words of an author that can be neither Markdown, nor HTML, nor a link, nor a call to somebody."""
    return " ".join(text.split()).translate(_ACTIVE).replace("www.", "www&#46;")


def _code(text: str) -> str:
    """What was read, as it is."""
    return f"`{' '.join(text.split()).replace('`', '′') or ' '}`"
