"""A file of content/ as its author wrote it: front matter, body, and the line where each value stands.

YAML is read in a stricter form than PyYAML's own: no duplicate key, anchor, alias or tag; `no` stays a word,
`12:30` a text, `010` a text. This is the only module that knows PyYAML and python-frontmatter.
"""

import datetime
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from app.content.problem import Problem, shorten

Location = tuple[str | int, ...]

MAX_MARKDOWN_BYTES = 100_000
MAX_YAML_BYTES = 1_000_000
MAX_DEPTH = 12

_OPENING = re.compile(r"\A---[ \t]*\r?\n")
_CLOSING = re.compile(r"^---[ \t]*$", re.MULTILINE)
_UNQUOTED_COLON = re.compile(r"^(?P<key>\s*(?:- )?[\w-]+): (?P<value>[^\"'\[{|>#].*?: .*|[^\"'\[{|>#].*:)$")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Unreadable(Exception):
    """A file of which nothing can be used; `problems` says why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems)
        self.problems = problems


@dataclass(frozen=True)
class SourceFile:
    """Front matter and body, with the line of each key: `lines[("indicators", 0, "unit")] == 31`."""

    name: str
    data: dict[str, Any]
    body: str = ""
    body_line: int = 1
    lines: dict[Location, int] = field(default_factory=dict)

    def line_of(self, location: Location) -> int:
        """The line of a value, or of the nearest value that holds it."""
        while location and location not in self.lines:
            location = location[:-1]
        return self.lines.get(location, 1)

    def problem(self, location: Location, message: str, **details: Any) -> Problem:
        """A problem about the value that stands at `location` in the front matter."""
        return Problem(self.name, self.line_of(location), spell_location(location), message, **details)


def spell_location(location: Location) -> str:
    """`("indicators", 0, "unit")` → `indicators[1].unit`: counted from one, as people count."""
    text = ""
    for part in location:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def read_markdown(path: Path, name: str) -> SourceFile:
    """A Markdown file with front matter. Raises Unreadable with every reason."""
    text = read_text(path, name, MAX_MARKDOWN_BYTES)
    return parse_markdown(text, name)


def parse_markdown(text: str, name: str) -> SourceFile:
    """The same as read_markdown, from a text in hand. Raises Unreadable."""
    text = unicodedata.normalize("NFC", text)
    opening = _OPENING.match(text)
    if not opening:
        first = text.splitlines()[0] if text.strip() else ""
        message = "Le fichier doit commencer par une ligne « --- », puis les informations de la fiche."
        raise Unreadable([Problem(name, 1, "", message, read=shorten(first) or "rien", admitted="---")])
    if not _CLOSING.search(text, opening.end()):
        message = "La seconde ligne « --- », qui sépare les informations du texte de la fiche, manque."
        raise Unreadable([Problem(name, 1, "", message, admitted="---")])
    handler = _StrictHandler(name)
    data, _ = frontmatter.parse(text, handler=handler)
    return SourceFile(name, data, handler.body, handler.body_line, handler.lines)


def read_yaml(path: Path, name: str) -> SourceFile:
    """A YAML file that holds one mapping. Raises Unreadable with every reason."""
    text = unicodedata.normalize("NFC", read_text(path, name, MAX_YAML_BYTES))
    data, lines = _parse_mapping(text, name, first_line=1)
    return SourceFile(name, data, lines=lines)


def read_judgements(path: Path) -> list[dict[str, Any]]:
    """Judged queries: a YAML list of `{q: text, rel: {slug: grade}}`. Raises Unreadable."""
    text = unicodedata.normalize("NFC", read_text(path, path.name, MAX_YAML_BYTES))
    data, _ = _parse_mapping("queries:\n" + text, path.name, first_line=0)
    return list(data["queries"] or ())


def read_text(path: Path, name: str, max_bytes: int) -> str:
    """The text of a regular UTF-8 file of at most `max_bytes`. Raises Unreadable."""
    if path.is_symlink():
        raise Unreadable([Problem(name, 1, "", "Ce fichier est un lien vers un autre ; il faut un vrai fichier.")])
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= max_bytes else b""
    except OSError as error:
        reason = shorten(error.strerror or error)
        raise Unreadable([Problem(name, 1, "", "Le fichier ne peut pas être lu.", read=reason)]) from error
    if size > max_bytes:
        message = "Le fichier est trop gros."
        raise Unreadable([Problem(name, 1, "", message, read=f"{size} octets", admitted=f"{max_bytes} octets au plus")])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = "Le fichier n'est pas écrit en UTF-8. Enregistrez-le de nouveau en choisissant l'encodage UTF-8."
        raise Unreadable([Problem(name, line, "", message, read=repr(content[error.start : error.end]))]) from error
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        message = "Un caractère invisible interdit se trouve dans le texte. Retapez ce passage."
        raise Unreadable([Problem(name, line, "", message, read=repr(control.group()))])
    return text.replace("\r\n", "\n")


class _StrictHandler(YAMLHandler):
    """python-frontmatter's YAML handler, with our reading of YAML and the lines kept."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.body = ""
        self.body_line = 1
        self.lines: dict[Location, int] = {}

    def split(self, text: str) -> tuple[str, str]:
        front, body = super().split(text)
        self.body = body
        self.body_line = text[: len(text) - len(body)].count("\n") + 1
        return front, body

    def load(self, fm: str, **kwargs: object) -> dict[str, Any]:
        # The text after the first "---" begins with the end of that line: its line 1 is the file's line 1.
        data, self.lines = _parse_mapping(fm, self.name, first_line=1)
        return data


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML with the few plain values that people expect: true, false, null, numbers, dates."""


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in [
    ("bool", r"true|false", "tf"),
    ("null", r"null|~|", "n~"),
    ("int", r"-?(?:0|[1-9][0-9]*)", "-0123456789"),
    ("float", r"-?(?:0|[1-9][0-9]*)\.[0-9]+", "-0123456789"),
    ("timestamp", r"\d{4}-\d\d-\d\d", "0123456789"),
]:
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), [*_first, ""])


def _parse_mapping(text: str, name: str, first_line: int) -> tuple[dict[str, Any], dict[Location, int]]:
    try:
        _refuse_risky_yaml(text, name, first_line)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise Unreadable([_explain_yaml_error(error, text, name, first_line)]) from error
    except yaml.YAMLError as error:
        message = "Les informations de la fiche ne se lisent pas."
        raise Unreadable([Problem(name, first_line, "", message, read=shorten(error))]) from error
    if not isinstance(node, yaml.MappingNode):
        read = {yaml.SequenceNode: "une liste", yaml.ScalarNode: "un texte seul"}.get(type(node), "rien")
        message = "Les informations doivent être une suite de lignes « clé: valeur »."
        raise Unreadable([Problem(name, first_line, "", message, read=read, admitted="clé: valeur")])
    builder = _Builder(name, first_line)
    data = builder.build(node, ())
    if builder.problems:
        raise Unreadable(builder.problems)
    return data, builder.lines


def _refuse_risky_yaml(text: str, name: str, first_line: int) -> None:
    """Anchors, aliases, tags, several documents and deep nesting, found before anything is built."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = (event.start_mark.line if event.start_mark else 0) + first_line
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        documents += isinstance(event, yaml.DocumentStartEvent)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent) or anchor:
            message = "Les ancres (&) et les renvois (*) ne sont pas admis. Entourez un texte de guillemets."
            raise Unreadable([Problem(name, line, "", message, read=shorten(anchor))])
        if tag:
            message = "Les étiquettes (!) ne sont pas admises. Entourez un texte de guillemets."
            raise Unreadable([Problem(name, line, "", message, read=shorten(tag))])
        if depth > MAX_DEPTH or documents > 1:
            message = "Les informations sont trop imbriquées."
            raise Unreadable([Problem(name, line, "", message)])


