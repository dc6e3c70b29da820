"""A content folder in which whatever can be written is an attack: one practice, one term, one document… for each."""

import itertools
from pathlib import Path
from typing import Any

import yaml

from app.content.strict_yaml import HIDDEN
from tests.content.attacks import ATTACKS, CONSTRUCTS

# Hidden characters are refused wherever they stand; on one line, for a key of the front matter holds no more.
WRITTEN = [attack for attack in ATTACKS if not HIDDEN.search(attack)]
ONE_LINE = [" ".join(attack.split()) for attack in WRITTEN]
LISTS = ("themes", "sectors", "levers", "audiences", "organisation_types", "tool_kinds", "readers")
PAGES = ("reperes", "ressources", "a-propos", "accessibilite", "mentions-legales", "contribuer", "donnees-personnelles")
SECTORS = 13  # of the attacks only: the map of sectors and levers would have 16,000 cells
DAY = "2026-11-21"
TABLE = "| {0} | Note |\n| --- | --- |\n| {0} | |\n| Total | |\n"


def slug_of(number: int) -> str:
    return f"attaque-{number}"


def write_base(folder: Path) -> None:
    """Every file of a content folder."""
    for name in ("practices", "selections", "tools", "pages"):
        (folder / name).mkdir(parents=True)
    _dump(folder / "vocabulary.yaml", _vocabulary())
    _dump(folder / "glossary.yaml", {slug_of(n): _glossary_entry(n, attack) for n, attack in enumerate(ONE_LINE)})
    _dump(folder / "sources.yaml", {slug_of(n): _document(attack) for n, attack in enumerate(ONE_LINE)})
    _dump(folder / "site.yaml", _site(ONE_LINE[0]))
    for number, attack in enumerate(WRITTEN):
        _write(folder / f"practices/{slug_of(number)}.md", _practice(number), _body(number, attack))
        if number % 10 == 0:
            _write(folder / f"selections/{slug_of(number)}.md", _selection(number), attack)
            body = f"{TABLE.format(ONE_LINE[number])}\n{attack}"  # some attacks swallow what follows
            _write(folder / f"tools/{slug_of(number)}.md", _tool(number), body)
    for number, slug in enumerate(PAGES):
        head = {"title": ONE_LINE[number], "summary": ONE_LINE[number], "reviewed": DAY}
        _write(folder / f"pages/{slug}.md", head, "\n\n".join(WRITTEN[number :: len(PAGES)]))


def _vocabulary() -> dict[str, Any]:
    terms = {
        slug_of(number): {"label": attack, "definition": attack, "when": attack, "watch": attack}
        for number, attack in enumerate(ONE_LINE)
    }
    codes = {code: {"label": attack} for code, attack in zip(("02", "59", "60", "62", "80"), ONE_LINE, strict=False)}
    return {
        **{name: dict(terms) for name in LISTS},
        "sectors": {slug_of(number): terms[slug_of(number)] for number in range(SECTORS)},
        "levers": {slug: {**term, "group": "groupe"} for slug, term in terms.items()},
        "lever_groups": {"groupe": {"label": ONE_LINE[1], "definition": ONE_LINE[2]}},
        "departments": codes,
    }


def _glossary_entry(number: int, attack: str) -> dict[str, Any]:
    """Each practice's text holds its own term, whose link carries the definition in an attribute."""
    return {"term": f"SIGLE{number}", "spelled_out": attack, "definition": attack, "variants": [attack, f"{attack} x"]}


def _document(attack: str) -> dict[str, Any]:
    return {
        "title": attack,
        "publisher": attack,
        "published": "2025",
        "description": attack,
        "url": f"https://exemple.org/{''.join(attack.split())}",
    }


def _site(attack: str) -> dict[str, Any]:
    return {
        "name": attack,
        "baseline": attack,
        "region": attack,
        "url": "https://exemple.org",
        "repository": "https://exemple.org/depot",
        "editor": {"name": attack, "email": "a@exemple.org"},
    }


def _practice(number: int) -> dict[str, Any]:
    attack, slug = ONE_LINE[number], slug_of(number)
    address = f"https://exemple.org/{''.join(attack.split())}"
    indicator = {"label": attack, "unit": attack, "nature": "mesure", "source": slug, "note": attack}
    return {
        "title": f"Le titre {attack}"[:120],
        "summary": f"{attack} {'un résumé assez long pour être admis ' * 2}"[:320],
        "format": "initiative",
        "theme": slug,
        "sectors": [slug_of(number % SECTORS)],
        "levers": [slug],
        "audiences": [slug],
        "organisation": {"name": attack, "type": slug, "size": attack[:120], "url": address},
        "territory": {"departments": ["59"], "place": attack},
        "period": {"start": 2020},
        "indicators": [{**indicator, "values": [{"year": 2020, "value": 1}, {"year": 2024, "value": 2}]}],
        "means": dict.fromkeys(("budget", "staff", "duration", "funding"), attack),
        "partners": [attack],
        "contact": {"name": attack, "url": address},
        "sources": [{"document": slug, "pages": attack, "section": attack}],
        "editor_note": attack,
        "published": DAY,
        "reviewed": DAY,
    }


def _body(number: int, attack: str) -> str:
    """A few constructs, others for each attack; the last part takes what could swallow the headings after it."""
    admitted = [construct for name, construct in CONSTRUCTS.items() if name != "underlined heading"]
    chosen = itertools.islice(itertools.cycle(admitted), number * 5, number * 5 + 5)
    made = "\n\n".join(construct.replace("{}", attack) for construct in chosen)
    return (
        f"## Contexte\n\nSIGLE{number} est un terme du glossaire.\n\n## Mise en œuvre\n\nVoir {ONE_LINE[number]}\n\n"
        f"## Points de vigilance\n\n- Point {ONE_LINE[number]}\n\n## Pour aller plus loin\n\n{made}\n"
    )


def _selection(number: int) -> dict[str, Any]:
    attack = ONE_LINE[number]
    choices = [{"slug": slug_of(n), "note": attack} for n in (number, number + 1)]
    head = {"title": attack, "summary": attack, "published": DAY, "practices": choices}
    return {**head, "date": "2100-12-31", "host": attack, "recording": f"https://exemple.org/{''.join(attack.split())}"}


def _tool(number: int) -> dict[str, Any]:
    attack, slug = ONE_LINE[number], slug_of(number)
    filed = {"kind": slug, "readers": [slug], "levers": [slug], "practices": [slug]}
    return {"title": attack, "summary": attack, **filed, "sources": [{"document": slug}], "reviewed": DAY}


def _write(path: Path, head: dict[str, Any], body: str) -> None:
    path.write_text(f"---\n{_dumped(head)}---\n\n{body}\n", encoding="utf-8")


def _dump(path: Path, data: dict[str, Any]) -> None:
    path.write_text(_dumped(data), encoding="utf-8")


class _Plain(yaml.SafeDumper):
    """Writes what is the same twice twice: anchors are refused."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _dumped(data: dict[str, Any]) -> str:
    return yaml.dump(data, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=10_000)
