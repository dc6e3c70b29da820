"""The linter's entry points, and the lint rules for practices. A warning never fails the check."""

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from app.advice.completeness import (
    LARGE_BASE,
    find_gaps_of_lists,
    find_gaps_of_selection,
    find_gaps_of_sheet,
    find_later_figures,
    find_undated,
    find_unsourced_figures,
)
from app.advice.manuscript import Manuscript, read_manuscripts
from app.advice.similarity import NEAR, measure_similarity
from app.advice.wording import (
    explained_acronyms,
    find_acronyms,
    find_examples,
    find_placeholders,
    known_acronyms,
    lint_words,
)
from app.content.address import list_addresses
from app.content.date import write_date
from app.content.frame import Frame
from app.content.library import Library
from app.content.practice import FACETS, Practice
from app.content.problem import Problem
from app.content.source_file import SourceFile

_PRONOUN = re.compile(
    r"(?:(?:Il|Elle|On|Nous|Celui-ci|Celle-ci|Ceux-ci|Celles-ci|Cela|Ceci|Ils|Elles)\b|(?:Cet|Cette|Ces|Ce|Notre|Nos)\s+"
    r"(?!qu)\w+|L['’](?:action|initiative|opération|objectif)\b|L[ea]\s+(?:projet|dispositif|démarche|programme)\b(?!\s+[«A-ZÀ-Þ]))"
)


def lint_library(library: Library, folder: Path, today: datetime.date) -> list[Problem]:
    """Every warning about a content folder that was loaded as `library`, sorted."""
    manuscripts = read_manuscripts(folder)
    practices = {practice.slug: practice for practice in library.practices if not practice.withdrawn}
    is_large = len(practices) >= LARGE_BASE
    addresses = list_addresses(library)
    acronyms = known_acronyms(_names(library))
    by_slug: dict[str, Manuscript] = {}
    found: list[Problem] = []
    for manuscript in manuscripts:
        if manuscript.kind == "site":
            found += find_placeholders(manuscript)
            found += find_examples(manuscript) if is_large else ()
            continue
        found += lint_words(manuscript, addresses, acronyms, library.site.url)
        if manuscript.kind == "practices" and manuscript.slug in practices:
            by_slug[manuscript.slug] = manuscript
            found += _lint_practice(manuscript, practices[manuscript.slug], library, today)
        elif manuscript.kind == "selections" and manuscript.slug in library.selections:
            found += find_gaps_of_selection(manuscript, library.selections[manuscript.slug], is_large)
        elif manuscript.kind == "pages" and manuscript.slug in library.pages:
            page = library.pages[manuscript.slug]
            found += find_unsourced_figures(manuscript, page.indicators, {each.document for each in page.sources})
    found += find_gaps_of_lists(library, folder, is_large)
    found += _find_scarce_terms(by_slug, list(practices.values()), library)
    found += _find_near_duplicates(by_slug, practices)
    return sorted(found)


def lint_publisher(folder: Path) -> list[Problem]:
    """What keeps a site from the public: who publishes it, and where, is still to be written in site.yaml or a page."""
    found: list[Problem] = []
    for manuscript in read_manuscripts(folder, kinds=("pages",)):
        found += find_placeholders(manuscript)
        found += find_examples(manuscript) if manuscript.kind == "site" else ()
    return sorted(found)


def lint_practice(
    source: SourceFile,
    practice: Practice,
    frame: Frame,
    addresses: set[str],
    organisations: Iterable[str],
    today: datetime.date,
) -> Iterator[Problem]:
    """Lazily, the warnings about one file by itself: none that compares it with others.

    A rule runs when its warnings are asked for, so that whoever wants some does not wait for all. `organisations`
    are those that the base names: they are no acronyms to explain.
    """
    manuscript = Manuscript("practices", practice.slug, source)
    acronyms = known_acronyms([*_glossary_names(frame), *organisations])
    if not practice.withdrawn:
        yield from _lint_practice(manuscript, practice, frame, today)
    yield from lint_words(manuscript, addresses, acronyms, frame.site.url)


def _glossary_names(frame: Frame) -> Iterator[str]:
    for entry in frame.glossary.values():
        yield from (*entry.same, *entry.synonyms)


def _names(library: Library) -> Iterator[str]:
    """What defines an acronym, the glossary, or makes a name of it: the organisations of the base."""
    yield from _glossary_names(library)
    for practice in library.practices:
        yield from (practice.organisation.name, *practice.partners)


