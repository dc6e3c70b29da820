"""Mapping of content to search documents: which texts of a practice are indexed in which field."""

from collections.abc import Mapping

from app.content.glossary import GlossaryEntry
from app.content.practice import FACETS, Practice
from app.content.vocabulary import Vocabulary
from app.search.document import Concept, Paragraph, SearchDocument


def make_document(practice: Practice, vocabulary: Vocabulary) -> SearchDocument:
    """The search document of a practice. Labels are indexed, so that « bâtiment » finds sector `btp`."""
    organisation = [practice.organisation.name, practice.territory.place or "", *practice.partners]
    terms = [practice.slug.replace("-", " ")]  # the few words by which its editors call it
    terms += [vocabulary.label(f.list_name, slug) for f in FACETS for slug in f.values(practice)]
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
