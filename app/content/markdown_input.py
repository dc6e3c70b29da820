"""Markdown normaliser: a line-based lexer that rewrites what people type and paste into what every parser reads alike.

List markers of Word and mail programs, odd indentation, tables without an empty line or made of tabs, headings without
a space, task lists and alerts of forges. `normalise` is idempotent, linear in the text, and leaves fenced code alone.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

MAX_QUOTES = 5  # quotations inside quotations whose lists and tables are looked at
MAX_DEPTH = 8  # lists inside lists; deeper ones come out at this depth

# Signs of lists: those of Markdown, those that Word, mail programs and telephones put. Word has a sign for each level.
_FIRST = "•●■∙·‣➢➤►❖✓✔➔\uf0b7\uf0d8\uf0fc"
_SECOND = "◦○⁃"
_THIRD = "▪▫\uf0a7"
_RANKS = {**dict.fromkeys(_FIRST, 0), **dict.fromkeys(_SECOND + "o", 1), **dict.fromkeys(_THIRD + "§", 2)}
_LETTERS = "o§Ø"  # signs of Word's symbol fonts, once they are pasted as letters
_SPACES = " \t\u00a0\u202f"
_GAP = f"[{_SPACES}]"
_ITEM = re.compile(
    rf"^(?P<indent>[ \t]*)(?:(?P<sign>[{_FIRST}{_SECOND}{_THIRD}\uf000-\uf0ff]){_GAP}*|(?P<dash>[-*+–—―]){_GAP}+"
    rf"|(?P<letter>[{_LETTERS}])(?P<gap>{_GAP}+)|(?P<number>\d{{1,3}})[.)/°]{_GAP}+|(?={'[a-z]'}\){_GAP}))(?P<rest>\S.*)$"
)
_MARKDOWN = ("-", "*", "+")
_FENCE = re.compile(r"^ {0,3}(?P<fence>```+(?=[^`]*$)|~~~+)")
_HEADING = re.compile(rf"^ {{0,3}}(?P<level>#{{1,6}})(?!#)(?P<gap>{_GAP}*)(?P<words>.*)$")
_QUOTE = re.compile(r"^ {0,3}> ?")
_DEFINITION = re.compile(r"^ {0,3}: {1,3}\S")
_ASIDE = re.compile(r"\s[–—―](?:\s|$)")
_TASK = re.compile(r"^\[([ xX])\][ \t]+(?=\S)")
_ALERT = re.compile(r"^\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*$", re.IGNORECASE)
_ALERTS = {
    "note": "À noter",
    "tip": "Conseil",
    "important": "Important",
    "warning": "Attention",
    "caution": "Prudence",
}


class Heading(NamedTuple):
    """An ATX heading: its level, 1 to 6, and its text without closing number signs."""

    level: int
    words: str


def number_lines(body: str, first_line: int) -> Iterator[tuple[int, str, bool]]:
    """Tokenise into (line number, line, is inside a code fence); the line that closes a fence is outside."""
    fence = ""
    for number, line in enumerate(body.split("\n"), start=first_line):
        opening = _FENCE.match(line)
        if opening and (not fence or line.strip().startswith(fence)):
            fence = "" if fence else opening["fence"]
        yield number, line, bool(fence)


def read_heading(line: str) -> Heading | None:
    """Parse an ATX heading, or None. Level 1 needs a space after its sign: « #metoo » is a word."""
    found = _HEADING.match(line)
    if not found or (len(found["level"]) == 1 and found["words"] and not found["gap"]):
        return None
    return Heading(len(found["level"]), found["words"].rstrip(_SPACES).rstrip("#").rstrip(_SPACES))


def is_item(line: str) -> bool:
    """Whether a line begins with a list marker, at any indentation."""
    found = _ITEM.match(line)
    return bool(found and (not found["letter"] or "\t" in found["gap"]))


def is_block(line: str) -> bool:
    """Whether a line is no paragraph text: blank, heading, quotation, table, thematic break, HTML."""
    bare = line.strip()
    return not bare or bare[0] in "|>" or bool(read_heading(line)) or _is_rule(bare) or bare[0] == "<" or "\t" in bare


def is_fence(line: str) -> bool:
    """Whether a line opens or closes a code fence."""
    return bool(_FENCE.match(line))


def demote_headings(text: str) -> str:
    """Rewrite headings of level 1 and 2, which are those of sections, to level 3."""
    lines = []
    for _, line, is_code in number_lines(text, 1):
        heading = None if is_code else read_heading(line)
        lines.append(f"### {heading.words}" if heading and heading.level < 3 and heading.words else line)
    return "\n".join(lines)


