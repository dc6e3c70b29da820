"""YAML parser, stricter than PyYAML's own, with the line of every value. The only module that imports PyYAML.

Duplicate keys, anchors, aliases and tags are refused; `no` stays a string, so do `12:30` and `010`.
"""

import datetime
import math
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import yaml

from app.content.character import find_character_faults
from app.content.problem import Problem, Unreadable, first_problems, shorten
from app.content.yaml_fault import Fault, close_quote, diagnose, explain_refusal

Location = tuple[str | int, ...]

MAX_DEPTH = 12

# What quotes may spell ("\0") and neither HTML nor XML can print; the marks that turn the direction of what follows.
HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_SEPARATORS = re.compile("[\r\x85\u2028\u2029]")  # end lines for YAML, not for editors, whose numbers count


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """PyYAML loader whose implicit resolvers are reduced to true, false, null, decimal numbers and ISO dates."""


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in [
    ("bool", r"true|false", "tf"),
    ("null", r"null|~|", "n~"),
    ("int", r"-?(?:0|[1-9][0-9]*)", "-0123456789"),
    # 1.250 stays a text: some read thousands there. 0.125, 12.3750 and 1250.125 are read in one way only.
    ("float", r"-?(?:0\.[0-9]+|[1-9][0-9]{0,2}\.(?![0-9]{3}$)[0-9]+|[1-9][0-9]{3,}\.[0-9]+)", "-0123456789"),
    ("timestamp", r"\d{4}-\d\d-\d\d", "0123456789"),
]:
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), [*_first, ""])


class Comment(NamedTuple):
    """A YAML comment, its sign included. `column` counts from zero."""

    line: int
    text: str
    column: int = 0
    is_alone: bool = True  # only spaces come before it
    is_apart: bool = False  # an empty line comes before it
    is_doubtful: bool = False  # « sur #metoo », behind a text without quotes: it may have been meant as text


def parse_mapping(text: str, name: str, first_line: int) -> tuple[dict[str, Any], dict[Location, int]]:
    """Parse a YAML mapping: (values, line of each location). Raises Unreadable with every reason."""
    reading = _read(text, first_line)
    if reading.faults:
        problems = [
            Problem(name, fault.line + first_line, fault.key, fault.message, read=fault.read, admitted=fault.admitted)
            for fault in reading.faults
        ]
        raise Unreadable(first_problems(problems))
    return reading.data, {location: line + first_line for location, line in reading.lines.items()}


def find_cure(text: str) -> tuple[int, str] | None:
    """(line index, fixed line) of the first fault that can be fixed without its author, or None."""
    return next(((fault.line, fault.cure) for fault in _read(text, 0).faults if fault.cure), None)


def find_comments(text: str, first_line: int) -> Iterator[Comment]:
    """The comments of a valid mapping, in order."""
    if "#" not in text:
        return
    text = _SEPARATORS.sub(" ", text)
    spans = _scalar_spans(text)
    lines = text.split("\n")
    for number, line in enumerate(lines):
        column = _find_comment(line, spans.get(number, []))
        if column is not None:
            before, comment = line[:column].rstrip(), line[column:].rstrip()
            is_behind_text = any(not style and end == len(before) for _, end, style in spans.get(number, []))
            yield Comment(
                number + first_line,
                comment,
                column,
                is_alone=not before,
                is_apart=number > 1 and not lines[number - 1].strip(),
                is_doubtful=is_behind_text and comment[1:2].strip("# ") != "",
            )


def _find_comment(line: str, spans: list[tuple[int, float, str | None]]) -> int | None:
    """The column of the sign that begins a comment: after a space, and outside of every scalar."""
    position = -1
    while (position := line.find("#", position + 1)) >= 0:
        inside = next((end for start, end, _ in spans if start <= position < end), None)
        if inside is None and (position == 0 or line[position - 1] in " \t"):
            return position
        if inside is not None:
            if inside >= len(line):
                return None
            position = max(position, int(inside) - 1)
    return None


