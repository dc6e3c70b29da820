"""The practices that a composition names, as the catalogue has them today."""

from dataclasses import dataclass, replace

from app.catalogue.catalogue import Catalogue
from app.content.headline import Headline
from app.content.practice import Practice
from app.content.selection import Selection
from app.selection.address import Choice, Composition, name_some

MAX_PRACTICES = 30
MAX_COMPARED = 4
MARK_LENGTH = 6


@dataclass(frozen=True)
class Chosen:
    """A practice of the deck; `is_changed`: its sheet is no longer what it was in the version of the address."""

    choice: Choice
    headline: Headline
    practice: Practice
    is_changed: bool = False


@dataclass(frozen=True)
class Deck:
    """What a selection shows. `composition` names each practice by its present slug."""

    composition: Composition
    chosen: tuple[Chosen, ...]
    notices: tuple[str, ...] = ()

    @property
    def practices(self) -> tuple[Practice, ...]:
        return tuple(chosen.practice for chosen in self.chosen)

    @property
    def headlines(self) -> tuple[Headline, ...]:
        return tuple(chosen.headline for chosen in self.chosen)

    @property
    def compared(self) -> tuple[Practice, ...]:
        """Those that stand side by side in the comparison."""
        return self.practices[:MAX_COMPARED]

    @property
    def left_out(self) -> tuple[Practice, ...]:
        """Those that the comparison has no room for."""
        return self.practices[MAX_COMPARED:]

    @property
    def has_notes(self) -> bool:
        """Whether the host has written anything."""
        return any(chosen.choice.note for chosen in self.chosen)

    @property
    def has_changed(self) -> bool:
        """Whether any sheet has changed since the version of the address."""
        return any(chosen.is_changed for chosen in self.chosen)


def deal(catalogue: Catalogue, composition: Composition) -> Deck:
    """The practices of a composition. What cannot be shown is told, and the rest shown."""
    found, notices = _find(catalogue, composition)
    if len(found) > MAX_PRACTICES:
        left_out = len(found) - MAX_PRACTICES
        notices.append(f"Une sélection compte {MAX_PRACTICES} pratiques au plus : {left_out} sont laissées de côté.")
    notices += _tell_lost_version(catalogue, composition)
    choices = tuple(found.values())[:MAX_PRACTICES]
    chosen = tuple(_choose(catalogue, choice, composition.version) for choice in choices)
    resolved = replace(composition, choices=choices)
    return Deck(resolved, chosen, (*composition.notices, *notices))


def compose(selection: Selection) -> Composition:
    """A curated selection as a composition: the same views show both."""
    choices = tuple(Choice(choice.slug, choice.note or "") for choice in selection.practices)
    return Composition(selection.title, choices)


def freeze(catalogue: Catalogue, composition: Composition) -> Composition:
    """The composition that will be able to say which sheets have changed since now."""
    choices = tuple(replace(choice, mark=_take_mark(catalogue, choice.slug)) for choice in composition.choices)
    return replace(composition, choices=choices, version=catalogue.fingerprint)


def _find(catalogue: Catalogue, composition: Composition) -> tuple[dict[str, Choice], list[str]]:
    """Choices by present slug: former names, short codes and repetitions resolved."""
    found: dict[str, Choice] = {}
    unknown: list[str] = []
    notices: list[str] = []
    for choice in composition.choices:
        slug = _resolve(catalogue, choice.slug)
        withdrawn = catalogue.withdrawn(slug)
        if withdrawn:
            notices.append(_tell_withdrawn(catalogue, withdrawn))
        elif catalogue.practice(slug) is None:
            unknown.append(choice.slug)
        elif slug in found:
            notices.append(f"« {choice.slug} » et « {slug} » sont la même fiche : elle est montrée une seule fois.")
        else:
            found[slug] = replace(choice, slug=slug)
    if unknown:
        notices.append(f"Aucune fiche ne porte ce nom : {name_some(unknown)}.")
    return found, notices


def _resolve(catalogue: Catalogue, name: str) -> str:
    """The present slug behind a slug, a former slug or a short code; else the name itself."""
    if catalogue.practice(name) or catalogue.withdrawn(name):
        return name
    return catalogue.current_slug(name) or catalogue.slug_of_code(name) or name


def _tell_withdrawn(catalogue: Catalogue, practice: Practice) -> str:
    withdrawal = practice.withdrawn
    reason = withdrawal.reason if withdrawal else ""
    successor = catalogue.practice(withdrawal.successor or "") if withdrawal else None
    told = f"« {practice.title} » a été retirée : {reason}"
    return f"{told} Elle est remplacée par « {successor.title} »." if successor else told


def _choose(catalogue: Catalogue, choice: Choice, version: str) -> Chosen:
    practice = catalogue.practice(choice.slug)
    if practice is None:
        raise KeyError(choice.slug)
    return Chosen(choice, catalogue.headline(choice.slug), practice, _is_changed(catalogue, choice, version))


def _is_changed(catalogue: Catalogue, choice: Choice, version: str) -> bool:
    """By the mark of the address; without one, by the sheet in the snapshot of that version if it is still there."""
    if choice.mark:
        return choice.mark != _take_mark(catalogue, choice.slug)
    former = catalogue.former_digests(version)
    return bool(former) and former.get(choice.slug) != catalogue.digest(choice.slug)


def _tell_lost_version(catalogue: Catalogue, composition: Composition) -> list[str]:
    is_marked = all(choice.mark for choice in composition.choices)
    if not composition.version or is_marked or catalogue.former_digests(composition.version):
        return []
    return [
        f"La version « {composition.version} » n'est plus conservée : les fiches sont montrées comme elles sont "
        "aujourd'hui, sans que l'on puisse dire lesquelles ont changé depuis."
    ]


def _take_mark(catalogue: Catalogue, slug: str) -> str:
    return catalogue.digest(slug)[:MARK_LENGTH]
