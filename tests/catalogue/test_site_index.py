"""The index of the site beside its practices: what a text names, and which sections of pages hold its words."""

import pytest

from app.catalogue.catalogue import Catalogue
from app.catalogue.site_index import EXCERPT, KINDS, MAX_ELSEWHERE, SiteIndex, list_sections
from app.content.library import Library
from app.search.query_parser import parse_query


@pytest.fixture(scope="module")
def index(library: Library, catalogue: Catalogue) -> SiteIndex:
    return SiteIndex.build(library, catalogue.headlines, catalogue.facets)


def name(index: SiteIndex, text: str) -> tuple[str, str] | None:
    """The kind and the slug of what a text names."""
    named = index.names.find(parse_query(text))
    return (named.kind, named.slug) if named else None


@pytest.mark.parametrize(
    ("text", "kind", "slug"),
    [
        ("BDESE", "term", "bdese"),
        ("bdese", "term", "bdese"),
        ("B.D.E.S.E.", "term", "bdese"),
        ("les BDESEs", "term", "bdese"),
        ("qu'est-ce que la RQTH ?", "term", "rqth"),
        ("RQTH définition", "term", "rqth"),
        ("reconnaissance de la qualite de travailleur handicape", "term", "rqth"),
        ("DUERP", "term", "duerp"),
        ("documents uniques", "term", "duerp"),
        ("ESAT", "term", "esat"),
        ("le PLIE", "term", "plie"),
        ("Embauche", "lever", "embauche"),
        ("embauches", "lever", "embauche"),
        ("batiment et travaux publics", "sector", "btp"),
        ("btp", "term", "btp"),
        ("femme", "audience", "femmes"),
        ("62", "department", "62"),
        ("dept 62", "department", "62"),
        ("département 62", "department", "62"),
        ("dans le département du Pas de Calais", "department", "62"),
        ("Égalité et mixité des métiers", "selection", "egalite-mixite-metiers"),
        ("noter l'egalite dans les projets", "tool", "noter-egalite-projets"),
        ("la fabrique défi", "organisation", ""),
        ("fabrique defi", "organisation", ""),
    ],
)
def test_a_name_is_known_in_every_way_of_writing(index: SiteIndex, text: str, kind: str, slug: str):
    """Without accents, in the plural, dotted, with what people put around it."""
    assert name(index, text) == (kind, slug)


@pytest.mark.parametrize("text", ["", "le", "?", "zzzz", "Calais", "Lens", "BDESE égalité", "BDESE -égalité", "-BDESE"])
def test_what_is_no_name_names_nothing(index: SiteIndex, text: str):
    """A town is not its department, a name among other words is a search, and so is what excludes words."""
    assert name(index, text) is None


def test_every_name_can_be_found(index: SiteIndex, library: Library, catalogue: Catalogue):
    """As it is written; by the thing that bears it, or by one that bears the same name."""
    organisations = {headline.organisation for headline in catalogue.headlines}
    titles = {each.title for each in (*library.selections.values(), *library.tools.values())}
    terms = {name for entry in library.glossary.values() for name in entry.same}
    assert organisations and titles and terms
    lost = [text for text in sorted(organisations | titles | terms) if index.names.find(parse_query(text)) is None]
    assert lost == []


def test_sections_are_those_of_the_pages(library: Library):
    """Each heading begins one, the page itself comes first, and no text is lost."""
    sections = list(list_sections(library))
    for page in library.pages.values():
        own = [section for section in sections if section.kind == "section" and section.slug.split("#")[0] == page.slug]
        assert [section.slug for section in own] == [
            page.slug,
            *(f"{page.slug}#{anchor}" for anchor, _ in page.headings),
        ]
        assert [section.title for section in own] == [page.title, *(title for _, title in page.headings)]
        told = " ".join(f"{section.title} {section.text}" for section in own).split()
        assert told == f"{page.title} {page.summary} {page.text}".split()
    assert {section.kind for section in sections} == {"section", "selection", "tool", "pitfalls"} < KINDS.keys()


@pytest.mark.parametrize(
    ("text", "kind", "slug"),
    [
        ("BDESE", "section", "reperes#p-ce-qui-sajoute-a-partir-de-50-salaries"),
        ("loi Rixain", "section", "reperes#p-ce-qui-sajoute-a-partir-de-50-salaries"),
        ("égalité professionnelle", "section", "reperes"),
        ("egalites professionnelles", "section", "reperes"),
        ("clauses sociales", "selection", "clauses-sociales-achats"),
        ("vestiaires adaptés", "pitfalls", "embauche"),
        ("grille pour noter", "tool", "noter-egalite-projets"),
    ],
)
def test_sections_hold_the_words(index: SiteIndex, text: str, kind: str, slug: str):
    """The right one is first: the title weighs more, accents and plurals do not count."""
    found = index.sections.find(parse_query(text))
    assert len(found) <= MAX_ELSEWHERE
    assert (found[0].kind, found[0].slug) == (kind, slug)


@pytest.mark.parametrize("text", ["", "le la", "?", "zzzz", "égalité zzzz", "-égalité"])
def test_no_section_holds_part_of_two_words(index: SiteIndex, text: str):
    """Nor anything of what nobody wrote."""
    assert index.sections.find(parse_query(text)) == ()


def test_a_section_with_an_excluded_word_is_left_out(index: SiteIndex):
    """As a practice would be."""
    all_of_them = {section.slug for section in index.sections.find(parse_query("clause"))}
    without = index.sections.find(parse_query("clause -collectivités"))
    assert all_of_them
    assert "clauses-sociales-achats" in all_of_them - {section.slug for section in without}


@pytest.mark.parametrize(
    "text", ["égalité", "femmes", "entreprise", "rapport égalité", "insertion par l'activité économique"]
)
def test_an_excerpt_is_a_sentence_from_its_beginning(index: SiteIndex, library: Library, text: str):
    """Short, and with a word of the request when the text of the section holds one."""
    texts = {(section.kind, section.slug): section.text for section in list_sections(library)}
    found = index.sections.find(parse_query(text))
    assert found
    for section in found:
        shown = section.text.removesuffix(" …")
        assert len(shown) <= EXCERPT
        assert any(line.startswith(shown) for line in texts[section.kind, section.slug].split("\n"))


def test_a_snapshot_holds_the_index(library: Library, catalogue: Catalogue):
    """It is the one that would be built, withdrawn practices left out."""
    assert catalogue.site_index == SiteIndex.build(library, catalogue.headlines, catalogue.facets)


def test_a_withdrawn_practice_gives_no_name(library: Library, catalogue: Catalogue):
    """Its organisation is named by nothing else."""
    headline = next(one for one in catalogue.headlines if one.slug == "stef-mixup")
    assert name(SiteIndex.build(library, [headline], catalogue.facets), headline.organisation)
    assert name(SiteIndex.build(library, [], catalogue.facets), headline.organisation) is None
