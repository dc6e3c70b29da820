"""Headlines that are read at a glance, for tests of what only looks at headlines."""

import datetime
from itertools import count

from app.content.headline import Headline
from app.content.practice import short_code

DAY = datetime.date(2026, 11, 21)


def make_headline(
    slug: str = "fiche",
    terms: dict[str, tuple[str, ...]] | None = None,
    related: tuple[str, ...] = (),
    aliases: tuple[str, ...] = (),
    successor: str = "",
) -> Headline:
    """The headline of a short practice of Lens; withdrawn when it has a successor."""
    return Headline(
        slug=slug,
        title="Une fiche",
        summary="Un résumé.",
        organisation="Ville de Lens",
        place="",
        start=2024,
        end=None,
        state="inconnue",
        key_figure=None,
        format="initiative",
        evidence="temoignage",
        published=DAY,
        reviewed=DAY,
        confirmed=None,
        review_due=DAY,
        terms=terms or {},
        documents=(),
        related=related,
        aliases=aliases,
        has_contact=False,
        has_cost=False,
        is_withdrawn=bool(successor),
        successor=successor,
    )


def names_with_one_code() -> tuple[str, str]:
    """Two names whose short address is the same: among some thousands there are such."""
    names: dict[str, str] = {}
    met = ((name, names.setdefault(short_code(name), name)) for name in map("nom-{}".format, count()))
    return next((other, name) for name, other in met if other != name)
