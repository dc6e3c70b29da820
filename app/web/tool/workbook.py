"""Office Open XML serializer of the tables of a tool: a workbook (.xlsx). The only module that imports XlsxWriter."""

import datetime
import re
from collections.abc import Iterable, Iterator
from io import BytesIO
from textwrap import wrap

import xlsxwriter

from app.content.page import Tool
from app.web.tool.markup import FONT, GROUND, TOTAL, Credit, Rows, measure_columns, pack, parse, rows_of, text_of

_WIDTH, _LINE = 130, 13  # of a page, in characters; of a line of 10 points, in points
_REFUSED = re.compile(r"[\[\]:*?/\\']")  # in the name of a worksheet


def write_workbook(tool: Tool, credit: Credit) -> bytes:
    """Workbook: a worksheet for each table, named after the heading above it, printed on A4 lying down.

    In a row « Total », an empty cell is the sum of those above. No text is taken for a formula.
    """
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    day = datetime.datetime.combine(tool.reviewed, datetime.time())
    book.set_properties({"title": tool.title, "author": credit.site, "comments": credit.text, "created": day})
    cell = {"text_wrap": True, "valign": "top", "border": 1, "font_name": FONT, "font_size": 10}
    plain, bold = book.add_format(cell), book.add_format({**cell, "bold": True, "bg_color": f"#{GROUND}"})
    large, small = book.add_format({"bold": True, "font_size": 14}), book.add_format({"italic": True, "font_size": 9})
    for name, rows in _tables(tool):
        sheet = book.add_worksheet(_name_sheet(name, [each.name for each in book.worksheets()]))
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.write_string(0, 0, name, large)
        widths = [round(_WIDTH * share) for share in measure_columns(rows)]
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        for number, row in enumerate(rows, start=2):
            texts = [text_of(cell) for cell in row]
            is_total = texts[0] == TOTAL
            lines = max(len(wrap(text, width)) for text, width in zip(texts, widths, strict=True))
            sheet.set_row(number, _LINE * max(lines + 0.5, 2))  # not every program measures wrapped text
            for column, text in enumerate(texts):
                style = bold if number == 2 or is_total else plain
                letter = chr(ord("A") + column)
                if is_total and not text:
                    sheet.write_formula(number, column, f"=SUM({letter}4:{letter}{number})", style)
                elif text.isdecimal():
                    sheet.write_number(number, column, int(text), style)
                else:
                    sheet.write_string(number, column, text, style)
        sheet.freeze_panes(3, 0)
        sheet.repeat_rows(2)
        sheet.write_string(len(rows) + 3, 0, credit.text, small)
    book.close()
    return pack(stream)


def _tables(tool: Tool) -> Iterator[tuple[str, Rows]]:
    """(heading above, rows) of each table."""
    name = tool.title
    for element in parse(tool.html):
        if element.tag in {"h2", "h3"}:
            name = text_of(element)
        if element.tag == "table":
            yield name, rows_of(element)


def _name_sheet(name: str, taken: Iterable[str]) -> str:
    """A worksheet name: 31 characters at most, without those that Excel refuses, unlike the others in any case."""
    bare = " ".join(_REFUSED.sub(" ", name).split())[:27].strip()
    same = sum(other.lower().startswith(bare.lower()) for other in taken)
    return f"{bare} {same + 1}" if same else bare
