"""The monthly letter: what changed since a day, printed as HTML for mail programs, Markdown or plain text."""

import datetime
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape

from app.catalogue.news import Kind, group_by_kind, list_changes
from app.content.date import write_date
from app.content.frame import Site
from app.content.headline import Headline
from app.content.library import Library
from app.content.vocabulary import Vocabulary

_HEADINGS: dict[Kind, tuple[str, str]] = {
    "published": ("Nouvelle pratique", "Nouvelles pratiques"),
    "changed": ("Pratique relue ou mise à jour", "Pratiques relues ou mises à jour"),
    "withdrawn": ("Pratique retirée", "Pratiques retirées"),
}
_LEAVE = "Pour ne plus recevoir cette lettre, répondez-y simplement."
_MARKS = re.compile(r"([\\`*_\[\]<>#&~|])")
_SMALL = "margin:4px 0 0;font-size:14px;color:#4a5568"


@dataclass(frozen=True)
class Entry:
    """A practice in words. `summary` is empty when it is withdrawn; `url` is then that of its successor, or empty."""

    title: str
    url: str
    summary: str = ""
    who: str = ""
    contact: str = ""


@dataclass(frozen=True)
class Digest:
    """A letter: its entries under a heading for each kind of change."""

    site: Site
    since: datetime.date
    parts: tuple[tuple[str, tuple[Entry, ...]], ...]

    @property
    def subject(self) -> str:
        """The subject of the e-mail."""
        return f"{self.site.name} : nouveautés depuis le {write_date(self.since)}"

    @property
    def opening(self) -> str:
        """The sentence before the entries."""
        if not self.parts:
            return "Aucune pratique n'a été publiée, relue ni retirée."
        return f"Voici ce qui a changé sur « {self.site.name} » ({self.site.url})."

    @property
    def signature(self) -> str:
        """Who sends it, and their address."""
        return f"{self.site.editor.name}, {self.site.editor.email}"


def make_digest(library: Library, since: datetime.date) -> Digest:
    """Gather what changed since a day, itself included: the same content makes the same letter."""
    headlines = [Headline.of(practice) for practice in library.practices]
    home = library.site.url.rstrip("/")
    addresses = {each.slug: f"{home}/pratiques/{each.slug}" for each in headlines if not each.is_withdrawn}
    groups = group_by_kind(list_changes(headlines, since))
    parts = (
        (_HEADINGS[kind][len(group) > 1], tuple(_describe(each, addresses, library.vocabulary) for each in group))
        for kind, group in groups.items()
    )
    return Digest(library.site, since, tuple(parts))


def _describe(headline: Headline, addresses: Mapping[str, str], vocabulary: Vocabulary) -> Entry:
    if headline.is_withdrawn:
        return Entry(headline.title, addresses.get(headline.successor, ""))
    place = vocabulary.own_place(headline.place, headline.organisation)
    departments = (vocabulary.label("departments", code) for code in headline.terms["department"])
    who = ", ".join([f"{headline.organisation}{place}", *departments])
    contact = "Contact direct sur la fiche." if headline.has_contact else "Contact non publié."
    return Entry(headline.title, addresses[headline.slug], headline.summary, who, contact)


def print_text(digest: Digest) -> str:
    """Plain text, its subject on the first line."""
    blocks = [f"Objet : {digest.subject}", digest.opening]
    for heading, entries in digest.parts:
        blocks += [heading.upper(), *map(_text_entry, entries)]
    return "\n\n".join([*blocks, _LEAVE, digest.signature, ""]).removesuffix("\n")


def _text_entry(entry: Entry) -> str:
    url = f"Remplacée par : {entry.url}" if entry.url and not entry.summary else entry.url
    return "\n".join(filter(None, (entry.title, entry.summary, entry.who, entry.contact, url)))


def print_markdown(digest: Digest) -> str:
    """Markdown (CommonMark); marks that the texts contain are escaped."""
    blocks = [f"# {_escape_marks(digest.subject)}", _escape_marks(digest.opening)]
    for heading, entries in digest.parts:
        blocks += [f"## {heading}", *map(_markdown_entry, entries)]
    return "\n\n".join([*blocks, _LEAVE, _escape_marks(digest.signature), ""]).removesuffix("\n")


def _markdown_entry(entry: Entry) -> str:
    title, about = _escape_marks(entry.title), _escape_marks(f"{entry.who}. {entry.contact}")
    if entry.summary:
        return f"### [{title}]({entry.url})\n\n{_escape_marks(entry.summary)}\n\n{about}"
    return f"{title} ([ce qui la remplace]({entry.url}))" if entry.url else title


def _escape_marks(text: str) -> str:
    return _MARKS.sub(r"\\\1", text)


def print_html(digest: Digest) -> str:
    """An HTML document whose styles are all inline, without image nor script: mail programs drop the rest."""
    style = "margin:0 auto;padding:16px;max-width:600px;font:16px/1.5 Arial,sans-serif;color:#1a202c;background:#ffffff"
    lines = [
        "<!doctype html>",
        f'<html lang="fr"><head><meta charset="utf-8"><title>{escape(digest.subject)}</title></head>',
        f'<body style="{style}">',
        _tag("h1", escape(digest.subject), "margin:0 0 16px;font-size:22px;line-height:1.3"),
        _tag("p", escape(digest.opening)),
    ]
    for heading, entries in digest.parts:
        lines.append(_tag("h2", escape(heading), "margin:32px 0 0;font-size:18px;line-height:1.3;color:#1f4d45"))
        lines += [line for entry in entries for line in _html_entry(entry)]
    lines += [_tag("p", escape(_LEAVE), "margin:32px 0 0;font-size:14px;color:#4a5568")]
    return "\n".join([*lines, _tag("p", escape(digest.signature), _SMALL), "</body></html>", ""])


def _html_entry(entry: Entry) -> Iterator[str]:
    title = escape(entry.title)
    if not entry.summary:
        yield _tag("p", f"{title} ({_link(entry.url, 'ce qui la remplace')})" if entry.url else title)
        return
    yield _tag("h3", _link(entry.url, title), "margin:24px 0 0;font-size:16px;line-height:1.4")
    yield _tag("p", escape(entry.summary))
    yield _tag("p", escape(f"{entry.who}. {entry.contact}"), _SMALL)


def _link(url: str, html: str) -> str:
    return f'<a href="{escape(url)}" style="color:#1f4d45">{html}</a>'


def _tag(name: str, html: str, style: str = "margin:8px 0 0") -> str:
    return f'<{name} style="{style}">{html}</{name}>'


PRINTERS: dict[str, Callable[[Digest], str]] = {"html": print_html, "markdown": print_markdown, "text": print_text}