def _scalar_spans(text: str) -> dict[int, list[tuple[int, float, str | None]]]:
    """For each line, the (start, end, style) columns of its scalars."""
    spans: dict[int, list[tuple[int, float, str | None]]] = {}
    for event in yaml.parse(text, Loader=_Loader):
        if not isinstance(event, yaml.ScalarEvent):
            continue
        (first, start), (last, end) = _place(event.start_mark), _place(event.end_mark)
        for line in range(first + (event.style in ("|", ">")), last + 1):
            columns = start if line == first else 0, end if line == last else math.inf
            spans.setdefault(line, []).append((*columns, event.style))
    return spans


def _place(mark: Any) -> tuple[int, int]:
    """Line and column of a mark of PyYAML, from zero; an error may have none."""
    return (mark.line, mark.column) if mark else (0, 0)


class _ParseResult(NamedTuple):
    """The values parsed, or the faults that prevent it; lines count from zero."""

    data: dict[str, Any]
    lines: dict[Location, int]
    faults: list[Fault]


def _read(text: str, first_line: int) -> _ParseResult:
    text = _SEPARATORS.sub(" ", text)
    lines = text.split("\n")
    node = None
    try:
        fault = _find_risky_yaml(text)
        if not fault:
            node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        fault = _explain_yaml_error(error, text, lines)
    if isinstance(node, yaml.MappingNode):
        builder = _NodeConstructor(lines, first_line)
        return _ParseResult(builder.build(node, ()), builder.lines, builder.faults)
    if not fault:
        read = {yaml.SequenceNode: "une liste", yaml.ScalarNode: "un texte seul"}.get(type(node), "rien")
        message = "Les informations doivent être une suite de lignes « clé: valeur »."
        known = (found for index in range(len(lines)) if (found := diagnose(lines, index)))
        fault = next(known, None) if isinstance(node, yaml.ScalarNode) else None
        fault = fault or Fault(0, message, read, admitted="clé: valeur")
    return _ParseResult({}, {}, [fault])


def _find_risky_yaml(text: str) -> Fault | None:
    """Scan for what is never built: hidden characters, anchors, aliases, tags, depth, documents."""
    if raw := HIDDEN.search(text):  # all that PyYAML would refuse, in English
        return _refuse_hidden(raw, text.count("\n", 0, raw.start()))
    depth = documents = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = _place(event.start_mark)[0]
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        documents += isinstance(event, yaml.DocumentStartEvent)
        hidden = isinstance(event, yaml.ScalarEvent) and HIDDEN.search(event.value)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent) or anchor:
            message = "Les ancres (&) et les renvois (*) ne sont pas admis. Entourez un texte de guillemets."
            return Fault(line, message, shorten(anchor))
        if tag:
            message = "Les étiquettes (!) ne sont pas admises. Entourez un texte de guillemets."
            return Fault(line, message, shorten(tag))
        if hidden:
            return _refuse_hidden(hidden, line)
        if depth > MAX_DEPTH:
            return Fault(line, "Les informations sont trop imbriquées.")
        if documents > 1:
            message = "Les informations forment une seule suite de lignes. Ôtez cette ligne « --- »."
            return Fault(line, message, "---")
    return None


def _refuse_hidden(hidden: re.Match[str], line: int) -> Fault:
    """The fault of a hidden character; of mojibake, with the repaired word."""
    text = hidden.string
    start = text.rfind("\n", 0, hidden.start()) + 1
    fault = next(find_character_faults(text[start : (text + "\n").index("\n", hidden.start())]), None)
    if fault and fault.meant:
        return Fault(line, fault.message, fault.read, admitted=fault.meant)
    message = "Un caractère invisible interdit se trouve dans le texte. Retapez ce passage."
    return Fault(line, message, repr(hidden.group()))


def _explain_yaml_error(error: yaml.MarkedYAMLError, text: str, lines: list[str]) -> Fault:
    opened = _place(error.context_mark)
    stumbled = _place(error.problem_mark or error.context_mark)[0]
    if error.context == "while scanning a quoted scalar":
        line, column = opened
        return close_quote(lines, line, lines[line][column])
    return explain_refusal(lines, error.context or "", opened[0], stumbled, _find_last_quoted(text))


