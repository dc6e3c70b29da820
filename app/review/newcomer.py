"""What a reviewer verifies of a new sheet: who, where, when, whom to call, each figure beside its document and page."""

from collections.abc import Iterator

from app.content.frame import Frame
from app.content.practice import Citation, Practice
from app.review.difference import format_figure
from app.review.markdown import bullets, plain


def write_checklist(practice: Practice, frame: Frame) -> str:
    """One sheet, in boxes to tick."""
    lines = [f"{label} : {plain(text)}" for label, text in _facts(practice, frame) if text]
    if not (practice.contact.email or practice.contact.phone or practice.contact.url):
        lines.append("⚠️ Le contact n'a ni courriel, ni téléphone, ni page.")
    lines += [f"[ ] Chiffre : {plain(told)}" for told in _figures(practice, frame)]
    if not practice.indicators:
        lines.append("Aucun chiffre.")
    lines += [f"[ ] Source : {plain(_cite(citation, frame))}" for citation in practice.sources]
    return f"**{plain(practice.title)}**\n\n" + bullets(lines)


def _facts(practice: Practice, frame: Frame) -> Iterator[tuple[str, str]]:
    vocabulary, organisation, contact = frame.vocabulary, practice.organisation, practice.contact
    kind = vocabulary.label("organisation_types", organisation.type)
    yield "Qui", ", ".join(filter(None, (organisation.name, kind, organisation.size, organisation.url)))
    departments = [vocabulary.label("departments", code) for code in practice.territory.departments]
    yield "Où", ", ".join(filter(None, (practice.territory.place, *departments)))
    start, end = practice.period.start, practice.period.end
    yield "Quand", f"de {start} à {end}" if end else f"depuis {start}"
    yield "Contact", ", ".join(filter(None, (contact.name, contact.email, contact.phone, contact.url)))
    terms = [("themes", (practice.theme,)), ("levers", practice.levers), ("audiences", practice.audiences)]
    yield "Classée", ", ".join(vocabulary.label(name, slug) for name, slugs in terms for slug in slugs)


def _figures(practice: Practice, frame: Frame) -> Iterator[str]:
    for indicator in practice.indicators:
        places = [_place(each) for each in practice.sources if each.document == indicator.source]
        told = f"{indicator.label} : {format_figure(indicator, frame)}"
        yield ", ".join(filter(None, (told, *places))) if indicator.source else f"{told}, sans source"


def _cite(citation: Citation, frame: Frame) -> str:
    document = frame.documents[citation.document]
    named = f"{document.title}, {document.publisher}, {document.published}"
    return ", ".join(filter(None, (named, _place(citation), document.url)))


def _place(citation: Citation) -> str:
    pages = f"pages {citation.pages}" if citation.pages else ""
    return ", ".join(filter(None, (pages, citation.section)))
