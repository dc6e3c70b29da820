"""The file that `pratiques new` writes: valid but for what only its author can say."""

import datetime
import re
from pathlib import Path

from app.content.accent import strip_accents
from app.content.part import SLUG_PATTERN
from app.content.problem import Unreadable
from app.content.source_file import read_yaml

_TEMPLATE = Path(__file__).with_name("practice_template.md")


def make_slug(title: str) -> str:
    """« Forum de l'emploi d'Arras » → forum-de-l-emploi-d-arras, 60 characters at most, cut between words."""
    plain = strip_accents(title.lower().replace("œ", "oe").replace("æ", "ae"))
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return slug if len(slug) <= 60 else slug[:61].rpartition("-")[0] or slug[:60]


def write_template(title: str, content: Path) -> Path:
    """Write content/practices/<slug>.md. Raises FileExistsError, or ValueError for a title without letters."""
    slug = make_slug(title)
    if not re.fullmatch(SLUG_PATTERN, slug):
        raise ValueError("Le titre doit contenir des lettres ou des chiffres.")
    path = content / "practices" / f"{slug}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    today = datetime.date.today()
    quoted = '"' + " ".join(title.split()).replace("\\", "\\\\").replace('"', '\\"') + '"'
    text = _TEMPLATE.read_text(encoding="utf-8").format(
        title=quoted, today=today.isoformat(), year=today.year, schema=_schema_address(content)
    )
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
    return path


def _schema_address(content: Path) -> str:
    """Where an editor finds the schema that the site makes from the model; a site not yet named is served here."""
    try:
        url = read_yaml(content / "site.yaml", "site.yaml").data.get("url")
    except Unreadable:
        url = None
    return f"{str(url or 'http://127.0.0.1:8000').rstrip('/')}/schema/practice.json"