def _explain_yaml_error(error: yaml.MarkedYAMLError, text: str, name: str, first_line: int) -> Problem:
    """PyYAML's message in French; the commonest mistake, an unquoted « : », is shown corrected."""
    mark = error.problem_mark or error.context_mark
    index = mark.line if mark else 0
    lines = text.split("\n")
    for candidate in (index, index - 1):
        found = _UNQUOTED_COLON.match(lines[candidate]) if 0 <= candidate < len(lines) else None
        if found:
            key, value = found["key"], found["value"].replace('"', "'")
            message = "Un texte qui contient « : » doit être entouré de guillemets."
            return Problem(
                name,
                candidate + first_line,
                key.strip("- "),
                message,
                read=shorten(lines[candidate]),
                admitted=f'{key.strip()}: "{value}"',
            )
    if index < len(lines) and "\t" in lines[index]:
        message = "Une tabulation se trouve en début de ligne. Remplacez-la par des espaces."
        return Problem(name, index + first_line, "", message, read=shorten(lines[index]))
    message = "Cette ligne ne se lit pas. Vérifiez les guillemets, les crochets et les espaces au début de la ligne."
    read = shorten(lines[index]) if index < len(lines) else ""
    return Problem(name, index + first_line, "", message, read=read, admitted="clé: valeur")


class _Builder:
    """Python values from YAML nodes, keeping the line of each; duplicate keys are collected."""

    def __init__(self, name: str, first_line: int) -> None:
        self.name = name
        self.first_line = first_line
        self.lines: dict[Location, int] = {}
        self.problems: list[Problem] = []

    def build(self, node: yaml.Node, location: Location) -> Any:
        self.lines[location] = node.start_mark.line + self.first_line
        if isinstance(node, yaml.MappingNode):
            return self._build_mapping(node, location)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(child, (*location, position)) for position, child in enumerate(node.value)]
        return _scalar(node)

    def _build_mapping(self, node: yaml.MappingNode, location: Location) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else ""
            line = key_node.start_mark.line + self.first_line
            inner = (*location, key)
            if key in mapping:
                message = f"La clé « {key} » est écrite deux fois. Gardez une seule des deux."
                first = self.lines[inner]
                self.problems.append(
                    Problem(self.name, line, spell_location(inner), message, read=f"déjà à la ligne {first}")
                )
                continue
            mapping[key] = self.build(value_node, inner)
            self.lines[inner] = line
        return mapping


def _scalar(node: yaml.Node) -> Any:
    kind = node.tag.rsplit(":", 1)[-1]
    value = str(node.value)
    if kind == "bool":
        return value == "true"
    if kind == "null":
        return None
    if kind == "int":
        return int(value) if len(value) < 19 else value
    if kind == "float":
        return float(value)
    if kind == "timestamp":
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            return value
    return value
