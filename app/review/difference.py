"""Field-by-field and word-by-word diff of two versions of a practice, and of the YAML files, in readers' words."""

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel

from app.content.field import Field, practice_fields
from app.content.figure import group_sources, write_approx
from app.content.frame import Frame
from app.content.library import Library
from app.content.practice import FACETS, Indicator, Practice
from app.content.problem import shorten
from app.content.section import TITLES
from app.content.vocabulary import Vocabulary

AROUND = 3  # words shown on each side
MAX_COMPARED = 3_000  # lines, or words of a passage: a comparison takes the square of it at worst
_LENGTH = 100  # characters shown of a text: a report is read in five minutes
_PASSAGES = 5  # of one part
Change = tuple[str, str]  # a passage as it was and as it is
Span = tuple[int, int]  # from the first of some items to the one after the last
Dumped = object  # what a model gives as JSON: text, number, list, mapping or nothing


@dataclass(frozen=True)
class Difference:
    """A changed field by its label, with its value before and after; an absent one is ""."""

    label: str
    before: str
    after: str


def find_differences(before: Practice, after: Practice, frame: Frame) -> tuple[Difference, ...]:
    """The diff of a practice: indicators first, other fields in the order of the file, then sections."""
    fields = tuple(each for each in practice_fields() if each.name != "indicators")
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    return (
        *_compare_figures(before, after, frame),
        *_compare(fields, old, new, "", frame),
        *_compare_texts(before, after),
    )


def find_list_differences(before: Frame, after: Library) -> tuple[Difference, ...]:
    """The diff of vocabulary.yaml, sources.yaml, glossary.yaml and site.yaml, entry by entry."""
    found: list[Difference] = []
    for name in Vocabulary.model_fields:
        old, new = before.vocabulary.terms(name), after.vocabulary.terms(name)
        if old != new:
            found += _compare_entries(f"vocabulary.yaml, {name}", old, new, _count_uses(after, name))
    found += _compare_entries("sources.yaml", before.documents, after.documents)
    found += _compare_entries("glossary.yaml", before.glossary, after.glossary)
    found += _compare_values("site.yaml", before.site, after.site)
    return tuple(found)


def _count_uses(library: Library, list_name: str) -> Counter[str]:
    """How many practices have each term of a vocabulary."""
    facets = [facet for facet in FACETS if facet.list_name == list_name]
    return Counter(slug for practice in library.practices for facet in facets for slug in facet.values(practice))


def format_figure(indicator: Indicator, frame: Frame) -> str:
    """Format an indicator: « 20,5 % (2020), 22 % (2024), déclaré, Panorama 2025 »."""
    values = ", ".join(
        f"{write_approx(each.value, each.approx)} {indicator.unit} ({each.year})" for each in indicator.values
    )
    nature = frame.vocabulary.label("natures", indicator.nature)
    role = frame.vocabulary.label("roles", indicator.role) if indicator.role else ""
    sources = [_label("sources", document, frame) for document, _ in group_sources(indicator)]
    headline = "à montrer d'abord" if indicator.headline else ""
    return ", ".join(filter(None, (values, nature, role, headline, *sources, indicator.note)))


def _compare_figures(before: Practice, after: Practice, frame: Frame) -> Iterator[Difference]:
    old, new = _figures(before, frame), _figures(after, frame)
    for label in dict.fromkeys((*old, *new)):
        yield from _differ(f"Chiffre « {label} »", old.get(label, ""), new.get(label, ""))


def _figures(practice: Practice, frame: Frame) -> dict[str, str]:
    """Each indicator, formatted, by its label; two of one label are joined."""
    figures: dict[str, str] = {}
    for indicator in practice.indicators:
        known, text = figures.get(indicator.label), format_figure(indicator, frame)
        figures[indicator.label] = f"{known} ; {text}" if known else text
    return figures


def _compare(
    fields: Sequence[Field], old: Mapping[str, Dumped], new: Mapping[str, Dumped], parent: str, frame: Frame
) -> Iterator[Difference]:
    for each in fields:
        label = f"{parent}, {each.label.lower()}" if parent else each.label
        before, after = old.get(each.name), new.get(each.name)
        if each.kind == "group":
            yield from _compare(each.fields, _mapping(before), _mapping(after), label, frame)
        else:
            yield from _differ(label, _spell(before, each, frame), _spell(after, each, frame))


