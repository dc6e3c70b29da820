"""Configuration files of static hosts: `_headers`, `_redirects`, `.nojekyll`; and a read-me."""

from collections.abc import Iterable, Mapping
from pathlib import Path

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
