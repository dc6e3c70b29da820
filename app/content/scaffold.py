"""Scaffold of a new practice for `pratiques new`: a template that is valid but for what only its author can write."""

import datetime
import re
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from app.content.practice_file import slug_error
from app.content.problem import Unreadable
from app.content.source_file import read_yaml
from app.content.typography import to_ascii_letters

_TEMPLATE = Path(__file__).with_name("practice_template.md")
_NAMED = 8  # departments listed in its comment; the others are in the vocabulary


def make_slug(title: str) -> str:
    """Slugify a title: « Forum de l'emploi d'Arras » → forum-de-l-emploi-d-arras. 60 characters, cut between words."""
    slug = re.sub(r"[^a-z0-9]+", "-", to_ascii_letters(title)).strip("-")
    return slug if len(slug) <= 60 else slug[:61].rpartition("-")[0] or slug[:60]


def write_template(title: str, content: Path, today: datetime.date) -> Path:
    """Write content/practices/<slug>.md, published `today`, and return its path.

    Raises FileExistsError, or ValueError when the title makes no slug.
    """
    slug = make_slug(title)
    if not slug:
        raise ValueError("Le titre doit contenir des lettres ou des chiffres.")
    if refusal := slug_error(slug):
        raise ValueError(f"« {slug}.md » ne peut pas être le nom d'un fichier. {refusal}")
    path = content / "practices" / f"{slug}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    quoted = '"' + " ".join(title.split()).replace("\\", "\\\\").replace('"', '\\"') + '"'
    text = _TEMPLATE.read_text(encoding="utf-8").format(
        title=quoted,
        today=today.isoformat(),
        year=today.year,
        schema=_schema_address(content),
        **_name_words(_read(content, "vocabulary.yaml")),
    )
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
    return path


def _schema_address(content: Path) -> str:
    """Where an editor finds the schema that the site makes from the model; a site not yet named is served here."""
    url = _read(content, "site.yaml").get("url")
    return f"{str(url or 'http://127.0.0.1:8000').rstrip('/')}/schema/practice.json"


def _name_words(vocabulary: Mapping[str, Any]) -> dict[str, str]:
    """Words of the base's own lists, for the comments of the file. A list that cannot be read is not quoted."""
    lists = {name: words for name, words in vocabulary.items() if isinstance(words, Mapping) and words}
    departments = [f'"{code}" {_label(term)}' for code, term in islice(lists.get("departments", {}).items(), _NAMED)]
    return {
        "sectors": ", ".join(map(str, islice(lists.get("sectors", {"secteur": ""}), 2))),
        "organisation_types": " ou ".join(map(str, islice(lists.get("organisation_types", {"type": ""}), 2))),
        "size_bands": ", ".join(map(str, islice(lists.get("size_bands", {"tranche": ""}), 3))),
        **{
            name: str(next(iter(lists.get(f"{name}s", {"tranche": ""}))))
            for name in ("size_band", "cost_band", "staff_band", "setup_band")
        },
        "departments": ", ".join(departments or ['"01"']) + ("…" if len(lists.get("departments", ())) > _NAMED else ""),
    }


def _label(term: object) -> str:
    """The label of a term, on one line, as the vocabulary writes it: alone, or among other keys."""
    label = term.get("label", "") if isinstance(term, Mapping) else term
    return " ".join(str(label).split())


def _read(content: Path, name: str) -> Mapping[str, Any]:
    """The values of a YAML file of the folder; none when it cannot be parsed, which `check` reports."""
    try:
        return read_yaml(content / name, name).data
    except Unreadable:
        return {}
