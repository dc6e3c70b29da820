"""Export pipeline: crawl, rewrite links, index, files for static hosts, incremental publication into a folder."""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from app.catalogue.place import PlaceTables
from app.export.index import require_practices, write_index
from app.export.site import create_export_app
from app.export.walk import Crawler, Planner, seed_urls
from app.snapshot.reader import open_snapshot
from app.snapshot.store import Store
from app.web.links import named_path

LIST = "empreintes.sha256"  # `sha256sum --check empreintes.sha256` tells whether a copy is whole


class NotAnExport(Exception):
    """The folder has files that no export wrote. The message, in French, says what to do."""


def read_list(folder: Path) -> dict[str, str]:
    """Load the checksum list of the last export: path → SHA-256. Raises NotAnExport for any other non-empty folder."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return {}
    if not (folder / LIST).is_file():
        raise NotAnExport("ce dossier contient autre chose qu'un export. Choisissez un dossier neuf ou vide.")
    lines = (folder / LIST).read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def publish(made: Path, folder: Path) -> int:
    """Synchronise the folder with `made`: move new and changed files, delete obsolete ones of the last export.

    Foreign files, and files edited since, stay. Unchanged files keep their date. Returns the number of files of the
    export. Raises NotAnExport when a foreign file is in the way.
    """
    former = read_list(folder)
    digests = {path.relative_to(made).as_posix(): _digest(path) for path in sorted(made.rglob("*")) if path.is_file()}
    foreign = [name for name in digests if name not in former and (folder / name).exists()]
    if foreign:
        names = ", ".join(foreign[:5])
        raise NotAnExport(f"ces fichiers ne viennent pas d'un export, et il en écrirait du même nom : {names}.")
    folder.mkdir(parents=True, exist_ok=True)
    _write_list(folder, {**former, **digests})  # interrupted, it is still known for an export
    for name, digest in digests.items():
        target = folder / name
        if not target.is_file() or _digest(target) != digest:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.unlink(missing_ok=True)
            shutil.move(made / name, target)
    for name in former.keys() - digests.keys():
        _remove(folder, name, former[name])
    _write_list(folder, digests)
    return len(digests)


def _remove(folder: Path, name: str, digest: str) -> None:
    path = folder / name
    if not path.is_file() or _digest(path) != digest:
        return
    path.unlink()
    for parent in path.relative_to(folder).parents[:-1]:
        if any((folder / parent).iterdir()):
            return
        (folder / parent).rmdir()


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _write_list(folder: Path, digests: dict[str, str]) -> None:
    lines = [f"{digest}  {name}\n" for name, digest in sorted(digests.items())]
    aside = folder / f"{LIST}.new"
    aside.write_text("".join(lines), encoding="utf-8", newline="")
    aside.replace(folder / LIST)


_SENT = ("X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy")
_ALONE = "  Content-Security-Policy: frame-ancestors 'none'\n"
_READ_ME = """Ce dossier est un site entier, fait de fichiers.

Le mettre en ligne : déposez tout son contenu chez un hébergeur de fichiers, à l'adresse {home}.
Les liens sont relatifs : il marche aussi sous un autre dossier. Seules la page 404.html et les adresses à transmettre
(QR codes, fils, plan du site) contiennent l'adresse publique, lue dans content/site.yaml.

Le regarder sur cet ordinateur : les navigateurs ne lancent pas la recherche d'un fichier ouvert par un double clic.
Dans ce dossier, tapez :

    python3 -m http.server 8000

puis ouvrez http://localhost:8000/

Vérifier qu'une copie est entière : sha256sum --check empreintes.sha256
"""


def write_hosting(
    folder: Path, home: str, headers: Mapping[str, str], pages: Iterable[str], redirects: Mapping[str, str]
) -> None:
    """Write `_headers` and `_redirects` (Netlify, Cloudflare Pages), `.nojekyll` (GitHub Pages), and a read-me.

    `headers` are those that the site sends with a page; any other site may read the files, for all are open data.
    """
    sent = {**{name: headers[name] for name in _SENT if name in headers}, "Access-Control-Allow-Origin": "*"}
    everywhere = "".join(f"  {name}: {value}\n" for name, value in sent.items())
    texts = {
        "_headers": f"/*\n{everywhere}" + "".join(f"{path}\n{_ALONE}" for path in _not_framed(pages)),
        "_redirects": "".join(f"{path} {target} 301\n" for path, target in sorted(redirects.items())),
        ".nojekyll": "",
        "LISEZMOI.txt": _READ_ME.format(home=home),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")


def _not_framed(pages: Iterable[str]) -> list[str]:
    """Path patterns of the pages that may not be framed: one for each top page, one for each folder of pages."""
    paths = [page.removesuffix("index.html").strip("/").split("/") for page in pages if page.endswith("index.html")]
    top = {f"/{parts[0]}/".replace("//", "/") for parts in paths if len(parts) == 1 and not parts[0].endswith(".carte")}
    below = {f"/{parts[0]}/:page/" for parts in paths if len(parts) == 2}
    return sorted(top | below)


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
    folder = folder.resolve()
    read_list(folder)
    snapshot = store.ensure()
    catalogue = open_snapshot(snapshot)
    require_practices(catalogue)
    app = create_export_app(store)
    planner = Planner(app.url_map.bind(""), catalogue.library.site.url.rstrip("/"))
    with tempfile.TemporaryDirectory(prefix="pratiques-") as aside:
        made = Path(aside)
        walk = Crawler(app, made, planner, tell)
        static = Path(str(app.static_folder))  # all of it: scripts alone request some
        files = [path.relative_to(static).as_posix() for path in sorted(static.rglob("*")) if path.is_file()]
        walk.gather([*seed_urls(catalogue), *(f"/static/{name}" for name in files)])
        broken = walk.rewrite()
        tell("Index de la recherche…")
        with app.test_request_context("/"):
            write_index(catalogue, PlaceTables.read(snapshot), lambda *named: walk.link(named_path(*named)), made)
        names = [stored.file for stored in walk.files.values()]
        write_hosting(made, planner.home, walk.headers, names, walk.redirects)
        pages = sum(name.endswith(".html") for name in names)
        published = publish(made, folder)
        return ExportReport(pages, published, tuple(broken), len(catalogue.library.problems))
