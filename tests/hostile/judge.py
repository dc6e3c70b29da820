"""Reads whole pages of the site as a browser does, and tells what must never be in one."""

import json

import html5lib

NEVER = {"applet", "base", "embed", "frame", "frameset", "iframe", "math", "object", "plaintext", "style", "template"}
LOADING = {"src", "srcset", "data", "poster", "background", "manifest", "ping", "srcdoc", "formaction"}
SCHEMES = ("https://", "http://", "mailto:", "tel:", "webcal:", "#", "/", "?")
XHTML = "http://www.w3.org/1999/xhtml"


def faults_of_page(html: str) -> list[str]:
    """Script, style, foreign address or comment that our templates do not write."""
    faults: list[str] = []
    for element in html5lib.parse(html).iter():
        if not isinstance(element.tag, str):
            faults.append("comment")
            continue
        tag = element.tag.removeprefix(f"{{{XHTML}}}")
        if tag in NEVER:
            faults.append(f"<{tag}>")
        if tag == "script":
            faults += _faults_of_script(element.attrib, element.text or "")
        for name, value in element.attrib.items():
            faults += _faults_of_attribute(tag, str(name).rsplit("}", 1)[-1], value)
    return faults


def _faults_of_script(attributes: dict[str, str], text: str) -> list[str]:
    if attributes.get("type") == "application/ld+json":
        json.loads(text)
        return []
    is_ours = attributes.get("src", "").startswith("/static/") and not text.strip()
    return [] if is_ours else [f"script {attributes} {text[:40]}"]


def _faults_of_attribute(tag: str, name: str, value: str) -> list[str]:
    place = f"{tag} {name}={value[:80]}"
    if name.startswith("on") or name in {"style", "http-equiv"}:
        return [place]
    if name in LOADING and not (value.startswith("/") and not value.startswith(("//", "/\\"))):
        return [place]
    if name in {"href", "action"}:
        is_local = not value.startswith(("//", "/\\"))
        if not (value == "" or (value.lower().startswith(SCHEMES) and is_local)):
            return [place]
        if tag == "link" and not value.startswith(("/", "https://exemple.org/")):
            return [place]
    return []
