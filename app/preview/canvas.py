"""Drawing surface: flat colours and antialiased text, encoded as a small palette PNG. The only user of Pillow."""

import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from PIL import Image, ImageDraw, ImageFont

from app.environment import STATIC

_FONTS = STATIC / "fonts"
_FONT = "atkinson-hyperlegible-next-latin-{weight}-normal.woff2"
_LEVELS = 8
_STEP = 256 // _LEVELS
_ABSENT = "\uffff"  # no font has it: drawn as the box of a missing character
_DESIGN_SIZE = 1000  # at which characters are measured, once for all sizes
_TRAILING = " ,;:.(«\u00a0\u202f"  # looks wrong before an ellipsis
_NARROW = "\u202f"  # the space that French puts inside numbers and before %
_OVERHANG = 8  # pixels that a letter may reach beyond its own width
_LINE = 1.18  # height of a line, in font sizes

Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Style:
    """Text style: `ink` on `ground`, both #rrggbb; `size` in pixels."""

    size: int
    ink: str
    ground: str
    is_bold: bool = False

    @property
    def line_height(self) -> int:
        """Pixels from one baseline to the next."""
        return round(self.size * _LINE)

    def measure(self, text: str) -> float:
        """Width of a text in pixels, within a pixel or two."""
        return sum(_advance(character, self.is_bold) for character in text) * self.size / _DESIGN_SIZE


