"""Mapping of practices to the search: their documents, the concepts of the glossary, static boosts and sort orders."""

from collections.abc import Mapping

from app.content.glossary import GlossaryEntry
from app.content.headline import Headline
from app.content.practice import FACETS, Practice
from app.content.vocabulary import Vocabulary
from app.search.analyzer import fold
from app.search.backend import RankingRules
from app.search.document import Concept, Paragraph, SearchDocument


def make_document(practice: Practice, vocabulary: Vocabulary) -> SearchDocument:
    """The search document of a practice. Labels are indexed, so that « bâtiment » finds sector `btp`."""
    organisation = [practice.organisation.name, practice.territory.place or "", *practice.partners]
    terms = [practice.slug.replace("-", " ")]  # the few words by which its editors call it
    terms += [vocabulary.label(f.list_name, slug) for f in FACETS if f.is_searched for slug in f.values(practice)]
    passages = [
        Paragraph(section.title, line) for section in practice.sections for line in section.text.split("\n") if line
    ]
    passages += [Paragraph("Chiffres", indicator.label) for indicator in practice.indicators]
    return SearchDocument(practice.title, "\n".join(organisation), practice.summary, "\n".join(terms), tuple(passages))


def make_concepts(glossary: Mapping[str, GlossaryEntry]) -> list[Concept]:
    """The glossary as concepts of the search: sets of synonyms."""
    return [Concept(entry.slug, _label(entry), entry.same, entry.synonyms) for entry in glossary.values()]


def _label(entry: GlossaryEntry) -> str:
    return f"{entry.term} ({entry.spelled_out})" if entry.spelled_out else entry.term


EVIDENCE_ORDER = ("evaluation", "avant-apres", "chiffres", "temoignage")
FORMAT_ORDER = ("etude-de-cas", "initiative")

# Factors by which scores are multiplied, over 1: the better evidenced, then those reviewed or confirmed in time.
EVIDENCE_BOOST = {"evaluation": 0.06, "avant-apres": 0.04, "chiffres": 0.02, "temoignage": 0.0}
FRESH_BOOST = 0.02


def _documented_first(headline: Headline) -> tuple[int, int]:
    return FORMAT_ORDER.index(headline.format), EVIDENCE_ORDER.index(headline.evidence)


def _by_evidence(headline: Headline) -> tuple[object, ...]:
    return (*_documented_first(headline), -headline.checked.toordinal(), fold(headline.title))


def _by_date(headline: Headline) -> tuple[object, ...]:
    return (-headline.checked.toordinal(), -headline.published.toordinal(), *_documented_first(headline))


def _by_year(headline: Headline) -> tuple[object, ...]:
    return (-headline.start, *_documented_first(headline))


def _by_title(headline: Headline) -> tuple[object, ...]:
    return (fold(headline.title),)


RULES: RankingRules[Headline] = RankingRules(
    boost=lambda headline: 1 + EVIDENCE_BOOST[headline.evidence],
    fresh_boost=FRESH_BOOST,
    orders={"pertinence": _by_evidence, "annee": _by_year, "recentes": _by_date, "titre": _by_title},
)
