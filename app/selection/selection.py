"""Resolution of selections against the catalogue: aliases, withdrawn or unknown practices, changes since a version."""

from collections import Counter
from dataclasses import dataclass, replace

from app.catalogue.catalogue import Catalogue
from app.catalogue.overview import Lesson
from app.content.headline import Headline
from app.content.page import Selection
from app.content.practice import Practice
from app.selection.address import Composition, PracticeChoice, name_some

MAX_PRACTICES = 30
MAX_COMPARED = 4
MAX_LEVERS = 5
MARK_LENGTH = 6


@dataclass(frozen=True)
class ResolvedChoice:
    """A resolved item; `is_changed`: its file differs from the version of the URL."""

    choice: PracticeChoice
    headline: Headline
    practice: Practice
    is_changed: bool = False


@dataclass(frozen=True)
class ResolvedSelection:
    """A resolved selection, for views. `composition` has present slugs only; `notices` say what was dropped."""

    composition: Composition
    chosen: tuple[ResolvedChoice, ...]
    notices: tuple[str, ...] = ()

    @property
    def practices(self) -> tuple[Practice, ...]:
        return tuple(chosen.practice for chosen in self.chosen)

    @property
    def headlines(self) -> tuple[Headline, ...]:
        return tuple(chosen.headline for chosen in self.chosen)

    @property
    def compared(self) -> tuple[Practice, ...]:
        """The practices of the comparison table, `MAX_COMPARED` at most."""
        return self.practices[:MAX_COMPARED]

    @property
    def left_out(self) -> tuple[Practice, ...]:
        """The practices beyond `MAX_COMPARED`."""
        return self.practices[MAX_COMPARED:]

    @property
    def main_levers(self) -> list[str]:
        """The levers that more than one of its practices uses, the commonest first: `MAX_LEVERS` at most."""
        counts = Counter(lever for practice in self.practices for lever in practice.levers)
        return [lever for lever, count in counts.most_common(MAX_LEVERS) if count > 1]

    @property
    def first_pitfalls(self) -> list[Lesson]:
        """The first pitfall of each of its practices."""
        sections = [(practice, practice.section("vigilance")) for practice in self.practices]
        return [Lesson(section.items[0], practice) for practice, section in sections if section and section.items]

    @property
    def has_notes(self) -> bool:
        """Whether any item has a note."""
        return any(chosen.choice.note for chosen in self.chosen)

    @property
    def has_changed(self) -> bool:
        """Whether any practice has changed since the version of the URL."""
        return any(chosen.is_changed for chosen in self.chosen)


def resolve_selection(catalogue: Catalogue, composition: Composition) -> ResolvedSelection:
    """Look up the practices of a selection. What cannot be shown is dropped, with a notice."""
    found, notices = _find_choices(catalogue, composition)
    if len(found) > MAX_PRACTICES:
        left_out = len(found) - MAX_PRACTICES
        notices.append(f"Une sélection compte {MAX_PRACTICES} pratiques au plus : {left_out} sont laissées de côté.")
    notices += _lost_version_notices(catalogue, composition)
    choices = tuple(found.values())[:MAX_PRACTICES]
    chosen = tuple(
        ResolvedChoice(one, catalogue.headline(one.slug), practice, _is_changed(catalogue, one, composition.version))
        for one in choices
        if (practice := catalogue.practice(one.slug))
    )
    resolved = replace(composition, choices=choices)
    return ResolvedSelection(resolved, chosen, (*composition.notices, *notices))


def compose(selection: Selection) -> Composition:
    """Convert a curated selection, so that the same views show both."""
    choices = tuple(PracticeChoice(choice.slug, choice.note or "") for choice in selection.practices)
    return Composition(selection.title, choices)


def freeze(catalogue: Catalogue, composition: Composition) -> Composition:
    """A copy with the fingerprint of the catalogue and a mark for each item, to detect later changes."""
    choices = tuple(replace(choice, mark=_mark_of(catalogue, choice.slug)) for choice in composition.choices)
    return replace(composition, choices=choices, version=catalogue.fingerprint)


def _find_choices(catalogue: Catalogue, composition: Composition) -> tuple[dict[str, PracticeChoice], list[str]]:
    """Items by present slug (aliases, short codes and duplicates resolved), and notices."""
    found: dict[str, PracticeChoice] = {}
    unknown: list[str] = []
    notices: list[str] = []
    for choice in composition.choices:
        slug = _resolve_slug(catalogue, choice.slug)
        withdrawn = catalogue.withdrawn(slug)
        if withdrawn:
            notices.append(_withdrawn_notice(catalogue, withdrawn))
        elif catalogue.practice(slug) is None:
            unknown.append(choice.slug)
        elif slug in found:
            notices.append(f"« {choice.slug} » et « {slug} » sont la même fiche : elle est montrée une seule fois.")
        else:
            found[slug] = replace(choice, slug=slug)
    if unknown:
        notices.append(f"Aucune fiche ne porte ce nom : {name_some(unknown)}.")
    return found, notices


def _resolve_slug(catalogue: Catalogue, name: str) -> str:
    """Canonical slug for a slug, an alias or a short code; else the name itself."""
    if catalogue.practice(name) or catalogue.withdrawn(name):
        return name
    return catalogue.current_slug(name) or catalogue.slug_of_code(name) or name


def _withdrawn_notice(catalogue: Catalogue, practice: Practice) -> str:
    withdrawal = practice.withdrawn
    reason = withdrawal.reason if withdrawal else ""
    successor = catalogue.practice(withdrawal.successor or "") if withdrawal else None
    told = f"« {practice.title} » a été retirée : {reason}"
    return f"{told} Elle est remplacée par « {successor.title} »." if successor else told


def _is_changed(catalogue: Catalogue, choice: PracticeChoice, version: str) -> bool:
    """Compares digests: with the mark of the URL, else with the snapshot of that version while the store keeps it.

    Former names are left aside: a practice that is only renamed says what it said.
    """
    digests = {catalogue.digest(choice.slug), catalogue.digest_of_text(choice.slug)}
    if choice.mark:
        return choice.mark not in {digest[:MARK_LENGTH] for digest in digests}
    former = catalogue.former_digests(version)
    return bool(former) and digests.isdisjoint(former.get(name) for name in catalogue.headline(choice.slug).names)


def _lost_version_notices(catalogue: Catalogue, composition: Composition) -> list[str]:
    is_marked = all(choice.mark for choice in composition.choices)
    if not composition.version or is_marked or catalogue.former_digests(composition.version):
        return []
    return [
        f"La version « {composition.version} » n'est plus conservée : les fiches sont montrées comme elles sont "
        "aujourd'hui, sans que l'on puisse dire lesquelles ont changé depuis."
    ]


def _mark_of(catalogue: Catalogue, slug: str) -> str:
    return catalogue.digest_of_text(slug)[:MARK_LENGTH]
