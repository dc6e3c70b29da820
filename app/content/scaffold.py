"""Scaffolds: a new practice (`pratiques new`), valid but for what only its author can write; a new base (`init`)."""

import datetime
import json
import re
from collections.abc import Iterator, Mapping
from functools import reduce
from importlib.metadata import PackageNotFoundError, distribution
from importlib.resources import files
from importlib.resources.abc import Traversable
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


PACKAGE = "pratiques"

_HIDDEN = {"github": ".github", "gitignore": ".gitignore"}  # package data does without names that begin with a dot
_MAY_STAND = {".git"}  # a repository that was just made is empty for its author
_NO_ADDRESS = f"# {PACKAGE} @ git+https://example.org/depot.git@v0.1.0"


class NotEmpty(Exception):
    """The target folder holds files already, or is no folder."""


def write_starter(folder: Path, today: datetime.date) -> list[Path]:
    """Write the files of a new base and return their paths. Raises NotEmpty, before anything is written."""
    if folder.exists() and not folder.is_dir():
        raise NotEmpty(f"« {folder} » est un fichier : il faut un dossier.")
    if folder.exists() and {path.name for path in folder.iterdir()} - _MAY_STAND:
        raise NotEmpty(f"« {folder} » n'est pas vide : rien n'y a été écrit. Choisissez un dossier neuf ou vide.")
    values = {
        "{today}": today.isoformat(),
        "{year}": str(today.year),
        "{before}": str(today.year - 2),
        "{requirement}": find_requirement(_read_origin()) or _NO_ADDRESS,
    }
    written = []
    for name, text in _read_files(files("app") / "starter"):
        filled = reduce(lambda filled, pair: filled.replace(*pair), values.items(), text)
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(filled)
        written.append(path)
    return written


def find_requirement(origin: str | None) -> str:
    """The requirements.txt line for the commit that this software was installed from; "" if from no repository.

    `origin` is the content of direct_url.json, which pip writes for an installation from an address (PEP 610).
    """
    read = json.loads(origin or "{}")
    commit = read.get("vcs_info", {}).get("commit_id")
    return f"{PACKAGE} @ git+{read['url']}@{commit}" if commit and read["url"].startswith("https://") else ""


def _read_origin() -> str | None:
    try:
        return distribution(PACKAGE).read_text("direct_url.json")
    except PackageNotFoundError:
        return None


def _read_files(folder: Traversable, parent: str = "") -> Iterator[tuple[str, str]]:
    """Every file under a folder of the package, as it will be named, with its text."""
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        name = parent + _HIDDEN.get(entry.name, entry.name)
        if entry.is_dir():
            yield from _read_files(entry, f"{name}/")
        else:
            yield name, entry.read_text(encoding="utf-8")
