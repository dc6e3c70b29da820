"""Views of tools to reuse: their list by reader, the page of each, its copies for office software."""

from flask import Response, abort, render_template, url_for

from app.content.date import write_date
from app.content.page import Tool
from app.web.current import current_catalogue
from app.web.links import absolute

_OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA_TYPES = {"docx": f"{_OFFICE}.wordprocessingml.document", "xlsx": f"{_OFFICE}.spreadsheetml.sheet"}


def index() -> str:
    """View: the tools, grouped by the reader that each serves first."""
    catalogue = current_catalogue()
    tools = catalogue.library.tools.values()
    groups = [
        (reader, served)
        for slug, reader in catalogue.vocabulary.readers.items()
        if (served := [tool for tool in tools if tool.readers[0] == slug])
    ]
    return render_template("tools.html", groups=groups)


def show(slug: str) -> str:
    """View: page of a tool, 404 if unknown."""
    catalogue = current_catalogue()
    tool = catalogue.library.tools.get(slug) or abort(404)
    numbers = catalogue.vocabulary.help_for(catalogue.vocabulary.levers[lever] for lever in tool.levers)
    return render_template("tool.html", tool=tool, helps=numbers)


def download(slug: str, form: str) -> Response:
    """View: the tool as a text document, or its tables as a workbook; 404 for a workbook of no table."""
    from app.web.tool.document import write_document
    from app.web.tool.markup import Credit
    from app.web.tool.workbook import write_workbook

    tool = current_catalogue().library.tools.get(slug) or abort(404)
    if form == "xlsx" and not tool.has_table:
        abort(404)
    address = absolute(url_for("tool", slug=slug))
    site = current_catalogue().library.site.name
    text = f"{site}, outil relu le {write_date(tool.reviewed)}, Licence Ouverte 2.0, {address}"
    write = write_document if form == "docx" else write_workbook
    body = write(tool, Credit(site, address, text, tuple(_sources(tool))))
    name = f'attachment; filename="{slug}.{form}"'
    return Response(body, content_type=MEDIA_TYPES[form], headers={"Content-Disposition": name})


def _sources(tool: Tool) -> list[str]:
    """The practices and the documents that a tool comes from, one text each."""
    catalogue = current_catalogue()
    practices = [catalogue.headline(slug).title for slug in tool.practices if catalogue.practice(slug)]
    documents = [catalogue.library.documents[cited.document] for cited in tool.sources]
    return [*practices, *dict.fromkeys(f"{each.title}, {each.publisher}, {each.year}" for each in documents)]
