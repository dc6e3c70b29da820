"""Review reminders: practices due for review by contact, a letter to each, and serialisers of the list."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from app.content.date import write_date
from app.content.figure import write_checked
from app.content.frame import Site
from app.content.library import Library
from app.content.practice import Contact, Practice


@dataclass(frozen=True)
class ReviewDue:
    """A practice due for review; `days` until the due date, negative or zero once it is overdue."""

    practice: Practice
    days: int

    @property
    def is_overdue(self) -> bool:
        """Whether the due date has come: from that day on the practice is no longer fresh."""
        return self.days <= 0

    def due_text(self) -> str:
        """Format the due date: « à revoir depuis le 1er mars 2026 »."""
        due = write_date(self.practice.review_due)
        return f"à revoir depuis le {due}" if self.is_overdue else f"à revoir avant le {due}"


@dataclass(frozen=True)
class Letter:
    """Subject and body of an e-mail, in French."""

    subject: str
    body: str


@dataclass(frozen=True)
class Correspondent:
    """A contact and its practices due for review, the most urgent first.

    Practices that share an e-mail address make one letter, even when they name several services.
    """

    contact: Contact
    names: tuple[str, ...]
    reviews: tuple[ReviewDue, ...]


def list_correspondents(library: Library, today: datetime.date, within: int) -> list[Correspondent]:
    """Contacts whose practices are overdue, or due within `within` days; the most urgent first."""
    groups: dict[str, list[ReviewDue]] = {}
    for practice in library.practices:
        days = (practice.review_due - today).days
        if not practice.withdrawn and days <= within:
            contact = practice.contact
            groups.setdefault((contact.email or contact.name).lower(), []).append(ReviewDue(practice, days))
    correspondents = []
    for reviews in groups.values():
        reviews.sort(key=lambda review: (review.days, review.practice.slug))
        names = tuple(dict.fromkeys(review.practice.contact.name for review in reviews))
        correspondents.append(Correspondent(reviews[0].practice.contact, names, tuple(reviews)))
    return sorted(correspondents, key=lambda c: (c.reviews[0].days, c.contact.name))


def write_letter(correspondent: Correspondent, site: Site) -> Letter:
    """The letter to a contact, ready to send; it can be answered with neither an account nor the software."""
    count = len(correspondent.reviews)
    is_one = count == 1
    subject = f"{site.name} : {'votre fiche' if is_one else f'vos {count} fiches'} à vérifier"
    actions = "une de vos actions" if is_one else "plusieurs de vos actions"
    purpose = "cette fiche reste juste, nous la" if is_one else "ces fiches restent justes, nous les"
    opening = f"Le site « {site.name} » ({site.url}) fait connaître {actions}. Pour que {purpose} vérifions avec vous."
    ask = (
        "Pouvez-vous nous dire :\n"
        "1. si l'action continue, et sous la même forme ;\n"
        "2. si des chiffres plus récents existent, avec leur année et le document qui les donne ;\n"
        "3. ce que vous avez appris depuis : ce qui a marché, ce qui n'a pas marché ;\n"
        "4. si cette adresse est toujours la bonne pour les personnes qui veulent en savoir plus."
    )
    closing = "Si rien n'a changé, répondez simplement « rien à changer » : nous écrirons que vous l'avez confirmé."
    listed = "\n\n".join(_list_sheet(review, site) for review in correspondent.reviews)
    signature = f"Merci,\n\n{site.editor.name}\n{site.editor.email}"
    return Letter(subject, "\n\n".join(["Bonjour,", opening, listed, ask, closing, signature]))


def write_freshness(correspondents: Sequence[Correspondent], site: Site) -> str:
    """Format the list for a terminal: each contact, its practices, its letter."""
    parts = []
    for correspondent in correspondents:
        contact = correspondent.contact
        reach = contact.email or contact.phone or contact.url or "ni courriel, ni téléphone : à chercher"
        lines = [f"{' ; '.join(correspondent.names)}", f"  {reach}"]
        lines += [f"  - {review.practice.slug} : {review.due_text()}" for review in correspondent.reviews]
        letter = write_letter(correspondent, site)
        body = "\n".join(f"  | {line}".rstrip() for line in letter.body.split("\n"))
        parts.append("\n".join(lines) + f"\n\n  | Objet : {letter.subject}\n  |\n{body}\n")
    reviews = [review for correspondent in correspondents for review in correspondent.reviews]
    late = sum(review.is_overdue for review in reviews)
    soon = len(reviews) - late
    parts.append(
        f"{late or 'Aucune'} fiche{'s' * (late > 1)} en retard, {soon or 'aucune'} à revoir bientôt, "
        f"{len(correspondents) or 'aucun'} contact{'s' * (len(correspondents) > 1)}."
    )
    return "\n".join(parts)


def to_rows(correspondents: Sequence[Correspondent], site: Site) -> list[dict[str, object]]:
    """Serialise the list for JSON."""
    return [
        {
            "contact": correspondent.contact.model_dump(exclude_none=True),
            "names": list(correspondent.names),
            "letter": {"subject": letter.subject, "body": letter.body},
            "sheets": [
                {
                    "slug": review.practice.slug,
                    "title": review.practice.title,
                    "reviewed": review.practice.reviewed.isoformat(),
                    "due": review.practice.review_due.isoformat(),
                    "days": review.days,
                    "overdue": review.is_overdue,
                }
                for review in correspondent.reviews
            ],
        }
        for correspondent in correspondents
        for letter in [write_letter(correspondent, site)]
    ]


def _list_sheet(review: ReviewDue, site: Site) -> str:
    practice = review.practice
    address = f"{site.url.rstrip('/')}/pratiques/{practice.slug}"
    return f"- {practice.title}\n  {address}\n  Fiche {write_checked(practice)}, {review.due_text()}."
