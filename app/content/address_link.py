"""Autolinker: an ElementTree pass that links bare URLs and e-mail addresses, and rewrites targets and images.

It runs on the tree that Markdown builds, before sanitising: what it adds goes through the allow-list of rendering too.
"""

import re
from collections.abc import Iterator
from urllib.parse import quote
from xml.etree.ElementTree import Element

from app.content.glossary import link_texts

_LEFT_ALONE = frozenset(["a", "code", "pre"])
_WORD = re.compile(r"\S+")
_LEADING = "([{<«“\"'’‘*_,;:—–-"
_TRAILING = ".,;:!?…»”\"'’*_>]}—–"
_EMAIL = re.compile(r"[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
_WEB = re.compile(r"https?://[\w-]+(?:\.[\w-]+)+(?::\d{1,5})?(?:[/?#].*)?", re.IGNORECASE | re.DOTALL)
_SAFE = "%/:=&?~#+!$,;'@()*[]"
_LOCAL_IMAGE = "/static/"
MAX_ADDRESS = 2_000  # characters: browsers and servers refuse longer ones


def link_addresses(root: Element) -> None:
    """Autolink bare addresses in a tree, normalise every href, and turn remote images into links; in place."""
    link_texts(root, _find, _enters)


def _enters(child: Element) -> bool:
    """Rewrite a link or an image; whether the texts of an element are to be looked at."""
    if child.tag == "a":
        child.set("href", _mend(child.get("href", "")))
        for picture in list(child.iter("img")):
            _link_picture(picture, inside_link=True)
    elif child.tag == "img":
        _link_picture(child, inside_link=False)
        return False
    return child.tag not in _LEFT_ALONE


def _link_picture(picture: Element, inside_link: bool) -> None:
    """Replace a remote image, which would tell its host who reads, by a link to it, or by its alt text in a link."""
    source = picture.get("src", "")
    if source.startswith(_LOCAL_IMAGE):
        return
    words = picture.get("alt", "").strip()
    tail = picture.tail
    picture.clear()
    picture.tag = "em" if inside_link else "a"
    picture.tail = tail
    picture.text = words or "image"
    if not inside_link:
        picture.set("href", _mend(source))


def _mend(target: str) -> str:
    """Normalise an href: percent-encode spaces, add the missing scheme of a host or of an e-mail address."""
    return _target_of(" ".join(target.split())) or target


def _find(text: str | None) -> Iterator[str | Element]:
    """Split a text around its addresses, each as an `<a>` element; yields nothing when there is none."""
    if not text or not ("://" in text or "@" in text or "www." in text.lower()):
        return
    end = 0
    for word in _WORD.finditer(text):
        start, stop = _trim(text, word.start(), word.end())
        target = _target_of(text[start:stop])
        if target:
            yield text[end:start]
            link = Element("a", href=target)
            link.text = text[start:stop]
            yield link
            end = stop
    if end:
        yield text[end:]


def _trim(text: str, start: int, stop: int) -> tuple[int, int]:
    """Strip punctuation around an address; a closing bracket stays when it was opened inside."""
    while start < stop and text[start] in _LEADING:
        start += 1
    opened = text.count("(", start, stop)
    closed = text.count(")", start, stop)
    while stop > start:
        if text[stop - 1] == ")" and closed > opened:
            closed -= 1
        elif text[stop - 1] not in _TRAILING:
            break
        stop -= 1
    return start, stop


def _target_of(word: str) -> str:
    """The href of a word that is a URL or an e-mail address, else ""."""
    if len(word) > MAX_ADDRESS:
        return ""
    if _EMAIL.fullmatch(word):
        return f"mailto:{word}"
    address = f"https://{word}" if word.lower().startswith("www.") and word.count(".") > 1 else word
    return quote(address, safe=_SAFE) if _WEB.fullmatch(address) else ""
