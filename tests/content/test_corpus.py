"""The published content: complete, explained, linked, without doubles."""

import datetime
import re

import pytest

from app.advice.likeness import NEAR, measure_likeness
from app.advice.warning import advise
from app.content.library import Library
from app.content.practice import Practice
from app.content.section import REQUIRED
from tests.conftest import CONTENT

LEARNING = ("vigilance", "reussite")


def words(*texts: str | None) -> int:
    return sum(len(text.split()) for text in texts if text)


def test_nothing_published_has_a_problem(library: Library):
    """What the check refuses is never published."""
    assert library.problems == ()


def test_the_library_is_as_full_as_promised(library: Library):
    """Every practice that the five documents hold, the glossary, the pages, the selections."""
    formats = [practice.format for practice in library.practices]
    assert formats.count("etude-de-cas") >= 33
    assert formats.count("initiative") >= 55
    assert len(library.documents) >= 5
    assert len(library.glossary) >= 90
    assert {"reperes", "ressources", "a-propos", "mentions-legales", "donnees-personnelles"} <= library.pages.keys()
    assert len(library.selections) >= 4


def test_every_document_gave_practices(library: Library):
    """A source that no sheet cites would mislead."""
    cited = {citation.document for practice in library.practices for citation in practice.sources}
    assert cited == library.documents.keys()


def test_every_sheet_has_its_sections(library: Library):
    """An étude de cas is told in full; an initiative at least says why and what."""
    for practice in library.practices:
        keys = {section.key for section in practice.sections}
        assert all(keys & set(group) for group in REQUIRED[practice.format]), practice.slug
        assert words(*(section.text for section in practice.sections)) >= 100, practice.slug


def test_every_figure_has_a_source_that_is_cited(library: Library):
    """No number without a document behind it."""
    figures = [(practice, indicator) for practice in library.practices for indicator in practice.indicators]
    assert len(figures) > 200
    for practice, indicator in figures:
        assert indicator.source in {citation.document for citation in practice.sources}, practice.slug


def test_every_term_is_defined(library: Library):
    """Each word of each list says what it covers; levers also when they help and what to watch for."""
    lists = ("themes", "sectors", "levers", "audiences", "organisation_types", "departments")
    terms = [term for name in lists for term in library.vocabulary.terms(name).values()]
    assert len(terms) > 70
    assert [term.slug for term in terms if not term.definition] == []
    for lever in library.vocabulary.levers.values():
        assert 60 <= words(lever.definition, lever.when, lever.watch) <= 150, lever.slug


def test_a_size_has_its_year(library: Library):
    """« 964 agents » of which year? The figure is dated, as every other."""
    sizes = {one.slug: one.organisation.size for one in library.practices if one.organisation.size}
    assert len(sizes) > 50
    assert [slug for slug, size in sizes.items() if not re.search(r"\((?:19|20)\d\d\)$", size)] == []


def test_every_glossary_entry_is_one_plain_sentence(library: Library):
    """A definition that can stand in a tooltip."""
    for entry in library.glossary.values():
        assert 20 <= len(entry.definition) <= 400, entry.slug
        assert entry.definition.endswith("."), entry.slug


def test_selections_are_ready_for_a_webinar(library: Library):
    """Five to eight practices, each with a note for the host, and an introduction."""
    for selection in library.selections.values():
        assert 5 <= len(selection.practices) <= 8, selection.slug
        assert all(choice.note for choice in selection.practices), selection.slug
        assert words(selection.text) >= 60, selection.slug


def test_no_two_sheets_tell_the_same(library: Library):
    """Near-duplicates are for an editor to merge before anyone reads them."""
    nearest = measure_likeness(library.practices)
    assert len(nearest) == len(library.practices)
    assert [(pair.slug, pair.other) for pair in nearest if pair.score >= NEAR] == []


def test_only_what_is_left_to_fill_in_is_warned_of(library: Library):
    """No acronym unexplained, no dead link, no undated figure, no person: placeholders and a rare term at most."""
    today = max(practice.reviewed for practice in library.practices)
    warnings = advise(library, CONTENT, today)
    others = [w for w in warnings if "compléter" not in w.to_text() and "qualification" not in w.to_text()]
    assert [warning.to_text() for warning in others] == []


@pytest.mark.parametrize("mark", ["·", "(e)", "(s)", ".e.s"])
def test_texts_read_aloud_well(library: Library, mark: str):
    """Double forms rather than middle dots or brackets: a voice can read them."""
    for practice in library.practices:
        assert mark not in read_all(practice), practice.slug


def read_all(practice: Practice) -> str:
    return "\n".join([practice.title, practice.summary, *(section.text for section in practice.sections)])


def test_no_address_names_a_person(library: Library):
    """Contacts are bodies and roles."""
    for practice in library.practices:
        local = (practice.contact.email or "").split("@")[0]
        assert not re.fullmatch(r"[a-z]+\.[a-z]{3,}", local), practice.slug
        assert "Monsieur" not in practice.contact.name
        assert "Madame" not in practice.contact.name


def test_dates_of_review_are_not_in_the_future(library: Library):
    """A sheet cannot have been checked tomorrow."""
    assert all(practice.published <= practice.reviewed <= datetime.date(2100, 1, 1) for practice in library.practices)
