"""Lists as people type them (« • », « – », « 1) ») made into Markdown's; code and tables stay as they are."""

import re

from app.content.section import number_lines

_MARKDOWN = ("-", "*", "+")
_ITEM = re.compile(
    r"^(?P<indent>[ \t]*)(?:(?P<sign>[•●◦○▪▫■‣⁃∙·])\s*|(?P<dash>[-*+–—―])\s+|(?P<number>\d{1,2})[.)]\s+)(?P<rest>\S.*)$"
)
_CODE = re.compile(r"^(?: {4}|\t)")
_ASIDE = re.compile(r"\s[-–—―](?:\s|$)")


def mark_lists(text: str, is_listed: bool = False) -> str:
    """The same text with a list wherever one was typed, an empty line before it: without one Markdown sees no list.

    `is_listed`: in a part that is a list as a whole, numbers become bullets too.
    """
    marker = _Marker(is_listed)
    for _, line, is_code in number_lines(text, first_line=1):
        marker.add(line, is_code)
    return "\n".join(marker.lines)


class _Marker:
    """Goes through a text line by line; `list_kind` is that of the list that the last lines belong to, if any."""

    def __init__(self, is_listed: bool) -> None:
        self.lines: list[str] = []
        self._is_listed = is_listed
        self._list_kind = ""

    def add(self, line: str, is_code: bool) -> None:
        found = None if is_code or "|" in line else _ITEM.match(line)
        if found and self._is_item(found):
            self._add_item(found, line)
            return
        if self._is_after_blank and line.strip() and not line.startswith((" ", "\t")):
            self._list_kind = ""
        self.lines.append(line)

    @property
    def _is_after_blank(self) -> bool:
        return not self.lines or not self.lines[-1].strip()

    def _is_item(self, found: re.Match[str]) -> bool:
        """In the middle of a paragraph, neither a number other than 1 nor an aside between dashes begins a list."""
        if _CODE.match(found["indent"]) and not self._list_kind:
            return False
        if self._is_after_blank or self._list_kind or self.lines[-1].rstrip().endswith(":"):
            return True
        return found["number"] == "1" if found["number"] else not (found["dash"] and _ASIDE.search(found["rest"]))

    def _add_item(self, found: re.Match[str], line: str) -> None:
        is_inner = bool(_CODE.match(found["indent"]))
        is_numbered = bool(found["number"]) and (is_inner or not self._is_listed)
        kind = "numbered" if is_numbered else "bulleted"
        if not is_inner:
            if not self._is_after_blank and kind != self._list_kind:
                self.lines.append("")
            self._list_kind = kind
        mark = f"{found['number']}." if is_numbered else "-"
        indent = found["indent"] if is_inner else ""
        self.lines.append(line if found["dash"] in _MARKDOWN else f"{indent}{mark} {found['rest']}")
