"""Citation export: serializers of a practice to RIS (Zotero, EndNote, Mendeley) and BibTeX (LaTeX, Zotero)."""

import re

from flask import Response, url_for

from app.content.figure import write_checked
from app.content.practice import Practice
from app.web.current import current_catalogue, open_sheet
from app.web.links import absolute

_BIBTEX_SIGNS = re.compile(r"[\\{}$&#%_^~]")
_BIBTEX_WORDS = {"\\": r"\textbackslash{}", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}"}


def show(slug: str, form: str) -> Response:
    """View: the citation of a practice, by slug or alias, as an attachment; 404 unknown, 410 withdrawn."""
    practice = open_sheet(slug)
    print_citation, content_type = PRINTERS[form]
    headers = {"Content-Disposition": f'attachment; filename="{practice.slug}.{form}"'}
    return Response(print_citation(practice), content_type=f"{content_type}; charset=utf-8", headers=headers)


def print_ris(practice: Practice) -> str:
    """RIS: lines of a tag of two letters, two spaces, a dash, a space and a value; CR LF after each."""
    site = current_catalogue().library.site
    lines = [
        ("TY", "WEB"),
        ("TI", practice.title),
        ("AU", f"{site.name},"),  # the comma makes it one name: that of a body, not a first and a last name
        ("PB", site.name),
        ("PY", str(practice.published.year)),
        ("DA", f"{practice.checked:%Y/%m/%d}"),
        ("UR", _permanent(practice)),
        ("AB", practice.summary),
        *(("KW", label) for label in _keywords(practice)),
        ("LA", "fr"),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in lines)


def print_bibtex(practice: Practice) -> str:
    """BibTeX: one `@misc` entry whose key is the permanent code of the practice; braces keep names and capitals."""
    site = current_catalogue().library.site
    fields = {
        "title": f"{{{_escape(practice.title)}}}",
        "author": f"{{{_escape(site.name)}}}",
        "year": str(practice.published.year),
        "url": _permanent(practice),
        "note": _escape(f"Fiche {write_checked(practice)}"),
        "abstract": _escape(practice.summary),
        "keywords": _escape(", ".join(_keywords(practice))),
        "language": "french",
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{pratique-{practice.code},\n{lines}}}\n"


PRINTERS = {
    "ris": (print_ris, "application/x-research-info-systems"),
    "bib": (print_bibtex, "application/x-bibtex"),
}


def _permanent(practice: Practice) -> str:
    return absolute(url_for("short", code=practice.code))


def _keywords(practice: Practice) -> list[str]:
    vocabulary = current_catalogue().vocabulary
    levers = (vocabulary.label("levers", slug) for slug in practice.levers)
    return [vocabulary.label("themes", practice.theme), *levers]


def _escape(text: str) -> str:
    """Escape the special characters of TeX, on one line."""
    return _BIBTEX_SIGNS.sub(lambda sign: _BIBTEX_WORDS.get(sign[0], f"\\{sign[0]}"), " ".join(text.split()))
