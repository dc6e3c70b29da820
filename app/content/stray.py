"""Lint rule for files that look like content and are not loaded, for their extension or for their place."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from app.content.frame import FRAME_FILES
from app.content.gazetteer import PLACES_FILE
from app.content.practice_file import MARKDOWN_FOLDERS, escapes_root, list_markdown
from app.content.problem import Problem
from app.content.source_file import display_name, spell_path

# Texts, whatever other programs add behind: fiche.md.txt. Not pictures, nor an editor's copy (fiche.md~).
_PLAIN = r"md|markdown|mdown|mkdn?|mdx|rmd|qmd|txt|text|ya?ml"
_OFFICE = r"docx?|docm|dotx?|odt|fodt|ott|rtf|pages|pdf|epub|xlsx?|ods|pptx?|odp"
_MARKUP = r"adoc|asciidoc|asc|rst|x?html?|org|tex|textile|wiki|typ"
_TEXT = re.compile(rf"\.(?:{_PLAIN}|{_OFFICE}|{_MARKUP})(?:\.\w+)*$", re.IGNORECASE)
_LAST = re.compile(rf"\.(?:(?P<office>{_OFFICE})|(?P<markup>{_MARKUP}))$", re.IGNORECASE)


def find_strays(content: Path) -> Iterator[Problem]:
    """A problem for each text in a folder of content that is not loaded.

    Of a folder that is a symbolic link out of the content, one problem: what is in it is not looked at.
    """
    for kind in MARKDOWN_FOLDERS:
        if escapes_root(content / kind):
            message = (
                "Ce dossier est un lien qui sort du dossier des contenus, ou ne mène nulle part : rien n'y est lu."
            )
            admitted = f"un vrai dossier, ou un lien vers un dossier placé dans {content.name}/"
            name = display_name(content / kind, content)
            yield Problem(name, 1, "", message, read=str((content / kind).readlink()), admitted=admitted)
            continue
        for path in list_strays(content / kind):
            last = _LAST.search(path.name)
            remedy = "Renommez-le ou déplacez-le."
            right = f"{content.name}/{kind}/{_TEXT.sub('', spell_path(Path(path.name)))}.md"
            if last and last["office"]:
                remedy = (
                    "C'est un document de bureautique : le renommer n'y changerait rien. Copiez son texte dans le "
                    "formulaire (« Contribuer »), ou dans un fichier fait par « pratiques new »."
                )
            elif last:
                remedy = (
                    "Il est écrit dans un autre langage que Markdown : copiez son texte dans un fichier fait par "
                    "« pratiques new »."
                )
            where = (
                f"Ce fichier n'est pas lu : son nom doit finir par « .md », et il doit être directement dans {kind}/."
            )
            message = f"{where} {remedy}"
            read = spell_path(path.relative_to(content))
            yield Problem(display_name(path, content), 1, "", message, read=read, admitted=right)


def list_strays(folder: Path) -> list[Path]:
    """The texts under a folder, recursively, that are not loaded; hidden ones are left out."""
    strays = []
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        here = Path(place)
        texts = [name for name in names if _TEXT.search(name) and not name.startswith(".")]
        strays += [here / name for name in texts if here != folder or not name.endswith(".md")]
    return sorted(strays)


def is_content_file(path: Path, content: Path) -> bool:
    """Whether a path is one that the site loads, valid or not."""
    path, content = path.resolve(), content.resolve()
    if path.parent == content:
        return path.name in (*FRAME_FILES, PLACES_FILE)
    folders = {(content / kind).resolve() for kind in MARKDOWN_FOLDERS if not escapes_root(content / kind)}
    return path.parent in folders and path in list_markdown(path.parent)
