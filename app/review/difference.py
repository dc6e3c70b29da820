"""What changed inside a sheet, field by field, old and new."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.content.field import Field, practice_fields
from app.content.figure import write_number
from app.content.practice import Indicator, Practice
from app.content.problem import shorten
from app.content.section import TITLES

_LENGTH = 100  # characters shown of a text: a report is read in five minutes
Dumped = object  # what a model gives as JSON: text, number, list, mapping or nothing


@dataclass(frozen=True)
class Difference:
    """A field by its label, what it held and what it holds; nothing is an empty text."""

    label: str
    before: str
    after: str


def find_differences(before: Practice, after: Practice) -> tuple[Difference, ...]:
    """The figures first, then the other fields in the order of the file, then the parts of the text."""
    fields = tuple(each for each in practice_fields() if each.name != "indicators")
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    return (*_compare_figures(before, after), *_compare(fields, old, new, ""), *_compare_texts(before, after))


def _compare_figures(before: Practice, after: Practice) -> Iterator[Difference]:
    old, new = _figures(before), _figures(after)
    for label in dict.fromkeys((*old, *new)):
        yield from _differ(f"Chiffre « {label} »", old.get(label, ""), new.get(label, ""))


def _figures(practice: Practice) -> dict[str, str]:
    """Each figure by its label; two of one label stand together."""
    figures: dict[str, str] = {}
    for indicator in practice.indicators:
        known = figures.get(indicator.label)
        figures[indicator.label] = f"{known} ; {_spell_figure(indicator)}" if known else _spell_figure(indicator)
    return figures


def _spell_figure(indicator: Indicator) -> str:
    values = ", ".join(f"{write_number(each.value)} {indicator.unit} ({each.year})" for each in indicator.values)
    return ", ".join(filter(None, (values, indicator.nature, indicator.source, indicator.note)))


def _compare(
    fields: Sequence[Field], old: Mapping[str, Dumped], new: Mapping[str, Dumped], parent: str
) -> Iterator[Difference]:
    for each in fields:
        label = f"{parent}, {each.label.lower()}" if parent else each.label
        before, after = old.get(each.name), new.get(each.name)
        if each.kind == "group":
            yield from _compare(each.fields, _mapping(before), _mapping(after), label)
        else:
            yield from _differ(label, _spell(before), _spell(after))


def _compare_texts(before: Practice, after: Practice) -> Iterator[Difference]:
    """Of the text, which parts changed and how long they are: the lines are in the comparison of the files."""
    for key, title in TITLES.items():
        old, new = before.section(key), after.section(key)
        if (old and old.markdown) != (new and new.markdown):
            yield Difference(f"Partie « {title} »", _length(old.text if old else ""), _length(new.text if new else ""))


def _length(text: str) -> str:
    return f"{len(text.split())} mots" if text else ""


def _differ(label: str, before: str, after: str) -> Iterator[Difference]:
    """What differs may stand at the end of a long text: it is shown from a little before that."""
    if before != after:
        same = next((n for n, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), 0)
        start = max(0, same - _LENGTH // 3) if max(len(before), len(after)) > _LENGTH else 0
        yield Difference(label, _cut(before, start), _cut(after, start))


def _cut(text: str, start: int) -> str:
    return ("…" if start and text else "") + shorten(text[start:], _LENGTH)


def _mapping(value: Dumped) -> Mapping[str, Dumped]:
    return value if isinstance(value, Mapping) else {}


def _spell(value: Dumped) -> str:
    if isinstance(value, Mapping):
        return " ".join(filter(None, map(_spell, value.values())))
    if isinstance(value, list):
        return ", ".join(map(_spell, value))
    return "" if value is None else str(value)
