"""Office Open XML serializer of a tool: a text document (.docx). The only module that imports python-docx."""

import datetime
import re
from io import BytesIO
from urllib.parse import urljoin

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from app.content.page import Tool
from app.web.tool.markup import (
    FONT,
    GROUND,
    SPACES,
    TOTAL,
    Credit,
    Element,
    Rows,
    measure_columns,
    pack,
    parse,
    rows_of,
    text_of,
)

_LISTS = {"ul": "List Bullet", "ol": "List Number"}
_STYLES = {"Normal": 10, "Title": 20, "Heading 1": 13, "Heading 2": 11, "Heading 3": 10}  # points
_INK = "1F4D45"
_MARGIN, _WIDTH = Mm(18), 174  # of A4, in millimetres
_FILLED_BY_HAND = Mm(9)  # the least height of a row with an empty cell


def write_document(tool: Tool, credit: Credit) -> bytes:
    """A4 document: title, summary, body and sources, with the credit at the foot of each page."""
    document = docx.Document()
    _set_up(document, tool, credit)
    document.add_heading(tool.title, level=0)
    document.add_paragraph(tool.summary)
    for element in parse(tool.html):
        _write_block(document, element, credit.address)
    document.add_heading("D'où vient cet outil", level=1)
    for source in credit.sources:
        document.add_paragraph(source, style=_LISTS["ul"])
    document.sections[0].footer.paragraphs[0].add_run(credit.text).font.size = Pt(8)
    stream = BytesIO()
    document.save(stream)
    return pack(stream)


def _set_up(document: Document, tool: Tool, credit: Credit) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = _MARGIN
    for name, size in _STYLES.items():
        style = document.styles[name]
        style.element.get_or_add_rPr().get_or_add_rFonts().attrib.clear()  # a font of the theme would win
        style.font.name, style.font.size = FONT, Pt(size)
        style.paragraph_format.space_after = Pt(4)
        if name != "Normal":
            style.font.color.rgb = RGBColor.from_string(_INK)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "fr-FR")
    properties = document.core_properties
    properties.title, properties.author, properties.comments = tool.title, credit.site, credit.text
    properties.language = "fr-FR"
    properties.created = properties.modified = datetime.datetime.combine(tool.reviewed, datetime.time())


def _write_block(document: Document, element: Element, address: str) -> None:
    if element.tag in _LISTS:
        _write_list(document, element, address)
    elif element.tag == "table":
        _write_table(document, rows_of(element), address)
    elif element.tag in {"blockquote", "dl"}:
        for child in element:
            _write_block(document, child, address)
    elif re.fullmatch("h[2-5]", element.tag):
        _write_runs(document.add_heading(level=int(element.tag[1]) - 1), element, address)
    else:
        _write_runs(document.add_paragraph(), element, address)


def _write_list(document: Document, element: Element, address: str, depth: int = 1) -> None:
    style = _LISTS[element.tag] + (f" {depth}" if depth > 1 else "")
    numbers = _start_numbers(document, style) if element.tag == "ol" else None
    for item in element:
        paragraph = document.add_paragraph(style=style)
        if numbers is not None:
            paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = numbers
        _write_runs(paragraph, item, address)
        for inner in item.iterchildren(*_LISTS):
            _write_list(document, inner, address, min(depth + 1, 3))


def _start_numbers(document: Document, style: str) -> int:
    """A new count for one list: those of a style go on from one list to the next."""
    numbering = document.part.numbering_part.element
    own = document.styles[style].element.pPr.numPr.numId.val
    number = numbering.add_num(numbering.num_having_numId(own).abstractNumId.val)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(number.numId)


def _write_table(document: Document, rows: Rows, address: str) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    shares = measure_columns(rows)
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Mm(_WIDTH * share)  # read by LibreOffice, those of cells by Word
    for number, (row, cells) in enumerate(zip(table.rows, rows, strict=True)):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            properties.append(OxmlElement("w:tblHeader"))  # again at the top of each page
        if not all(map(text_of, cells)):
            row.height = _FILLED_BY_HAND
        for cell, share, source in zip(row.cells, shares, cells, strict=True):
            cell.width = Mm(_WIDTH * share)
            cell.paragraphs[0].paragraph_format.space_after = Pt(1)
            _write_runs(cell.paragraphs[0], source, address, bold=number == 0 or text_of(cells[0]) == TOTAL)
            if number == 0:
                cell._tc.get_or_add_tcPr().append(_make("w:shd", val="clear", color="auto", fill=GROUND))
    document.add_paragraph().paragraph_format.line_spacing = Pt(6)  # two tables that touch would be one


def _write_runs(paragraph: Paragraph, element: Element, address: str, bold: bool = False, italic: bool = False) -> None:
    """The text of an element in its paragraph, emphasis and links kept; lists inside it are left to their own."""
    _add_run(paragraph, element.text, bold, italic)
    for child in element:
        if child.tag == "br":
            paragraph.add_run().add_break()
        elif child.tag not in _LISTS:
            first = len(paragraph._p)
            is_bold, is_italic = bold or child.tag in {"strong", "dt"}, italic or child.tag == "em"
            _write_runs(paragraph, child, address, is_bold, is_italic)
            if child.tag == "a":
                _link(paragraph, list(paragraph._p)[first:], urljoin(address, child.get("href", "")))
        _add_run(paragraph, child.tail, bold, italic)


def _add_run(paragraph: Paragraph, text: str | None, bold: bool, italic: bool) -> None:
    told = SPACES.sub(" ", text or "")
    if not paragraph.runs:
        told = told.lstrip(" ")
    if told:
        run = paragraph.add_run(told)
        run.bold, run.italic = bold or None, italic or None


def _link(paragraph: Paragraph, runs: list[BaseOxmlElement], target: str) -> None:
    """Put runs of a paragraph under a hyperlink, which python-docx cannot add by itself."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    for run in runs:
        run.get_or_add_rPr().append(_make("w:u", val="single"))
        link.append(run)
    paragraph._p.append(link)


def _make(tag: str, **values: str) -> BaseOxmlElement:
    element = OxmlElement(tag)
    for name, value in values.items():
        element.set(qn(f"w:{name}"), value)
    return element
