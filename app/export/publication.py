"""Export pipeline: crawl, rewrite links, build the search index, publish into the folder."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.export.folder import publish, read_list
from app.export.hosting import write_hosting
from app.export.index import require_pagefind, require_practices, write_index
from app.export.plan import Planner
from app.export.site import create_export_app
from app.export.walk import Crawler, seed_urls
from app.snapshot.reader import open_snapshot
from app.snapshot.store import Store


@dataclass(frozen=True)
class ExportReport:
    """Export report: numbers of pages and files, broken links as (file, tag).

    `problems`: number of content errors, whose practices are left out.
    """

    pages: int
    files: int
    broken: tuple[tuple[str, str], ...]
    problems: int


def export_site(store: Store, folder: Path, tell: Callable[[str], None]) -> ExportReport:
    """Export the site of a store into a folder; `tell` is called with a progress line at each step.

    Raises NotAnExport, NoIndex, UnusableContent. Nothing is moved into the folder before all is ready.
    """
    require_pagefind()
    folder = folder.resolve()
    read_list(folder)
    catalogue = open_snapshot(store.ensure())
    require_practices(catalogue)
    app = create_export_app(store)
    planner = Planner(app.url_map.bind(""), catalogue.library.site.url.rstrip("/"))
    with tempfile.TemporaryDirectory(prefix="pratiques-") as aside:
        made = Path(aside)
        walk = Crawler(app, made, planner, tell)
        walk.gather([*seed_urls(catalogue), *_static_files(Path(str(app.static_folder)))])
        broken = walk.rewrite()
        tell("Index de la recherche…")
        write_index(catalogue, made)
        names = [stored.file for stored in walk.files.values()]
        write_hosting(made, planner.home, walk.headers, names, walk.redirects)
        pages = sum(name.endswith(".html") for name in names)
        files = publish(made, folder)
        return ExportReport(pages, files, tuple(broken), len(catalogue.library.problems))


def _static_files(folder: Path) -> list[str]:
    """URLs of every static file, also of those that scripts alone request."""
    return [f"/static/{path.relative_to(folder).as_posix()}" for path in sorted(folder.rglob("*")) if path.is_file()]
