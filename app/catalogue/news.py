"""News of the base: practices published, changed or withdrawn, newest first, by the date of change that feeds tell."""

import datetime
from collections.abc import Iterable
from itertools import groupby
from typing import Literal, NamedTuple

from app.content.headline import Headline
from app.content.practice import Practice

Kind = Literal["published", "changed", "withdrawn"]
KINDS: tuple[Kind, ...] = ("published", "changed", "withdrawn")


class Change(NamedTuple):
    """A practice and the last thing that happened to it."""

    kind: Kind
    headline: Headline


class Month(NamedTuple):
    """A month with its changes by kind; `start` is its first day."""

    start: datetime.date
    changes: dict[Kind, list[Headline]]


def changed_on(practice: Practice | Headline) -> datetime.date:
    """Date of last change, for feeds and the sitemap: a practice is often reviewed long before it is published."""
    return max(practice.published, practice.reviewed)


def list_changes(headlines: Iterable[Headline], since: datetime.date) -> list[Change]:
    """Each practice that changed since a day, itself included, once, newest first.

    « published » since that day comes before « changed »: what readers have not seen yet is new to them.
    """
    recent = sorted((one for one in headlines if changed_on(one) >= since), key=lambda one: one.title)
    recent.sort(key=changed_on, reverse=True)
    return [Change(_kind(one, since), one) for one in recent]


def list_months(headlines: Iterable[Headline], most: int) -> list[Month]:
    """The newest changes, by month, at most so many."""
    newest = [change.headline for change in list_changes(headlines, datetime.date.min)[:most]]
    months = groupby(newest, key=lambda one: changed_on(one).replace(day=1))
    return [Month(start, group_by_kind(list_changes(group, start))) for start, group in months]


def group_by_kind(changes: Iterable[Change]) -> dict[Kind, list[Headline]]:
    """The practices of each kind of change, in the order of `KINDS`; kinds without any are left out."""
    listed = list(changes)
    groups = {kind: [change.headline for change in listed if change.kind == kind] for kind in KINDS}
    return {kind: group for kind, group in groups.items() if group}


def _kind(headline: Headline, since: datetime.date) -> Kind:
    if headline.is_withdrawn:
        return "withdrawn"
    return "published" if headline.published >= since else "changed"
