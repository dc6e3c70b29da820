"""Client-side search index: runs Pagefind over one HTML document for each practice."""

import gzip
import html
import importlib.util
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from app.catalogue.catalogue import Catalogue
from app.catalogue.indexing import make_concepts, make_document
from app.content.practice import Practice
from app.search.analyzer import STOP_WORDS, tokenise
from app.search.synonyms import Thesaurus, cut_names, name_stems

FOLDER = "recherche"
# Its ready-made interfaces are left out: the page has its own.
_KEPT = (
    "pagefind.js",
    "pagefind-worker.js",
    "pagefind-entry.json",
    "*.pf_meta",
    "wasm.*.pagefind",
    "index/*",
    "fragment/*",
)
_WORD = re.compile(r"[^\W\d_]{4,}")
_TAGS = re.compile(r"<[^<>]*>")
_SIGNATURE = b"pagefind_dcd"


class NoIndex(Exception):
    """The index cannot be built. The message, in French, says why and what to do."""


def require_practices(catalogue: Catalogue) -> None:
    """Raise NoIndex for a catalogue without practices."""
    if not catalogue.practices:
        raise NoIndex("Aucune pratique à publier dans ces contenus : il n'y a rien à exporter.")


def require_pagefind() -> None:
    """Fail fast: raise NoIndex when the optional dependency Pagefind is not installed."""
    if not any(importlib.util.find_spec(name) for name in ("pagefind_bin", "pagefind_bin_extended")):
        pip = Path(sys.executable).with_name("pip")
        text = "Il manque Pagefind, dont seule cette commande a besoin. Pour l'installer : "
        raise NoIndex(f"{text}{pip} install 'pagefind[bin]'")


def write_index(catalogue: Catalogue, folder: Path) -> None:
    """Build the index in `folder/recherche`. Pagefind filters are not used: they vary between runs."""
    require_pagefind()
    with tempfile.TemporaryDirectory() as aside:
        pages, bundle = Path(aside, "pages"), Path(aside, "bundle")
        words = _write_records(catalogue, pages)
        _run_pagefind(pages, bundle)
        for path in sorted(found for pattern in _KEPT for found in bundle.glob(pattern)):
            kept = folder / FOLDER / path.relative_to(bundle)
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, kept)
    _write_key(folder / FOLDER, words)


def _write_records(catalogue: Catalogue, folder: Path) -> set[str]:
    """Write an HTML document for each practice; returns their words, for spelling correction."""
    concepts = make_concepts(catalogue.library.glossary)
    thesaurus = Thesaurus(concepts, cut_names(concepts))
    words: set[str] = set()
    for practice in catalogue.practices:
        record = print_record(practice, catalogue, thesaurus)
        page = folder / practice.slug / "index.html"
        page.parent.mkdir(parents=True)
        page.write_text(record, encoding="utf-8")
        words.update(_WORD.findall(html.unescape(_TAGS.sub(" ", record)).lower()))
    return words


def _run_pagefind(pages: Path, bundle: Path) -> None:
    command = [sys.executable, "-m", "pagefind", "--site", str(pages), "--output-path", str(bundle)]
    command += ["--force-language", "fr"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 (our own command)
    if done.returncode:
        raise NoIndex(f"Pagefind n'a pas fait l'index de la recherche : {done.stderr.strip() or done.stdout.strip()}")


def print_record(practice: Practice, catalogue: Catalogue, thesaurus: Thesaurus) -> str:
    """The HTML to index: the fields of the server's search document with weights, and synonyms of its concepts.

    Pagefind splits words at a plain apostrophe only.
    """
    document = make_document(practice, catalogue.vocabulary)
    passages = [passage.text for passage in document.passages]
    names = sorted(_names_in([document.title, document.summary, document.terms, *passages], thesaurus))
    weighted = [
        (8.0, "h1", [document.title]),
        (4.0, "p", [document.summary]),
        (3.0, "p", [*document.organisation.split("\n"), *document.terms.split("\n")]),
        (1.0, "p", passages),
    ]
    body = "".join(_print_texts(weight, tag, texts) for weight, tag, texts in weighted)
    hidden = f'<p hidden data-pagefind-meta="noms">{_plain(". ".join(names))}</p>'
    head = f"<head><title>{_plain(document.title)}</title></head>"
    return f'<!doctype html><html lang="fr">{head}<body>{body}{hidden}</body></html>'


def _print_texts(weight: float, tag: str, texts: Iterable[str]) -> str:
    return "".join(f'<{tag} data-pagefind-weight="{weight}">{_plain(text)}</{tag}>' for text in texts if text)


def _plain(text: str) -> str:
    return html.escape(text.replace("’", "'"))


def _names_in(texts: Iterable[str], thesaurus: Thesaurus) -> set[str]:
    lines = (line for text in texts for line in text.split("\n"))
    mentions = (mention for line in lines for mention in thesaurus.mentions(name_stems(tokenise(line))))
    return {name for mention in mentions if mention.is_same for name in mention.concept.same}


def _write_key(folder: Path, words: set[str]) -> None:
    """Write `cle.json` for the script: Pagefind fragment → slug, stop words, word list."""
    slugs = {}
    for path in sorted(folder.glob("fragment/*.pf_fragment")):
        record = json.loads(gzip.decompress(path.read_bytes()).removeprefix(_SIGNATURE))
        slugs[path.stem] = record["url"].strip("/")
    key = {"slugs": slugs, "stop": sorted(STOP_WORDS), "words": sorted(words - STOP_WORDS)}
    (folder / "cle.json").write_text(json.dumps(key, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