def _find_last_quoted(text: str) -> tuple[int, int, str] | None:
    """(first line, last line, quote) of the last quoted scalar before the parser fails."""
    last = None
    try:
        for event in yaml.parse(text, Loader=_Loader):
            if isinstance(event, yaml.ScalarEvent) and event.style in ("'", '"'):
                last = event
    except yaml.MarkedYAMLError:
        pass
    return (_place(last.start_mark)[0], _place(last.end_mark)[0], str(last.style)) if last else None


def spell_location(location: Location) -> str:
    """Format a location as people count: `("indicators", 0, "unit")` → `indicators[1].unit`."""
    text = ""
    for part in location:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


class _NodeConstructor:
    """Constructs Python values from YAML nodes, with the line of each; collects faults instead of raising."""

    def __init__(self, text: list[str], first_line: int) -> None:
        self.lines: dict[Location, int] = {}
        self.faults: list[Fault] = []
        self._text = text
        self._first_line = first_line

    def build(self, node: yaml.Node, location: Location) -> Any:
        """The value of a node, its line recorded; recursive."""
        self.lines[location] = node.start_mark.line
        if isinstance(node, yaml.MappingNode):
            return self._build_mapping(node, location)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(child, (*location, position)) for position, child in enumerate(node.value)]
        return _scalar(node)

    def _build_mapping(self, node: yaml.MappingNode, location: Location) -> dict[str, Any]:
        mapping: dict[str, Any] = {}
        before: tuple[yaml.Node, yaml.Node] | None = None
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else ""
            line = key_node.start_mark.line
            inner = (*location, key)
            if key in mapping:
                message = f"La clé « {shorten(key)} » est écrite deux fois. Gardez une seule des deux."
                first = self.lines[inner] + self._first_line
                self._refuse(Fault(line, message, f"déjà à la ligne {first}", spell_location(inner)))
                continue
            if key != key.strip():
                self._refuse(diagnose(self._text, line))
            if (
                before
                and node.flow_style
                and _is_number(before[1])
                and _is_number(key_node)
                and _is_nothing(value_node)
            ):
                self._refuse(self._join_decimals(location, before, key_node))
            mapping[key] = self.build(value_node, inner)
            self.lines[inner] = line
            before = key_node, value_node
        return mapping

    def _refuse(self, fault: Fault | None) -> None:
        if fault:
            self.faults.append(fault)

    def _join_decimals(self, location: Location, before: tuple[yaml.Node, yaml.Node], rest: yaml.Node) -> Fault | None:
        """A fault for a decimal comma in a flow mapping, `{year: 2024, value: 14,5}`: YAML reads 5 as a key."""
        name, whole = before
        start, end = whole.start_mark, rest.end_mark
        line = self._text[start.line]
        if start.line != end.line or line[whole.end_mark.column : rest.start_mark.column] != ",":
            return None
        number = line[start.column : end.column]
        message = "Entre accolades, une virgule sépare deux informations. Entourez de guillemets un nombre à virgule."
        cure = f'{line[: start.column]}"{number}"{line[end.column :]}'
        key = spell_location((*location, name.value))
        return Fault(start.line, message, number, key, f'{name.value}: "{number}"', cure)


def _is_number(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.style and node.value.lstrip("-").isdigit()


def _is_nothing(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.value == ""


def _scalar(node: yaml.Node) -> Any:
    kind = node.tag.removeprefix("tag:yaml.org,2002:")
    value = str(node.value)
    if kind == "bool":
        return value == "true"
    if kind == "null":
        return None
    if kind in {"int", "float"} and len(value) < 19:
        number = int(value) if kind == "int" else float(value)
        return number if str(number) == value else value  # a part « 1.10 » of a document is not its part 1.1
    if kind == "timestamp":
        try:
            return datetime.date.fromisoformat(value)
        except ValueError:
            return value
    return value
