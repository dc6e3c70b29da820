"""File type detection by magic number, for files that are no Markdown: Word, PDF, images, CSV.

The first bytes decide, which no extension can hide; the name counts only for texts. Kinds are worded in French.
"""

import re
from collections.abc import Sequence

_DOCUMENTS = "Ouvrez-le, copiez son texte, et collez-le dans les champs qui lui conviennent."
_TABLES = "Recopiez ce qu'il contient dans les champs : une fiche ne se lit pas dans un tableau."
_MEDIA = "Une fiche est un texte : écrivez ce que l'on y voit ou entend."
_DATA = "Une fiche s'enregistre en texte, sous un nom qui finit par « .md »."

_LOOKED_AT = 4_096  # bytes that say what a text is
_MANY = 2  # separators on each line, and lines, that make a table
# The parts of files that are compressed folders, by the names inside.
_FOLDERS = (
    ("word/", "un fichier Word", _DOCUMENTS),
    ("xl/", "un classeur Excel", _TABLES),
    ("ppt/", "une présentation PowerPoint", _DOCUMENTS),
    ("opendocument.text", "un document LibreOffice", _DOCUMENTS),
    ("opendocument.spreadsheet", "un classeur LibreOffice", _TABLES),
    ("opendocument.presentation", "une présentation LibreOffice", _DOCUMENTS),
    ("epub+zip", "un livre numérique (EPUB)", _DOCUMENTS),
    ("Index/", "un document Pages, Numbers ou Keynote", _DOCUMENTS),
)
# Microsoft's older container names its parts in UTF-16.
_OLD_OFFICE = (
    ("WordDocument", "un ancien fichier Word (.doc)", _DOCUMENTS),
    ("Workbook", "un ancien classeur Excel (.xls)", _TABLES),
    ("PowerPoint", "une ancienne présentation PowerPoint (.ppt)", _DOCUMENTS),
    ("__substg1.0", "un courriel d'Outlook (.msg)", _DOCUMENTS),
)
_BEGINNINGS = (
    (rb"%PDF-", "un fichier PDF", _DOCUMENTS),
    (rb"\{\\rtf", "un fichier RTF", _DOCUMENTS),
    (
        rb"\x89PNG|\xff\xd8\xff|GIF8|RIFF.{4}WEBP|II\*\0|MM\0\*|BM.{4}\0\0\0\0",
        "une image",
        _MEDIA,
    ),
    (rb".{4}ftyp(?:hei|mif1|avif)", "une image", _MEDIA),
    (rb".{4}ftyp|\x1aE\xdf\xa3|RIFF.{4}AVI |\0\0\x01[\xb3\xba]", "une vidéo", _MEDIA),
    (rb"ID3|\xff[\xfb\xf3\xf2]|OggS|fLaC|RIFF.{4}WAVE", "un enregistrement sonore", _MEDIA),
    (rb"7z\xbc\xaf|Rar!|\x1f\x8b|BZh|\xfd7zXZ", "une archive compressée", _DATA),
    (rb"(?:\xef\xbb\xbf)?\s{0,99}(?i:<!doctype html|<html|<head|<body)", "une page web", _DOCUMENTS),
    (rb"(?:\xef\xbb\xbf)?\s{0,99}<svg", "une image", _MEDIA),
    (rb"(?:\xef\xbb\xbf)?\s{0,99}<\?xml", "un fichier XML", _DOCUMENTS),
    (rb"(?:\xef\xbb\xbf)?\s{0,99}[\[{]\s{0,99}[\[{\"]", "un fichier JSON", _DATA),
)
_STARTS = tuple((re.compile(start, re.DOTALL), kind, advice) for start, kind, advice in _BEGINNINGS)
_UTF16 = (b"\xff\xfe", b"\xfe\xff", b"-\0-\0", b"\0-\0-")  # with its mark, or without before dashes


def detect_kind(data: bytes, name: str = "") -> tuple[str, str] | None:
    """(kind, advice) of a file, both in French; None for a text that may be Markdown with front matter."""
    if data.startswith(b"PK\x03\x04"):
        return _find_part(data, _FOLDERS, "utf-8") or ("une archive compressée (.zip)", _DATA)
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _find_part(data, _OLD_OFFICE, "utf-16-le") or ("un ancien fichier de Microsoft Office", _DOCUMENTS)
    found = next(((kind, advice) for start, kind, advice in _STARTS if start.match(data[:_LOOKED_AT])), None)
    if found:
        return found
    is_utf16 = data.startswith(_UTF16)
    if b"\0" in data and not is_utf16:
        return "un fichier qui n'est pas du texte", _DATA
    beginning = data[:_LOOKED_AT].decode("utf-16" if is_utf16 else "latin-1", errors="replace")
    return ("un tableau (CSV)", _TABLES) if _is_table(beginning, name) else None


def _find_part(data: bytes, parts: Sequence[tuple[str, str, str]], letters: str) -> tuple[str, str] | None:
    """The first container whose inner file name, in the encoding `letters`, occurs in the bytes."""
    return next(((kind, advice) for part, kind, advice in parts if part.encode(letters) in data), None)


def _is_table(text: str, name: str) -> bool:
    """Whether lines are cut at the same signs, as often; the front matter of a sheet is no table."""
    whole = text.rpartition("\n")[0] if len(text) >= _LOOKED_AT // 2 else text  # the last line may have been cut
    lines = [line for line in whole.splitlines() if line.strip()]
    if any(line.rstrip() == "---" for line in lines):
        return False
    if name.lower().endswith((".csv", ".tsv")):
        return True
    return len(lines) >= _MANY and any(
        lines[0].count(sign) >= _MANY and all(line.count(sign) == lines[0].count(sign) for line in lines[:5])
        for sign in ";\t,"
    )
