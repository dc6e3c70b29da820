"""Templates of the preview images of a practice, of a selection and of the site."""

from dataclasses import dataclass, replace

from app.content.date import write_date
from app.content.figure import KeyFigure, key_figure, write_approx
from app.content.frame import Site
from app.content.page import Selection
from app.content.practice import Practice
from app.content.typography import count_of, tie_spaces
from app.content.vocabulary import Vocabulary
from app.preview.canvas import Canvas, Style, clip_lines, ellipsise, wrap

WIDTH, HEIGHT = 1200, 630  # what chats and social networks ask for
_PAPER, _INK, _SOFT, _PINE, _MARIGOLD, _WASH = "#fcfbf8", "#1b2321", "#4c5652", "#1f4d45", "#f2b544", "#e8f0ec"
_MARGIN = 64
_INNER = WIDTH - 2 * _MARGIN
_TOP = 48
_BAND_TOP = HEIGHT - 92  # the band that holds the site's name
_PANEL_TOP, _PANEL_BOTTOM = 352, _BAND_TOP - 30  # the panel that holds the figure
_PADDING = 32  # on both sides of the panel
_TITLE_HEIGHT = 232
_TITLE = Style(76, _INK, _PAPER, is_bold=True)
_WHO = Style(37, _SOFT, _PAPER)
_SUMMARY = Style(35, _INK, _PAPER)
_LABEL_HEIGHT = 124
_NUMBER = Style(92, _PINE, _WASH, is_bold=True)
_UNIT = Style(32, _PINE, _WASH)
_LABEL = Style(33, _INK, _WASH)
_SITE = Style(37, "#ffffff", _PINE, is_bold=True)
_REGION = Style(33, "#d3e3dd", _PINE)
_SUMMARY_LINES = 3
_WIDEST_NUMBER = 520  # pixels for the number, both numbers when it has changed
_ARROW = 64


@dataclass(frozen=True)
class _Panel:
    """View model of the panel: one number, or two when it has changed, its unit, and what was counted."""

    numbers: tuple[str, ...]
    unit: str
    label: str


def draw_sheet_preview(practice: Practice, site: Site, vocabulary: Vocabulary) -> bytes:
    """Draw a practice as a PNG of WIDTH by HEIGHT: with its key figure, else the start of its summary."""
    canvas = _start(site)
    below = _write_heading(canvas, practice.title, practice.organisation.name)
    figure = key_figure(practice.indicators)
    if figure:
        _draw_panel(canvas, _make_panel(figure, vocabulary.label("natures", figure.nature)))
    else:
        lines = clip_lines(tie_spaces(practice.summary), _SUMMARY, _INNER, _SUMMARY_LINES)
        _write_lines(canvas, (_MARGIN, below + 12), lines, _SUMMARY)
    return canvas.to_png()


def draw_selection_preview(selection: Selection, site: Site) -> bytes:
    """Draw a selection as a PNG of WIDTH by HEIGHT: with its number of practices and its summary."""
    canvas = _start(site)
    day = f"le {write_date(selection.date)}" if selection.date else ""
    who = ", ".join(part for part in (selection.host, day) if part) or "Sélection de pratiques"
    _write_heading(canvas, selection.title, who)
    count = len(selection.practices)
    _draw_panel(canvas, _Panel((str(count),), "pratiques" if count > 1 else "pratique", selection.summary))
    return canvas.to_png()


def draw_site_preview(site: Site, count: int) -> bytes:
    """Draw the default preview, a PNG of WIDTH by HEIGHT; `count` is the number of practices."""
    canvas = _start(site)
    style, lines = _fit(site.baseline, _TITLE, _INNER, 300, smallest=40)
    below = _write_lines(canvas, (_MARGIN, _TOP + 32), lines, style)
    text = f"{count_of(count, 'pratique décrite', 'pratiques décrites')}, en accès libre"
    canvas.write((_MARGIN, below + 24), text, _WHO)
    return canvas.to_png()