def normalise(text: str, is_listed: bool = False) -> str:
    """Normalise a text; the number of lines may change.

    `is_listed`: the section is one list, and numbers become bullets too.
    """
    return _normalise(text, is_listed, 0)


def _normalise(text: str, is_listed: bool, depth: int) -> str:
    writer = _Writer(is_listed)
    quoted: list[str] = []
    lines = [(line, is_code) for _, line, is_code in number_lines(_mark_tables(text), 1)]
    for position, (line, is_code) in enumerate(lines):
        mark = None if is_code or depth >= MAX_QUOTES else _QUOTE.match(line)
        if mark:
            quoted.append(line[mark.end() :])
            continue
        if quoted:
            writer.add_quotation(quoted, depth)
            quoted = []
        following = lines[position + 1][0] if position + 1 < len(lines) else ""
        writer.add(line, is_code, following)
    if quoted:
        writer.add_quotation(quoted, depth)
    return "\n".join(writer.close())


class _Level(NamedTuple):
    """An open list item: the column of its content, its kind of list, the rank of its marker."""

    content: int
    kind: str
    rank: int | None


class _Writer:
    """State machine over lines; `_open` is the stack of open list items, outermost first."""

    def __init__(self, is_listed: bool) -> None:
        self.lines: list[str] = []
        self._is_listed = is_listed
        self._open: list[_Level] = []
        self._fence = ""
        self._is_table = False
        self._inner: tuple[int, int] | None = None  # columns of a paragraph inside an item: as typed, as written

    def close(self) -> list[str]:
        """The normalised lines; a fence that was left open is closed."""
        return [*self.lines, self._fence] if self._fence else self.lines

    def add_quotation(self, quoted: Sequence[str], depth: int) -> None:
        """Add a block quote, normalised recursively."""
        alert = _ALERT.match(quoted[0])
        if alert:
            quoted = [f"**{_ALERTS[alert[1].lower()]}**", "", *quoted[1:]]
        text = "\n".join(quoted)
        inner = _normalise(text, False, depth + 1).split("\n")
        self._close_items()
        self.lines += [f"> {line}" if line.strip() else ">" for line in inner]

    def add(self, line: str, is_code: bool, following: str) -> None:
        """Add one line outside of a block quote; `following` is the next line, which may make a table of it."""
        fence = _FENCE.match(line)
        if is_code or (fence and self._fence):
            self._add_code(line, fence if not self._fence else None, is_code)
            return
        if not line.strip():
            self.lines.append(line)
            self._is_table, self._inner = False, None
            return
        heading = read_heading(line)
        if heading:
            self._close_items()
            bare = line.lstrip(" ")
            has_space = bare.startswith(f"{'#' * heading.level} ") or not heading.words
            self.lines.append(bare if has_space else f"{'#' * heading.level} {heading.words}")
            return
        if self._is_table and "|" not in line:
            self._separate()
            self._is_table = False
        found = None if self._is_table else _ITEM.match(line)
        if found and self._is_item(found):
            self._add_item(found)
        elif _is_table_head(line, following) and not self._is_table:
            self._is_table = True
            self._close_items()
            self._separate()
            self.lines.append(line)
        else:
            self._add_text(line)

    def _add_code(self, line: str, opening: re.Match[str] | None, is_code: bool) -> None:
        if opening:
            self._close_items()
            self._fence = opening["fence"]
            self._shift = len(line) - len(line.lstrip(" "))
        spaces = min(self._shift, len(line) - len(line.lstrip(" ")))
        self.lines.append(line[spaces:])
        if not is_code:
            self._fence = ""

    @property
    def _is_after_blank(self) -> bool:
        return not self.lines or not self.lines[-1].strip()

    def _separate(self) -> None:
        if not self._is_after_blank:
            self.lines.append("")

    def _close_items(self) -> None:
        self._open, self._inner = [], None

    def _is_item(self, found: re.Match[str]) -> bool:
        """In the middle of a paragraph, neither a number other than 1 nor an aside between dashes begins a list."""
        if _is_rule(found.string.strip()):
            return False
        if found["letter"]:
            return bool(self._open) or "\t" in found["gap"]
        if self._is_after_blank or self._is_in_list or self.lines[-1].rstrip().endswith(":"):
            return True
        if found["number"]:
            return found["number"] == "1"
        if found["dash"]:
            return found["dash"] in _MARKDOWN or not _ASIDE.search(found["rest"])
        return bool(found["sign"]) or found["rest"].startswith("a)")

    @property
    def _is_in_list(self) -> bool:
        return bool(self._open) and self._open[0].kind != "definition"

    def _add_item(self, found: re.Match[str]) -> None:
        indent = _width(found["indent"])
        sign = found["sign"] or found["letter"] or ""
        rank = _RANKS.get(sign, 0 if sign else None)
        sibling = None
        while self._open and indent < self._open[-1].content:
            if rank is not None and self._open[-1].rank is not None and rank > self._open[-1].rank:
                break
            sibling = self._open.pop()
            if rank is not None and sibling.rank == rank:
                break
        if len(self._open) >= MAX_DEPTH:
            sibling = self._open.pop()
        depth = len(self._open)
        is_numbered = bool(found["number"]) and not (self._is_listed and not depth)
        kind = "numbered" if is_numbered else "bulleted"
        if not self._is_after_blank and ((sibling and sibling.kind != kind) or not (depth or sibling)):
            self.lines.append("")
        dash = found["dash"] if found["dash"] in _MARKDOWN else "-"
        mark = f"{found['number']}." if is_numbered else dash
        written = found.string[found.end("indent") : found.start("rest")]
        gap = written[len(mark) :] if written.startswith(mark) and not written[len(mark) :].strip(" ") else " "
        self._open.append(_Level(indent + (len(mark) + len(gap) if len(gap) < 5 else 2), kind, rank))
        self._inner = None
        self.lines.append(f"{' ' * 4 * depth}{mark}{gap}{_mark_task(found['rest'])}")

    def _add_text(self, line: str) -> None:
        """A line of a paragraph. What is indented belongs to the item it is indented under; no code without fence."""
        bare, indent = line.lstrip(" \t"), _width(line[: len(line) - len(line.lstrip(" \t"))])
        if self._is_after_blank and self._open:
            holders = [number for number, level in enumerate(self._open, start=1) if level.content <= indent]
            self._open = self._open[: max(holders, default=0)]
            self._inner = (indent, 4 * len(self._open)) if self._open else None
        if self._inner and indent >= self._inner[0]:
            self.lines.append(" " * (self._inner[1] + indent - self._inner[0]) + bare)
        elif self._open and not self._is_after_blank:
            self.lines.append(line)
        else:
            self.lines.append(bare if indent >= 4 else line)
        if _DEFINITION.match(line) and not self._open:
            self._open = [_Level(4, "definition", None)]