class Canvas:
    """A palette image of `width` by `height` pixels. Deterministic: the same calls always give the same bytes."""

    def __init__(self, width: int, height: int, ground: str) -> None:
        self._palette: dict[tuple[str, str], int] = {}
        self._image = Image.new("P", (width, height))
        self.fill((0, 0, width, height), ground)

    def fill(self, box: Box, colour: str) -> None:
        """Fill a rectangle: left, top, right and bottom in pixels, the last two excluded."""
        self._image.paste(self._ramp(colour, colour), box)

    def stroke(
        self, place: tuple[int, int], side: int, ink: str, ground: str, points: list[tuple[float, float]], width: int
    ) -> None:
        """Draw a polyline with round caps inside a square of `side` pixels, to which its points are relative."""
        mask = Image.new("L", (side * 4, side * 4))  # drawn four times as large, for smooth edges
        pen = ImageDraw.Draw(mask)
        enlarged = [(x * 4, y * 4) for x, y in points]
        pen.line(enlarged, fill=255, width=width * 4)
        for x, y in enlarged:
            pen.ellipse((x - width * 2, y - width * 2, x + width * 2, y + width * 2), fill=255)
        self._paste(mask.reduce(4), place, ink, ground)

    def write(self, place: tuple[int, int], text: str, style: Style) -> None:
        """Draw one line of text; `place` is the top left corner of its line box."""
        glyphs = [_draw_glyph(character, style.is_bold, style.size) for character in make_drawable(text)]
        mask = Image.new("L", (sum(advance for _, advance in glyphs) + style.size, style.size * 2))
        left = 0
        for drawing, advance in glyphs:
            mask.paste(255, (left, 0), drawing)
            left += advance
        self._paste(mask, (place[0] - _OVERHANG, place[1]), style.ink, style.ground)

    def to_png(self) -> bytes:
        """Encode as PNG, without a timestamp."""
        colours = bytearray()
        for ink, ground in self._palette:
            colours += b"".join(_mix(ink, ground, level) for level in range(_LEVELS))
        self._image.putpalette(bytes(colours))
        file = io.BytesIO()
        self._image.save(file, "PNG", compress_level=6)
        return file.getvalue()

    def _paste(self, mask: Image.Image, place: tuple[int, int], ink: str, ground: str) -> None:
        ramp = self._ramp(ink, ground)
        shades = mask.point([ramp + level // _STEP for level in range(256)])
        self._image.paste(shades, place, mask.point([0] * _STEP + [255] * (256 - _STEP)))

    def _ramp(self, ink: str, ground: str) -> int:
        """The palette index of the first shade of an ink on its ground. Raises ValueError when the palette is full."""
        if len(self._palette) * _LEVELS >= 256 and (ink, ground) not in self._palette:
            raise ValueError("too many colours")
        return self._palette.setdefault((ink, ground), len(self._palette) * _LEVELS)


def wrap(text: str, style: Style, width: int, even: bool = True) -> list[str]:
    """Line breaking at ordinary spaces, to `width` pixels; `even` balances the lines without adding one."""
    words = [(word, style.measure(word)) for word in re.split(" +", make_drawable(text).strip())]
    space = style.measure(" ")
    lines = list(_fill_lines(words, space, width))
    narrow, wide = width // 2, width
    while even and len(lines) > 1 and wide - narrow > style.size // 4:
        middle = (narrow + wide) // 2
        if len(list(_fill_lines(words, space, middle))) <= len(lines):
            wide = middle
        else:
            narrow = middle
    return list(_fill_lines(words, space, wide))


def clip_lines(text: str, style: Style, width: int, room: int) -> list[str]:
    """The first `room` lines of a wrapped text, the last one with an ellipsis when there is more."""
    lines = wrap(text, style, width)
    if len(lines) > room:
        lines = wrap(text, style, width, even=False)
        lines = [*lines[: room - 1], " ".join(lines[room - 1 :])]
    return [ellipsise(line, style, width) for line in lines]


def ellipsise(line: str, style: Style, width: int) -> str:
    """Truncate a line to `width` pixels with an ellipsis, at a word, or inside one that is too long by itself."""
    if style.measure(line) <= width:
        return line
    kept = line
    while kept and style.measure(f"{kept}…") > width:
        kept = kept.rpartition(" ")[0] or kept[:-1]
    return f"{kept.rstrip(_TRAILING)}…"


def make_drawable(text: str) -> str:
    """Replace characters without a glyph: a letter may lose its accent, anything else is dropped."""
    return "".join(map(_draw_as, text))


@cache
def _draw_as(character: str) -> str:
    if character == _NARROW or _has_glyph(character):
        return character
    parts = unicodedata.normalize("NFKD", character)
    return "".join(part for part in parts if _has_glyph(part) and not unicodedata.combining(part))


@cache
def _has_glyph(character: str) -> bool:
    font = _open_font(False, 24)
    return bytes(font.getmask(character)) != bytes(font.getmask(_ABSENT))


@cache
def _advance(character: str, is_bold: bool) -> float:
    """Advance width at _DESIGN_SIZE, in pixels; the font has no kerning."""
    return _measure_glyph(character, _open_font(is_bold, _DESIGN_SIZE))


@lru_cache(maxsize=2048)
def _draw_glyph(character: str, is_bold: bool, size: int) -> tuple[Image.Image, int]:
    """(glyph mask, advance in pixels), the glyph _OVERHANG pixels from the left of its mask."""
    font = _open_font(is_bold, size)
    advance = round(_measure_glyph(character, font))
    drawing = Image.new("L", (advance + 2 * _OVERHANG, size * 2))
    if character != _NARROW:
        ImageDraw.Draw(drawing).text((_OVERHANG, 0), character, font=font, fill=255)
    return drawing, advance


def _measure_glyph(character: str, font: ImageFont.FreeTypeFont) -> float:
    """Advance width; the font has no narrow space, half of an ordinary one replaces it."""
    return font.getlength(" ") / 2 if character == _NARROW else font.getlength(character)


@cache
def _open_font(is_bold: bool, size: int) -> ImageFont.FreeTypeFont:
    """Load a font face with basic layout: the same pixels whatever shaping library the machine has."""
    path = _FONTS / _FONT.format(weight=700 if is_bold else 400)
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


def _fill_lines(words: list[tuple[str, float]], space: float, width: int) -> Iterator[str]:
    """Greedy line breaking of measured words."""
    line: list[str] = []
    used = 0.0
    for word, length in words:
        if line and used + space + length > width:
            yield " ".join(line)
            line, used = [], 0.0
        used += length + (space if line else 0)
        line.append(word)
    yield " ".join(line)


def _mix(ink: str, ground: str, level: int) -> bytes:
    """RGB of shade `level` between ground and ink, of _LEVELS - 1."""
    pairs = zip(bytes.fromhex(ink[1:]), bytes.fromhex(ground[1:]), strict=True)
    return bytes(round(under + (over - under) * level / (_LEVELS - 1)) for over, under in pairs)
