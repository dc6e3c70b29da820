"""Cross-reference checks between practices: unique slugs, aliases and short codes; no broken link."""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

from app.content.headline import Headline
from app.content.practice import short_code
from app.content.problem import Problem, nearest_word
from app.content.source_file import SourceFile
from app.content.strict_yaml import Location


class _UnlocatedProblem(NamedTuple):
    """A problem whose file and line are still to be resolved."""

    location: Location
    message: str
    read: str
    admitted: str = ""
    nearest: str = ""

    def of(self, source: SourceFile) -> Problem:
        """The problem, located in its source file."""
        return source.problem(self.location, self.message, read=self.read, admitted=self.admitted, nearest=self.nearest)


def check_names(
    headlines: Iterable[Headline], slugs: Collection[str], source_of: Callable[[str], SourceFile]
) -> Iterator[Problem]:
    """Every cross-reference problem of a folder. `slugs` names all files, even those that cannot be parsed.

    A file is parsed again with `source_of` only when there is a problem to locate in it.
    """
    owners = {slug: slug for slug in slugs}
    codes: dict[str, str] = {}
    for headline in headlines:
        complaints = [*_claim(headline, owners, codes), *_check_links(headline, owners)]
        source = source_of(headline.slug) if complaints else None
        yield from (complaint.of(source) for complaint in complaints if source)


def check_added_practice(newcomer: Headline, source: SourceFile, others: Iterable[Headline]) -> list[Problem]:
    """The cross-reference problems of one practice that would be added to `others`, or would replace one."""
    owners = {name: other.slug for other in others for name in other.names} | {newcomer.slug: newcomer.slug}
    codes = {short_code(name): name for name in owners if name != newcomer.slug}
    complaints = [*_claim(newcomer, owners, codes), *_check_links(newcomer, owners)]
    return [complaint.of(source) for complaint in complaints]


def _claim(headline: Headline, owners: dict[str, str], codes: dict[str, str]) -> Iterator[_UnlocatedProblem]:
    """Two files may not claim one name, nor two names one short address; the first to claim it keeps it."""
    for position, alias in enumerate(headline.aliases):
        owner = owners.setdefault(alias, headline.slug)
        if owner != headline.slug or alias == headline.slug:
            message = f"L'ancien nom « {alias} » est déjà pris par la fiche « {owner} »."
            yield _UnlocatedProblem(("aliases", position), message, alias, "un nom libre")
    for name in headline.names:
        owner = codes.setdefault(short_code(name), name)
        if owner != name:
            message = "L'adresse courte de cette fiche est déjà celle d'une autre. Changez le nom du fichier."
            yield _UnlocatedProblem((), message, name, f"un nom dont l'adresse diffère de « {owner} »")


def _check_links(headline: Headline, owners: dict[str, str]) -> Iterator[_UnlocatedProblem]:
    """A broken link to another sheet is a problem, but no reason to hide this one."""
    links: list[tuple[Location, str]] = [(("related", n), slug) for n, slug in enumerate(headline.related)]
    links += [(("withdrawn", "successor"), headline.successor)] if headline.successor else []
    for location, slug in links:
        if slug == headline.slug:
            yield _UnlocatedProblem(location, "Une fiche ne renvoie pas à elle-même.", slug)
        elif owners.get(slug) != slug:
            nearest = nearest_word(slug, [name for name, owner in owners.items() if name == owner])
            yield _UnlocatedProblem(location, "Aucune fiche ne porte ce nom.", slug, nearest=nearest)
