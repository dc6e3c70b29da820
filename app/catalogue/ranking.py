"""Static (query-independent) ranking of practices: score boosts, and the sort orders that a visitor may choose."""

from app.content.headline import Headline
from app.search.analyzer import fold
from app.search.backend import RankingRules

EVIDENCE_ORDER = ("avant-apres", "chiffres", "temoignage")
FORMAT_ORDER = ("etude-de-cas", "initiative")

# Factors by which scores are multiplied, over 1: the better evidenced, then the freshly reviewed.
EVIDENCE_BOOST = {"avant-apres": 0.04, "chiffres": 0.02, "temoignage": 0.0}
FRESH_BOOST = 0.02


def _documented_first(headline: Headline) -> tuple[int, int]:
    return FORMAT_ORDER.index(headline.format), EVIDENCE_ORDER.index(headline.evidence)


def _by_evidence(headline: Headline) -> tuple[object, ...]:
    return (*_documented_first(headline), -headline.reviewed.toordinal(), fold(headline.title))


def _by_date(headline: Headline) -> tuple[object, ...]:
    return (-headline.reviewed.toordinal(), -headline.published.toordinal(), *_documented_first(headline))


def _by_title(headline: Headline) -> tuple[object, ...]:
    return (fold(headline.title),)


RULES: RankingRules[Headline] = RankingRules(
    boost=lambda headline: 1 + EVIDENCE_BOOST[headline.evidence],
    fresh_boost=FRESH_BOOST,
    orders={"pertinence": _by_evidence, "recentes": _by_date, "titre": _by_title},
)