def _lint_practice(manuscript: Manuscript, practice: Practice, frame: Frame, today: datetime.date) -> Iterator[Problem]:
    yield from _lint_summary(manuscript, practice, frame)
    yield from find_undated(manuscript, practice.indicators)
    yield from _check_dates(manuscript, practice, today)
    yield from _check_review(manuscript, practice, today)
    yield from find_gaps_of_sheet(manuscript, practice)
    yield from find_later_figures(manuscript, practice.indicators, frame.documents, today.year)


def _lint_summary(manuscript: Manuscript, practice: Practice, frame: Frame) -> Iterator[Problem]:
    """Rules of the summary, which is read in lists, cards and messages, out of context."""
    passage = manuscript.at("summary")
    if not passage:
        return
    opening = _PRONOUN.match(passage.text)
    if opening:
        message = (
            f"Le résumé doit se comprendre seul, or il commence par « {opening.group()} ». "
            "Commencez par le lieu, l'organisation et ce qu'elle a fait."
        )
        yield manuscript.warn(passage, message, read=passage.text)
    spelled_out = {entry.term: entry.spelled_out for entry in frame.glossary.values() if entry.spelled_out}
    for found in find_acronyms(passage.text):
        acronym = found.group()
        long_form = spelled_out.get(acronym)
        is_own_name = acronym in f"{practice.organisation.name} {' '.join(practice.partners)}"
        if long_form and not is_own_name and acronym not in explained_acronyms(passage.text):
            message = (
                f"Le résumé doit se comprendre seul, or « {acronym} » n'y est pas expliqué. "
                f"Écrivez « {long_form} », ou « {long_form} ({acronym}) »."
            )
            yield manuscript.warn(passage, message, read=passage.text)


def _check_dates(manuscript: Manuscript, practice: Practice, today: datetime.date) -> Iterator[Problem]:
    for key in ("published", "reviewed", "confirmed"):
        day = getattr(practice, key)
        if day and day > today:
            message = "Cette date est à venir. Écrivez celle du jour où cela a été fait."
            yield manuscript.warn_at((key,), message, day.isoformat())
    if practice.reviewed < practice.published:
        message = (
            f"La fiche aurait été relue avant d'être publiée, le {write_date(practice.published)}. "
            "Corrigez l'une des deux dates."
        )
        yield manuscript.warn_at(("reviewed",), message, practice.reviewed.isoformat())
    if practice.period.start > today.year:
        message = (
            "Cette année est à venir. La base raconte ce qui a été fait : attendez que l'action ait commencé, ou "
            "corrigez l'année."
        )
        yield manuscript.warn_at(("period", "start"), message, str(practice.period.start))
    for position, indicator in enumerate(practice.indicators):
        for rank, value in enumerate(indicator.values):
            if value.year > today.year and indicator.nature != "objectif":
                message = "Un chiffre d'une année à venir est un objectif. Corrigez l'année, ou la nature du chiffre."
                location = ("indicators", position, "values", rank, "year")
                yield manuscript.warn_at(location, message, str(value.year))


def _check_review(manuscript: Manuscript, practice: Practice, today: datetime.date) -> Iterator[Problem]:
    if not practice.is_fresh(today):
        message = (
            f"La fiche devait être relue le {write_date(practice.review_due)}. Vérifiez-la avec "
            f"« {practice.contact.name} », puis datez sa relecture (« reviewed ») ou sa réponse (« confirmed »)."
        )
        yield manuscript.warn_at(("reviewed",), message, practice.reviewed.isoformat())


def _find_scarce_terms(
    manuscripts: dict[str, Manuscript], practices: Sequence[Practice], library: Library
) -> Iterator[Problem]:
    for facet in FACETS:
        if not facet.chosen_at or len(practices) < LARGE_BASE:  # where a term used once says something
            continue
        uses = Counter(slug for practice in practices for slug in facet.values(practice))
        for practice in practices:
            for position, slug in enumerate(facet.values(practice)):
                if uses[slug] == 1:
                    label = library.vocabulary.label(facet.list_name, slug)
                    message = (
                        f"« {label} » ne sert qu'à cette fiche dans toute la base. Si un mot plus courant convient, "
                        "prenez-le ; sinon, ne changez rien."
                    )
                    yield manuscripts[practice.slug].warn_at((facet.chosen_at, position), message, slug)


def _find_near_duplicates(manuscripts: dict[str, Manuscript], practices: dict[str, Practice]) -> Iterator[Problem]:
    for similarity in measure_similarity(list(practices.values())):
        if similarity.score >= NEAR:
            score = f"{similarity.score:.2f}".replace(".", ",")
            message = (
                f"Cette fiche est proche à {score} de « {similarity.other} ». Si elles racontent la même action, "
                "gardez-en une et complétez-la ; sinon, dites dans les résumés ce qui les distingue."
            )
            yield manuscripts[similarity.slug].warn_at(("title",), message, practices[similarity.slug].title)
