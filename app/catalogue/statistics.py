"""Statistics of the base: what its sheets tell and where they come from, counted, so that no page types a number."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from app.content.frame import Document, Frame
from app.content.headline import Headline

LEADERS = 2  # organisations that are named when they carry many of the sheets
_KNOWN = "Ce que l'on sait"
_GROUPS = (
    ("evidence", "Ce qui est mesuré"),
    ("status", "Situation"),
    ("department", "Département"),
    ("theme", "Thème"),
)


class Share(NamedTuple):
    """A count out of a total, with its label."""

    label: str
    number: int
    total: int

    def __str__(self) -> str:
        return f"{self.label} : {self.number} sur {self.total}"


class Statistics(NamedTuple):
    """`groups`: what sheets tell, then sheets by term of a list and by document. `leaders`: organisations that carry

    most sheets, several each.
    """

    total: int
    groups: tuple[tuple[str, tuple[Share, ...]], ...]
    leaders: tuple[Share, ...]

    @property
    def concentration(self) -> str:
        """« 58 fiches sur 88 racontent l'action de 2 organisations : X (42) et Y (16). », or "" without any."""
        if not self.leaders:
            return ""
        named = " et ".join(f"{share.label} ({share.number})" for share in self.leaders)
        whose = f"de {len(self.leaders)} organisations" if len(self.leaders) > 1 else "d'une organisation"
        carried = sum(share.number for share in self.leaders)
        return f"{carried} fiches sur {self.total} racontent l'action {whose} : {named}."


def measure(headlines: Sequence[Headline], frame: Frame) -> Statistics:
    """Count the published practices of a base."""
    total = len(headlines)
    counted = {
        "Un contact direct": sum(headline.has_contact for headline in headlines),
        "Une situation que le document dit": sum(headline.state != "inconnue" for headline in headlines),
        "Le coût, au moins en partie": sum(headline.has_cost for headline in headlines),
        "Une confirmation par l'organisation": sum(headline.confirmed is not None for headline in headlines),
    }
    known = [Share(label, count, total) for label, count in counted.items()]
    online = sum(document.url is not None for document in frame.documents.values())
    organisations = Counter(headline.organisation for headline in headlines).most_common(LEADERS)
    groups = [
        (_KNOWN, (*known, Share("Documents à lire en ligne", online, len(frame.documents)))),
        *(_count_terms(headlines, frame, *group) for group in _GROUPS),
        _count_documents(headlines, frame.documents),
    ]
    leaders = (Share(name, count, total) for name, count in organisations if count > 1)
    return Statistics(total, tuple(groups), tuple(leaders))


def _count_terms(headlines: Sequence[Headline], frame: Frame, facet: str, title: str) -> tuple[str, tuple[Share, ...]]:
    """Every term of a list, those without a sheet too."""
    lists = {"evidence": "evidence", "status": "statuses", "department": "departments", "theme": "themes"}
    counts = Counter(slug for headline in headlines for slug in headline.terms[facet])
    terms = frame.vocabulary.terms(lists[facet])
    return title, tuple(Share(term.label, counts[slug], len(headlines)) for slug, term in terms.items())


def _count_documents(headlines: Sequence[Headline], documents: Mapping[str, Document]) -> tuple[str, tuple[Share, ...]]:
    """A sheet that cites two documents counts for both."""
    counts = Counter(key for headline in headlines for key in headline.documents)
    shares = (Share(document.title, counts[key], len(headlines)) for key, document in documents.items())
    return "Document cité", tuple(shares)
