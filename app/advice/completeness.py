"""Lint rules for what is missing: sources, years, definitions, notes, citations, length."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from app.advice.manuscript import Manuscript, Passage
from app.content.frame import Document
from app.content.library import Library
from app.content.page import Selection
from app.content.practice import Indicator, Practice
from app.content.problem import BODY_KEY, Problem, shorten
from app.content.section import TITLES
from app.content.source_file import SourceFile, display_name, read_yaml
from app.content.strict_yaml import Location
from app.content.vocabulary import Vocabulary

SHORTEST_CASE_STUDY = 100  # words of all parts together; an initiative is short by its nature
SHORTEST_INTRODUCTION = 60  # words of a selection
CHOICES = (5, 8)  # practices of a selection: what an hour of webinar holds
LARGE_BASE = 20  # published practices: of a base that begins, neither so many nor so long is asked
LEVER_WORDS = (60, 150)  # of its definition, « when » and « watch » together
DEFINITION_LENGTH = (20, 400)  # characters: it is shown in a tooltip

# The name of a department says what it is.
_DEFINED = ("themes", "sectors", "levers", "audiences", "organisation_types")
_YEAR = r"(?:19|20)\d\d\b"
_DATED = re.compile(rf"(?:\b(?:en|fin|début|année|depuis)\s|\(){_YEAR}|\b{_YEAR}(?!\s+\w)", re.IGNORECASE)

_LONE_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_NUMBER = re.compile(r"(?<![\w.,/:-])(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d+)(?:,\d+)?(?![\w/:-])")
_ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])[ \t]+")
_TABLE = re.compile(r"^[^\S\n]*\|", re.MULTILINE)
_SENTENCE = re.compile(r"[^.!?…]++(?:[.!?…](?!\s)[^.!?…]*+)*+[.!?…]*+")


def find_gaps_of_sheet(manuscript: Manuscript, practice: Practice) -> Iterator[Problem]:
    """Warnings about what a practice leaves out."""
    yield from find_unsourced_figures(manuscript, practice.indicators, {each.document for each in practice.sources})
    if not practice.contact.is_direct:
        message = (
            "Ce contact ne donne aucun moyen de joindre l'organisation. Ajoutez son courriel, son téléphone ou sa page "
            "de contact, s'ils sont publics, et où ils le sont (« source »). Sinon, ne changez rien : la page le dira."
        )
        yield manuscript.warn_at(("contact",), message, practice.contact.name)
    size = practice.organisation.size
    if size and re.search(r"\d", size) and not _DATED.search(size):
        message = "La taille de l'organisation n'a pas d'année. Écrivez-la à la fin : « 12 salariés (2024) »."
        yield manuscript.warn_at(("organisation", "size"), message, size)
    words = _count_words(*(section.text for section in practice.sections))
    if practice.format == "etude-de-cas" and words < SHORTEST_CASE_STUDY:
        message = (
            f"Cette fiche complète n'a que {words} mots, trop peu pour refaire l'action ailleurs. Dites comment, avec "
            f"qui, et ce qui a été difficile : {SHORTEST_CASE_STUDY} mots au moins. Sinon, c'est une « initiative »."
        )
        yield manuscript.warn(_beginning(manuscript), message)


def find_unsourced_figures(
    manuscript: Manuscript, indicators: Collection[Indicator], cited: Collection[str]
) -> Iterator[Problem]:
    """A warning for each indicator without a document; the only one that the file cites is suggested."""
    message = "Ce chiffre ne dit pas de quel document il vient. Ajoutez « source » avec la clé du document."
    for position, indicator in enumerate(indicators):
        if not all(indicator.source_of(value) for value in indicator.values):
            nearest = next(iter(cited)) if len(cited) == 1 else ""
            yield manuscript.warn_at(("indicators", position), message, indicator.label, nearest)


def find_later_figures(
    manuscript: Manuscript, indicators: Collection[Indicator], documents: Mapping[str, Document], this_year: int
) -> Iterator[Problem]:
    """A warning for each value of a year after its document, which cannot know it; a target is for a year to come.

    A year to come is told by another rule.
    """
    for position, indicator in enumerate(indicators):
        for rank, value in enumerate(indicator.values):
            document = documents.get(indicator.source_of(value) or "")
            if document and document.year < value.year <= this_year and indicator.effective_role != "objectif":
                message = (
                    f"Ce chiffre de {value.year} ne peut venir d'un document de {document.year}. Corrigez l'année, ou "
                    "donnez à cette valeur sa propre « source »."
                )
                yield manuscript.warn_at(
                    ("indicators", position, "values", rank), message, f"{value.year}, {document.slug}"
                )


def find_undated(manuscript: Manuscript, indicators: Sequence[Indicator]) -> Iterator[Problem]:
    """A warning for each sentence of the results with an undated figure.

    A year dates what follows it in its paragraph or list item; that of a paragraph, the list after it; that of a
    table, all that comes after, which comments on it.
    """
    message = (
        "Un chiffre des résultats n'a pas d'année. Écrivez-la dans la phrase, ou donnez le chiffre parmi les "
        "indicateurs (« indicators »)."
    )
    given = {float(value.value) for indicator in indicators for value in indicator.values}
    is_introduced = has_dated_table = False
    for passage in manuscript.body:
        if passage.heading != TITLES["resultats"]:
            continue
        marker = _ITEM.match(passage.words)
        year = _LONE_YEAR.search(passage.words)
        has_year = year is not None
        is_table = bool(_TABLE.search(passage.words))
        has_dated_table = has_dated_table or (is_table and (has_year or is_introduced))
        if not marker:
            is_introduced = has_year
        if is_table or has_dated_table or (marker and is_introduced):
            continue
        for sentence in _SENTENCE.finditer(passage.words, marker.end() if marker else 0):
            if year and year.end() <= sentence.end():
                break
            if any(_parse_number(number.group()) not in given for number in _NUMBER.finditer(sentence.group())):
                indent = len(sentence.group()) - len(sentence.group().lstrip())
                yield manuscript.warn(passage, message, sentence.start() + indent, sentence.group())


def _parse_number(number: str) -> float:
    return float(re.sub(r"[^\d,]", "", number).replace(",", "."))


def find_gaps_of_selection(manuscript: Manuscript, selection: Selection, is_large: bool) -> Iterator[Problem]:
    """Warnings about a selection; `is_large`: the base has LARGE_BASE practices, and more is asked of it.

    One that is featured on the home page is no webinar: none.
    """
    if selection.featured:
        return
    least, most = CHOICES
    count = len(selection.practices)
    if count > most or (count < least and is_large):
        message = (
            f"Une heure de webinaire tient de {least} à {most} fiches. Ôtez-en, ajoutez-en, ou faites deux sélections."
        )
        yield manuscript.warn_at(("practices",), message, f"{count} fiche{'s' * (count > 1)}")
    for position, choice in enumerate(selection.practices):
        if not choice.note:
            message = (
                "Cette fiche n'a pas de note pour qui anime. Ajoutez « note » : quoi montrer, quelle question poser."
            )
            yield manuscript.warn_at(("practices", position), message, choice.slug)
    words = _count_words(selection.text)
    if words < SHORTEST_INTRODUCTION and is_large:
        message = (
            f"L'introduction n'a que {words} mots. Dites à qui la sélection s'adresse, ce qui relie ces fiches et dans "
            f"quel ordre les lire : {SHORTEST_INTRODUCTION} mots au moins."
        )
        yield manuscript.warn(_beginning(manuscript), message)


def find_gaps_of_lists(library: Library, folder: Path, is_large: bool) -> Iterator[Problem]:
    """Warnings about vocabulary.yaml, sources.yaml and glossary.yaml.

    A file is parsed again only to locate its warnings.
    """
    gaps = {
        "vocabulary.yaml": [*_find_undefined(library.vocabulary), *_measure_levers(library.vocabulary, is_large)],
        "sources.yaml": [*_find_uncited(library), *_find_out_of_reach(library)],
        "glossary.yaml": [*_judge_definitions(library)],
    }
    for file, found in gaps.items():
        source = read_yaml(folder / file, display_name(folder / file, folder)) if found else SourceFile(file, {})
        for location, message, read in found:
            yield source.problem(location, message, read=shorten(read), severity="warning")


_Gap = tuple[Location, str, str]


def _find_undefined(vocabulary: Vocabulary) -> Iterator[_Gap]:
    message = (
        "Ce mot n'a pas de définition : sa page ne dira pas ce qu'il recouvre. Ajoutez « definition », en une phrase."
    )
    for list_name in _DEFINED:
        for slug, term in vocabulary.terms(list_name).items():
            if not term.definition:
                yield (list_name, slug), message, term.label


def _measure_levers(vocabulary: Vocabulary, is_large: bool) -> Iterator[_Gap]:
    least, most = LEVER_WORDS
    for lever in vocabulary.levers.values():
        words = _count_words(lever.definition, lever.when, lever.watch)
        if lever.definition and (words > most or (words < least and is_large)):
            message = (
                f"L'explication de ce levier fait {words} mots ; il en faut de {least} à {most}. Dites en peu de mots "
                "ce qu'il recouvre (« definition »), quand il sert (« when ») et à quoi veiller (« watch »)."
            )
            yield ("levers", lever.slug), message, lever.label


def _find_uncited(library: Library) -> Iterator[_Gap]:
    """Nothing is said while there is no sheet, or one has an error: it may be the one that cites."""
    if not library.practices or any(problem.severity == "error" for problem in library.problems):
        return
    citations = [
        *(practice.sources for practice in library.practices),
        *(page.sources for page in library.pages.values()),
        *(tool.sources for tool in library.tools.values()),
    ]
    cited = {citation.document for sources in citations for citation in sources}
    message = "Aucune fiche ne cite ce document. Citez-le dans les « sources » d'une fiche, ou ôtez-le d'ici."
    for key, document in library.documents.items():
        if key not in cited:
            yield (key,), message, document.title


def _find_out_of_reach(library: Library) -> Iterator[_Gap]:
    message = (
        "Personne ne peut ouvrir ce document. Ajoutez son adresse (« url »), ou dites qu'il n'est pas en ligne et à "
        "qui le demander (« availability »)."
    )
    for key, document in library.documents.items():
        if not (document.url or document.availability):
            yield (key,), message, document.title


def _judge_definitions(library: Library) -> Iterator[_Gap]:
    least, most = DEFINITION_LENGTH
    for slug, entry in library.glossary.items():
        if not least <= len(entry.definition) <= most:
            message = (
                f"La définition a {len(entry.definition)} caractères. Elle se lit dans une bulle : il en faut de "
                f"{least} à {most}."
            )
            yield (slug, "definition"), message, entry.definition
        elif not entry.definition.endswith((".", "!", "?", "…", ".»", ". »")):
            message = "La définition ne finit pas par un point. Écrivez une phrase entière."
            yield (slug, "definition"), message, entry.definition[-60:]


def _beginning(manuscript: Manuscript) -> Passage:
    """The first block of the body, or the place where it should be."""
    return next(iter(manuscript.body), Passage(manuscript.source.body_line, BODY_KEY, ""))


def _count_words(*texts: str | None) -> int:
    return sum(len(text.split()) for text in texts if text)