def _width(spaces: str) -> int:
    """Columns of some indentation, with tab stops every four."""
    return len(spaces.expandtabs(4))


def _mark_task(rest: str) -> str:
    found = _TASK.match(rest)
    return f"{'☐' if found[1] == ' ' else '☑'} {rest[found.end() :]}" if found else rest


def _is_rule(bare: str) -> bool:
    """Whether a line is a thematic break: three signs or more, all alike."""
    signs = bare.replace(" ", "")
    return len(signs) > 2 and signs[0] in "-*_" and not signs.strip(signs[0])


def _is_table_head(line: str, following: str) -> bool:
    """Whether a line is the header row of a table: cells, and a delimiter row under them."""
    under = following.strip()
    return "|" in line and "|" in under and "-" in under and not under.strip("|:- \t")


def _mark_tables(text: str) -> str:
    """Rewrite tab-separated rows, as a spreadsheet or Word pastes them, as a Markdown table."""
    if "\t" not in text:
        return text
    written: list[str] = []
    rows: list[str] = []
    for _, line, is_code in [*number_lines(text, 1), (0, "", False)]:
        if not is_code and "\t" in line.strip() and not is_item(line) and line.strip()[0] != "|":
            rows.append(line)
            continue
        written += _write_table(rows, written) if len(rows) > 1 else rows
        rows = []
        written.append(line)
    return "\n".join(written[:-1])


def _write_table(rows: Sequence[str], before: Sequence[str]) -> list[str]:
    cells = [[cell.strip().replace("|", r"\|") for cell in row.rstrip().split("\t")] for row in rows]
    if not any(row[0] for row in cells):
        cells = [row[1:] for row in cells]  # all were indented
    columns = list(zip_longest(*cells, fillvalue=""))
    head, *others = ["| " + " | ".join(row) + " |" for row in zip(*columns, strict=True)]
    gap = [""] if before and before[-1].strip() else []
    return [*gap, head, "|" + " --- |" * len(columns), *others, ""]
