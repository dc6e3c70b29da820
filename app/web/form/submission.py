"""Submission links for a practice file: mailto, or the new-file page of GitHub or GitLab."""

from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

from app.content.frame import Site
from app.web.links import mail_to

MAX_MAIL = 1_900  # what every mail program takes from a link
MAX_ADDRESS = 8_000  # what servers and browsers take as an address
_FOLDER = "content/practices"
_BRANCH = "main"


@dataclass(frozen=True)
class MailLink:
    """A mailto link; `is_whole` when the file is in its body."""

    address: str
    is_whole: bool


@dataclass(frozen=True)
class ForgePage:
    """URL of the new-file or edit page of a forge; `is_filled` when it carries the text."""

    name: str
    address: str
    is_filled: bool


def write_mail(site: Site, slug: str, title: str, text: str) -> MailLink:
    """A mailto link to the editor, with the text when it fits MAX_MAIL, else with what to attach."""
    subject = f"Fiche pour la base : {title}"
    whole = mail_to(site.editor.email, subject, text)
    if len(whole) <= MAX_MAIL:
        return MailLink(whole, is_whole=True)
    body = f"Bonjour,\n\nVoici une fiche pour la base : voir le fichier joint, {slug}.md.\n"
    return MailLink(mail_to(site.editor.email, subject, body), is_whole=False)


def find_host(repository: str, slug: str, text: str, is_new: bool) -> ForgePage | None:
    """The page where to propose the file, on GitHub or GitLab; None for another host.

    GitHub fills in name and text from the address. GitLab fills in the name only: it no longer takes the text
    (gitlab-org/gitlab, issue 532221).
    """
    host = urlsplit(repository).hostname or ""
    base = repository.rstrip("/").removesuffix(".git")
    path = f"{_FOLDER}/{slug}.md"
    if "github" in host:
        if not is_new:
            return ForgePage("GitHub", f"{base}/edit/{_BRANCH}/{path}", is_filled=False)
        filled = f"{base}/new/{_BRANCH}?{urlencode({'filename': path, 'value': text}, quote_via=quote)}"
        short = f"{base}/new/{_BRANCH}?{urlencode({'filename': path})}"
        is_filled = len(filled) <= MAX_ADDRESS
        return ForgePage("GitHub", filled if is_filled else short, is_filled)
    if "gitlab" in host:
        place = f"new/{_BRANCH}?{urlencode({'file_name': path})}" if is_new else f"edit/{_BRANCH}/{path}"
        return ForgePage("GitLab", f"{base}/-/{place}", is_filled=False)
    return None
