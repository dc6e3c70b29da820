"""Markdown serialiser of a review: the French report that is posted on a pull request.

What authors wrote is escaped: it can be neither markup, nor a link, nor a mention of somebody.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from app.advice.similarity import NEAR
from app.content.date import write_date
from app.content.figure import write_checked, write_situation
from app.content.frame import Frame
from app.content.practice import Citation, Practice
from app.content.problem import Problem
from app.content.vocabulary import Vocabulary
from app.review.change import ChangeReview, SheetReview, WithdrawnSheet
from app.review.difference import Difference, format_figure
from app.review.findability import Finding, RankChange

SHOWN = 30  # lines of a list; a comment has a maximal size
_ACTIVE = str.maketrans(
    {
        **{character: f"\\{character}" for character in "\\`*_{}[]()<>#+!|~"},
        "@": "&#64;",  # would call people
        "&": "&amp;",
        ":": "&#58;",  # would make a link of https://
    }
)
_QUERIES = 8
_DIFFERENCES = 15  # of one sheet: what changed more is read as a new one


def write_report(review: ChangeReview) -> str:
    """Serialise a review as Markdown; never empty."""
    blocks = [
        _verdict(review),
        *_outside(review),
        *_broken(review),
        *_files(review),
        *_dead(review),
        *_withdrawals(review),
        *_problems("Problèmes et avertissements de ces fichiers", review.problems if review.frame else ()),
        *_problems("Problèmes apparus dans d'autres fichiers", review.elsewhere),
        *_newcomers(review),
        *_differences(review),
        *_lists(review),
        *_sheets(review),
        *_moves(review),
    ]
    return "\n\n".join(["## Ce que change cette proposition", *blocks]) + "\n"


def _verdict(review: ChangeReview) -> str:
    if review.has_errors:
        return "**À corriger avant d'accepter** : voir les points marqués ❌."
    if not (review.files.added or review.files.changed or review.files.removed):
        return "Aucun contenu n'est changé."
    return "Rien n'empêche d'accepter. À vous de juger du fond."


def _outside(review: ChangeReview) -> Iterator[str]:
    """A warning about files beside the content, for they may hold the very code that writes this report."""
    names = review.files.outside
    if names:
        yield (
            f"### ⚠️ Cette proposition change aussi le code ({len(names)})\n\n"
            "Des fichiers changent hors du dossier des contenus, et ce rapport est écrit par le code proposé : "
            "lisez-les avant de vous y fier.\n\n" + bullets(map(code, names))
        )


def _broken(review: ChangeReview) -> Iterator[str]:
    """Problems of the YAML files, without which nothing else can be parsed."""
    if not review.frame:
        message = (
            "Les contenus ne peuvent pas être lus : rien d'autre n'est vérifié tant que ces fichiers ne le sont pas."
        )
        yield from _problems("Contenus illisibles", review.problems, message)
    if review.broken_before:
        message = "La version d'avant ne pouvait pas être lue : rien n'est comparé avec elle."
        before = [replace(problem, severity="warning") for problem in review.broken_before]
        yield from _problems("Version d'avant illisible", before, message)


def _files(review: ChangeReview) -> Iterator[str]:
    files = review.files
    if files.renamed:
        pairs = [f"{code(old)} → {code(new)}" for old, new in files.renamed]
        yield f"**Renommés ({len(pairs)})**\n\n" + bullets(pairs)
    moved = {name for pair in files.renamed for name in pair}
    for title, names in (("Ajoutés", files.added), ("Modifiés", files.changed), ("Ôtés", files.removed)):
        lines = [
            code(name) + (" (le site ne le lit pas)" if name in files.unread else "")
            for name in names
            if name not in moved
        ]
        if lines:
            yield f"**{title} ({len(lines)})**\n\n" + bullets(lines)


def _dead(review: ChangeReview) -> Iterator[str]:
    if not review.dead:
        return
    lines = [
        f"❌ {code(dead.path)}" + (f" (ressemble à la nouvelle {code(dead.nearest)})" if dead.nearest else "")
        for dead in review.dead
    ]
    yield (
        "### Adresses qui mourraient\n\n"
        "Des adresses publiées ne répondraient plus, et leurs codes QR non plus. Pour une fiche renommée, ajoutez "
        "l'ancien nom à `aliases` de la nouvelle. Pour une fiche retirée, remettez son fichier avec `withdrawn` et la "
        "raison. Pour le reste, remettez l'ancien nom.\n\n" + bullets(lines)
    )


def _withdrawals(review: ChangeReview) -> Iterator[str]:
    if review.withdrawals:
        yield "### Fiches retirées\n\n" + bullets(map(_withdrawal, review.withdrawals))


def _withdrawal(sheet: WithdrawnSheet) -> str:
    successor = sheet.withdrawal.successor
    details = [f"Raison : {_sentence(plain(sheet.withdrawal.reason))}"]
    details.append(f"Remplacée par {code(successor)}." if successor else "Aucune fiche ne la remplace.")
    if sheet.pointing:
        details.append(f"Y renvoient encore : {', '.join(map(code, sheet.pointing))}.")
    return f"⚠️ {plain(sheet.practice.title)} ({code(sheet.practice.slug)}). {' '.join(details)}"


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _newcomers(review: ChangeReview) -> Iterator[str]:
    new = [sheet.practice for sheet in review.sheets if not sheet.before] if not review.broken_before else []
    if review.frame and new:
        text = "\n\n".join(write_checklist(practice, review.frame) for practice in new[:SHOWN]) + rest(len(new))
        yield f"### Fiches nouvelles, à vérifier\n\n{text}"


def _lists(review: ChangeReview) -> Iterator[str]:
    if review.lists:
        yield "### Ce qui change dans les listes\n\n" + bullets(map(_difference, review.lists))


def _differences(review: ChangeReview) -> Iterator[str]:
    changed = [sheet for sheet in review.sheets if sheet.differences]
    if changed:
        text = "\n\n".join(map(_difference_list, changed[:SHOWN])) + rest(len(changed))
        yield "### Ce qui change dans les fiches\n\n" + text


def _difference_list(sheet: SheetReview) -> str:
    return f"**{plain(sheet.practice.title)}**\n\n" + bullets(map(_difference, sheet.differences), _DIFFERENCES)


def _difference(each: Difference) -> str:
    return f"{plain(each.label)} : {_format_value(each.before)} → {_format_value(each.after)}"


def _format_value(text: str) -> str:
    return code(text) if text else "rien"


def _problems(title: str, problems: Sequence[Problem], message: str = "") -> Iterator[str]:
    if problems:
        ordered = sorted(problems, key=lambda problem: (problem.severity != "error", problem))
        yield f"### {title}\n\n" + (f"{message}\n\n" if message else "") + bullets(map(_problem, ordered))


def _problem(problem: Problem) -> str:
    mark = "❌" if problem.severity == "error" else "⚠️"
    details = [f" Lu : {code(problem.read)}."] if problem.read else []
    details += [f" Admis : {code(problem.admitted)}."] if problem.admitted else []
    details += [f" Le plus proche : {code(problem.nearest)}."] if problem.nearest else []
    place = f"{problem.file}:{problem.line}" + (f" · {problem.key}" if problem.key else "")
    return f"{mark} {code(place)} {plain(problem.message)}{''.join(details)}"


def _sheets(review: ChangeReview) -> Iterator[str]:
    if not review.sheets or not review.frame:
        return
    vocabulary = review.frame.vocabulary
    rows = [
        f"| {plain(sheet.practice.title)} | {_evidence(sheet, vocabulary)} | {_freshness(sheet, review)} |"
        for sheet in review.sheets[:SHOWN]
    ]
    header = "| Fiche | Ce qui est mesuré | Vérification |\n|---|---|---|\n"
    yield "### Preuve et fraîcheur\n\n" + header + "\n".join(rows) + rest(len(review.sheets))
    yield "### Fiches les plus proches\n\n" + bullets(map(_similarity, review.sheets))
    found = "\n\n".join(map(_findings, review.sheets[:SHOWN])) + rest(len(review.sheets))
    yield "### Trouvable par\n\nRecherches qui donnent la fiche en premier, essayées sur le vrai moteur.\n\n" + found


def _evidence(sheet: SheetReview, vocabulary: Vocabulary) -> str:
    label = vocabulary.label("evidence", sheet.practice.evidence)
    if sheet.before and sheet.before.evidence != sheet.practice.evidence:
        return f"{plain(label)} (avant : {plain(vocabulary.label('evidence', sheet.before.evidence))})"
    return plain(label)


def _freshness(sheet: SheetReview, review: ChangeReview) -> str:
    practice = sheet.practice
    due = write_date(practice.review_due)
    state = f"à revoir avant le {due}" if practice.is_fresh(review.today) else f"⚠️ à revoir depuis le {due}"
    return f"{write_checked(practice)}, {state}"


def _similarity(sheet: SheetReview) -> str:
    if not sheet.nearest:
        return f"{code(sheet.practice.slug)} : aucune autre fiche"
    score = f"{sheet.nearest.score:.2f}".replace(".", ",")
    mark = "⚠️ " if sheet.nearest.score >= NEAR else ""
    return f"{mark}{code(sheet.practice.slug)} : proche à {score} de {code(sheet.nearest.other)}"


def _findings(sheet: SheetReview) -> str:
    first = [finding for finding in sheet.findings if finding.rank == 1]
    other = [finding for finding in sheet.findings if finding.rank != 1]
    text = ", ".join(code(finding.text) for finding in first[:_QUERIES])
    lines = [f"**{plain(sheet.practice.title)}**", text or "⚠️ aucune des recherches essayées."]
    if other:
        lines.append("Pas en premier par " + ", ".join(map(_finding, other[:_QUERIES])) + ".")
    return "\n\n".join(lines)


def _finding(finding: Finding) -> str:
    return f"{code(finding.text)} ({_rank(finding.rank) if finding.rank else 'non trouvée'})"


def _moves(review: ChangeReview) -> Iterator[str]:
    compared = review.comparison
    if not compared:
        return
    before, now = (f"{value:.3f}".replace(".", ",") for value in (compared.quality_before, compared.quality_now))
    quality = f"Qualité moyenne (nDCG@10) : {before} avant, {now} maintenant."
    moves = bullets(map(_move, compared.moves)) or "Aucune."
    yield f"### Recherches jugées dont le rang a bougé\n\n{quality}\n\n{moves}"


def _move(move: RankChange) -> str:
    before, after = (_rank(rank) if rank else "absente" for rank in (move.before, move.after))
    return f"{'⬇️' if move.loss > 0 else '⬆️'} {code(move.text)} : {code(move.slug)}, {before} → {after}"


def _rank(rank: int) -> str:
    return "1re" if rank == 1 else f"{rank}e"


def write_checklist(practice: Practice, frame: Frame) -> str:
    """Task list for a new practice: who, where, when, contact, each figure with its document and pages."""
    lines = [f"{label} : {plain(text)}" for label, text in _fact_lines(practice, frame) if text]
    if not practice.contact.is_direct:
        lines.append("⚠️ Le contact n'a ni courriel, ni téléphone, ni page.")
    lines += [f"[ ] Chiffre : {plain(text)}" for text in _figure_lines(practice, frame)]
    if not practice.indicators:
        lines.append("Aucun chiffre.")
    lines += [f"[ ] Source : {plain(_cite(citation, frame))}" for citation in practice.sources]
    return f"**{plain(practice.title)}**\n\n" + bullets(lines)


def _fact_lines(practice: Practice, frame: Frame) -> Iterator[tuple[str, str]]:
    vocabulary, organisation, contact = frame.vocabulary, practice.organisation, practice.contact
    kind = vocabulary.label("organisation_types", organisation.type)
    yield "Qui", ", ".join(filter(None, (organisation.name, kind, organisation.size, organisation.url)))
    departments = [vocabulary.label("departments", code) for code in practice.territory.departments]
    yield "Où", ", ".join(filter(None, (practice.territory.place, *departments)))
    yield "Quand", write_situation(practice.period, frame.latest_year(each.document for each in practice.sources))
    yield "Contact", ", ".join(filter(None, (contact.name, contact.email, contact.phone, contact.url)))
    terms = [("themes", (practice.theme,)), ("levers", practice.levers), ("audiences", practice.audiences)]
    yield "Classée", ", ".join(vocabulary.label(name, slug) for name, slugs in terms for slug in slugs)


def _figure_lines(practice: Practice, frame: Frame) -> Iterator[str]:
    for indicator in practice.indicators:
        documents = {indicator.source_of(value) for value in indicator.values}
        places = [_place(each) for each in practice.sources if each.document in documents]
        text = f"{indicator.label} : {format_figure(indicator, frame)}"
        yield f"{text}, sans source" if documents == {None} else ", ".join(filter(None, (text, *places)))


def _cite(citation: Citation, frame: Frame) -> str:
    document = frame.documents[citation.document]
    named = f"{document.title}, {document.publisher}, {document.published}"
    return ", ".join(filter(None, (named, _place(citation), document.url)))


def _place(citation: Citation) -> str:
    pages = f"pages {citation.pages}" if citation.pages else ""
    return ", ".join(filter(None, (pages, citation.section)))


def plain(text: str) -> str:
    """Escape a text of an author: no Markdown, HTML, link or mention of somebody survives."""
    return " ".join(text.split()).translate(_ACTIVE).replace("www.", "www&#46;")


def code(text: str) -> str:
    """Format as a code span."""
    return f"`{' '.join(text.split()).replace('`', '′') or ' '}`"


def bullets(lines: Iterable[str], shown: int = SHOWN) -> str:
    """A bulleted list of at most `shown` lines, and the count of the rest."""
    every = list(lines)
    return "\n".join(f"- {line}" for line in every[:shown]) + rest(len(every), shown)


def rest(total: int, shown: int = SHOWN) -> str:
    """« … et 12 de plus », or an empty text."""
    return f"\n\n… et {total - shown} de plus." if total > shown else ""
