"""YAML as people expect it, in a stricter form than PyYAML's own, with the line of every value.

No duplicate key, anchor, alias or tag; `no` stays a word, `12:30` and `010` stay texts. PyYAML is known here alone.
"""

import datetime
import re
from typing import Any

import yaml

from app.content.problem import Problem, Unreadable, shorten

Location = tuple[str | int, ...]

MAX_DEPTH = 12

# What quotes may spell ("\0") and neither HTML nor XML can print; the marks that turn the direction of what follows.
HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
_SEPARATORS = re.compile("[\r\x85\u2028\u2029]")  # ends of lines for YAML, not for the editors that lines are told to
_UNQUOTED_COLON = re.compile(r"^(?P<key>\s*(?:- )?[\w-]+): (?P<value>[^\"'\[{|>#].*?: .*|[^\"'\[{|>#].*:)$")


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


def parse_mapping(text: str, name: str, first_line: int) -> tuple[dict[str, Any], dict[Location, int]]:
    text = _SEPARATORS.sub(" ", text)
    hidden = HIDDEN.search(text)  # all that PyYAML would refuse, in English
    if hidden:
        raise Unreadable([_refuse_hidden(hidden, name, text[: hidden.start()].count("\n") + first_line)])
    try:
        _refuse_risky_yaml(text, name, first_line)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise Unreadable([_explain_yaml_error(error, text, name, first_line)]) from error
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
    """Anchors, aliases, tags, hidden characters, several documents, deep nesting: found before anything is built."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=_Loader):
        line = (event.start_mark.line if event.start_mark else 0) + first_line
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        documents += isinstance(event, yaml.DocumentStartEvent)
        hidden = isinstance(event, yaml.ScalarEvent) and HIDDEN.search(event.value)
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent) or anchor:
            message = "Les ancres (&) et les renvois (*) ne sont pas admis. Entourez un texte de guillemets."
            raise Unreadable([Problem(name, line, "", message, read=shorten(anchor))])
        if tag:
            message = "Les étiquettes (!) ne sont pas admises. Entourez un texte de guillemets."
            raise Unreadable([Problem(name, line, "", message, read=shorten(tag))])
        if hidden:
            raise Unreadable([_refuse_hidden(hidden, name, line)])
        if depth > MAX_DEPTH:
            raise Unreadable([Problem(name, line, "", "Les informations sont trop imbriquées.")])
        if documents > 1:
            message = "Les informations forment une seule suite de lignes. Ôtez cette ligne « --- »."
            raise Unreadable([Problem(name, line, "", message, read="---")])


def _refuse_hidden(hidden: re.Match[str], name: str, line: int) -> Problem:
    message = "Un caractère invisible interdit se trouve dans le texte. Retapez ce passage."
    return Problem(name, line, "", message, read=repr(hidden.group()))


def _explain_yaml_error(error: yaml.MarkedYAMLError, text: str, name: str, first_line: int) -> Problem:
    """PyYAML's message in French; the commonest mistake, an unquoted « : », is shown corrected."""
    mark = error.problem_mark or error.context_mark
    lines = text.split("\n")
    index = min(mark.line if mark else 0, len(lines) - 1)  # PyYAML may say: after the last line
    written, line = lines[index], index + first_line
    read = shorten(written)
    found = _UNQUOTED_COLON.match(written)
    if found:
        key, value = found["key"], found["value"].replace('"', "'")
        message = "Un texte qui contient « : » doit être entouré de guillemets."
        return Problem(name, line, key.strip("- "), message, read=read, admitted=f'{key.strip()}: "{value}"')
    if "\t" in written:
        message = "Une tabulation se trouve en début de ligne. Remplacez-la par des espaces."
        return Problem(name, line, "", message, read=read)
    message = "Cette ligne ne se lit pas. Vérifiez les guillemets, les crochets et les espaces au début de la ligne."
    return Problem(name, line, "", message, read=read, admitted="clé: valeur")


def spell_location(location: Location) -> str:
    """`("indicators", 0, "unit")` → `indicators[1].unit`: counted from one, as people count."""
    text = ""
    for part in location:
        text += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if text else part
    return text


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