def _compare_texts(before: Practice, after: Practice) -> Iterator[Difference]:
    """For each section, its changed passages; of one that was added or removed, its length."""
    for key, title in TITLES.items():
        old, new = before.section(key), after.section(key)
        label = f"Partie « {title} »"
        if not old or not new:
            yield from _differ(label, _length(old.markdown if old else ""), _length(new.markdown if new else ""))
        elif old.markdown != new.markdown:
            changes = find_changed_passages(old.markdown, new.markdown)
            for was, now in changes[:_PASSAGES]:
                yield from _differ(label, was, now)
            if len(changes) > _PASSAGES or not changes:
                rest = f"{label}, {len(changes) - _PASSAGES} autres passages" if changes else f"{label}, mise en page"
                yield Difference(rest, _length(old.markdown), _length(new.markdown))


def _length(text: str) -> str:
    return f"{len(text.split())} mots" if text else ""


def _compare_entries(
    label: str, old: Mapping[str, BaseModel], new: Mapping[str, BaseModel], uses: Mapping[str, int] | None = None
) -> Iterator[Difference]:
    """Added and removed entries whole, changed ones field by field. `uses` counts their practices."""
    for key in dict.fromkeys((*old, *new)):
        before, after = old.get(key), new.get(key)
        count = uses.get(key, 0) if uses else 0
        place = f"{label}, {key}" + (f" ({count} fiche{'s' * (count > 1)})" if count else "")
        if before and after:
            yield from _compare_values(place, before, after)
        else:
            yield from _differ(place, _spell_entry(before), _spell_entry(after))


def _compare_values(label: str, before: BaseModel, after: BaseModel) -> Iterator[Difference]:
    was, now = before.model_dump(mode="json"), after.model_dump(mode="json")
    for name in was:
        yield from _differ(f"{label}, {name}", _spell(was[name]), _spell(now[name]))


def _spell_entry(entry: BaseModel | None) -> str:
    return _spell(entry.model_dump(mode="json", exclude={"slug"})) if entry else ""


def _differ(label: str, before: str, after: str) -> Iterator[Difference]:
    """A difference when the values differ; of long texts, an excerpt around the first differing character."""
    if before != after:
        same = next((n for n, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1]), 0)
        start = max(0, same - _LENGTH // 3) if max(len(before), len(after)) > _LENGTH else 0
        yield Difference(label, _cut(before, start), _cut(after, start))


def _cut(text: str, start: int) -> str:
    return ("…" if start and text else "") + shorten(text[start:], _LENGTH)


def _mapping(value: Dumped) -> Mapping[str, Dumped]:
    return value if isinstance(value, Mapping) else {}


def _spell(value: Dumped, field: Field | None = None, frame: Frame | None = None) -> str:
    """Format a value: slugs by their labels, rows field by field; recursive."""
    if isinstance(value, Mapping):
        inner = {each.name: each for each in field.fields} if field else {}
        return " ".join(filter(None, (_spell(each, inner.get(str(key)), frame) for key, each in value.items())))
    if isinstance(value, list):
        return ", ".join(_spell(each, field, frame) for each in value)
    if field and frame and field.list_name:
        return _label(field.list_name, value, frame)
    return "" if value is None else str(value)


def _label(list_name: str, value: Dumped, frame: Frame) -> str:
    """The label of a slug, the title of a document; else the value unchanged."""
    slug = "" if value is None else str(value)
    if list_name == "sources":
        document = frame.documents.get(slug)
        return document.title if document else slug
    return frame.vocabulary.label(list_name, slug) if list_name in Vocabulary.model_fields else slug


def find_changed_passages(before: str, after: str) -> list[Change]:
    """Word diff with context: each passage before and after, those with a changed number first, for they are verified.

    Lines are compared first, then the words of the lines that differ.
    """
    old, new = before.splitlines(), after.splitlines()
    found: list[Change] = []
    for lines in _group_changes(old, new, 0):
        was, now = (" ".join(each).split() for each in (old[slice(*lines[0])], new[slice(*lines[1])]))
        found += [
            (_quote_words(was, *words[0]), _quote_words(now, *words[1])) for words in _group_changes(was, now, AROUND)
        ]
    return sorted(found, key=lambda change: _digits(change[0]) == _digits(change[1]))


def _group_changes(old: Sequence[str], new: Sequence[str], around: int) -> Iterator[tuple[Span, Span]]:
    """The spans that differ, with `around` items on each side; those whose contexts meet are one."""
    if len(old) + len(new) > MAX_COMPARED:
        yield (0, len(old)), (0, len(new))
        return
    for group in difflib.SequenceMatcher(None, old, new).get_grouped_opcodes(around):
        (_, i1, _, j1, _), (_, _, i2, _, j2) = group[0], group[-1]
        yield (i1, i2), (j1, j2)


def _quote_words(words: Sequence[str], first: int, last: int) -> str:
    """A span of words, with a sign where others come before or after."""
    return ("… " if first else "") + " ".join(words[first:last]) + (" …" if last < len(words) else "")


def _digits(text: str) -> list[str]:
    return re.findall(r"\d+", text)