def _start(site: Site) -> Canvas:
    """The ground, a line of colour, and the band with the mark and the name of the site."""
    canvas = Canvas(WIDTH, HEIGHT, _PAPER)
    canvas.fill((0, 0, WIDTH, 12), _MARIGOLD)
    canvas.fill((0, _BAND_TOP, WIDTH, HEIGHT), _PINE)
    canvas.stroke((_MARGIN - 8, _BAND_TOP + 18), 56, "#ffffff", _PINE, _LETTER, 5)
    canvas.stroke((_MARGIN - 8, _BAND_TOP + 18), 56, _MARIGOLD, _PINE, [(40.5, 38.5), (40.5, 38.5)], 9)
    region = ellipsise(site.region, _REGION, _INNER // 3)
    right = round(WIDTH - _MARGIN - _REGION.measure(region))
    canvas.write((_MARGIN + 60, _BAND_TOP + 24), ellipsise(site.name, _SITE, right - _MARGIN - 100), _SITE)
    canvas.write((right, _BAND_TOP + 27), region, _REGION)
    return canvas


# The letter of the site's mark, as in static/icon.svg, in a square of 56 pixels.
_LETTER = [
    (14.0, 40.5),
    (14.0, 16.0),
    (30.0, 16.0),
    (36.0, 18.5),
    (38.5, 24.5),
    (36.0, 30.5),
    (30.0, 33.0),
    (23.0, 33.0),
]


def _write_heading(canvas: Canvas, title: str, who: str) -> int:
    """Draw the title as large as it fits, then the organisation; returns the top of what follows, in pixels."""
    style, lines = _fit(title, _TITLE, _INNER, _TITLE_HEIGHT, smallest=50)
    below = _write_lines(canvas, (_MARGIN, _TOP), lines, style) + 10
    style, lines = _fit(who, _WHO, _INNER, _WHO.line_height, smallest=29)
    _write_lines(canvas, (_MARGIN, below), lines, style)
    return below + _WHO.line_height + 22


def _fit(text: str, style: Style, width: int, height: int, smallest: int) -> tuple[Style, list[str]]:
    """The largest size, not above that of the style, at which a text fits; at the smallest, it is truncated."""
    tied = tie_spaces(text)
    for size in range(style.size, smallest, -1):
        tried = replace(style, size=size)
        lines = wrap(tied, tried, width)
        if len(lines) * tried.line_height <= height and max(map(tried.measure, lines)) <= width:
            return tried, lines
    least = replace(style, size=smallest)
    return least, clip_lines(tied, least, width, height // least.line_height)


def _write_lines(canvas: Canvas, place: tuple[int, int], lines: list[str], style: Style) -> int:
    left, top = place
    for line in lines:
        canvas.write((left, top), line, style)
        top += style.line_height
    return top


def _make_panel(figure: KeyFigure, nature: str) -> _Panel:
    is_percent = figure.unit == "%"
    told = ((figure.first, figure.first_approx), (figure.last, figure.last_approx))
    numbers = [write_approx(value, approx) for value, approx in told if value is not None]
    numbers[-1] += "\u202f%" if is_percent else ""
    fall = ", en baisse" if figure.is_fall else ""
    label = f"{figure.label} ({figure.years}{fall}, {nature})"
    return _Panel(tuple(numbers), "" if is_percent else figure.unit, label)


def _draw_panel(canvas: Canvas, panel: _Panel) -> None:
    """Draw the number at the left with its unit below, what it counts at the right."""
    canvas.fill((_MARGIN, _PANEL_TOP, WIDTH - _MARGIN, _PANEL_BOTTOM), _WASH)
    canvas.fill((_MARGIN, _PANEL_TOP, _MARGIN + 8, _PANEL_BOTTOM), _PINE)
    style, numbers = _fit_numbers(panel.numbers)
    unit = clip_lines(panel.unit, _UNIT, _WIDEST_NUMBER, 1) if panel.unit else []
    left = _MARGIN + 8 + _PADDING
    middle = (_PANEL_TOP + _PANEL_BOTTOM) // 2
    top = middle - (style.line_height + len(unit) * _UNIT.line_height) // 2
    right = _write_numbers(canvas, (left, top), numbers, style)
    _write_lines(canvas, (left, top + style.line_height - 6), unit, _UNIT)
    right = max([right, *(left + round(_UNIT.measure(line)) for line in unit)]) + _PADDING
    style, lines = _fit(panel.label, _LABEL, WIDTH - _MARGIN - _PADDING - right, _LABEL_HEIGHT, smallest=24)
    _write_lines(canvas, (right, middle - len(lines) * style.line_height // 2), lines, style)


def _fit_numbers(numbers: tuple[str, ...]) -> tuple[Style, tuple[str, ...]]:
    """The largest size at which the numbers fit; the last one alone when both would be too small."""
    for size in range(_NUMBER.size, 44, -4):
        style = replace(_NUMBER, size=size)
        if sum(map(style.measure, numbers)) + (len(numbers) - 1) * _ARROW <= _WIDEST_NUMBER:
            return style, numbers
    return (_fit_numbers(numbers[-1:])) if len(numbers) > 1 else (style, numbers)


def _write_numbers(canvas: Canvas, place: tuple[int, int], numbers: tuple[str, ...], style: Style) -> int:
    """Draw numbers with an arrow between them; returns the right edge, in pixels."""
    left, top = place
    for position, number in enumerate(numbers):
        if position:
            points = [(12.0, 32.0), (52.0, 32.0), (38.0, 18.0), (52.0, 32.0), (38.0, 46.0)]
            canvas.stroke((left, top + style.line_height // 2 - 30), _ARROW, _PINE, _WASH, points, 6)
            left += _ARROW
        canvas.write((left, top), number, style)
        left += round(style.measure(number))
    return left
