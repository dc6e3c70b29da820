"""What hostile content may cost: time and memory are bounded by the system itself while it is read."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT
from tests.content.test_problems import GOOD

SECONDS = 60  # of processor; about 8 are used
MEMORY = 1_500_000_000  # bytes of address space; reading the published base takes 400 million
READ = """
import json, sys
from pathlib import Path
from app.snapshot.inventory import take_inventory
from app.content.library import load_library
from app.content.problem import UnusableContent
take_inventory(Path(sys.argv[1]))
try:
    library = load_library(Path(sys.argv[1]))
    told, slugs = library.problems, [practice.slug for practice in library.practices]
except UnusableContent as error:
    told, slugs = error.problems, []
print(json.dumps([slugs, {problem.file.rsplit("/", 1)[-1]: problem.message for problem in told}]))
"""

BODIES = {
    "crochets": "[" * 90_000,
    "regles": "---\n" * 20_000,
    "titres": "### a\n" * 10_000,
    "titres-soulignes": "a\n===\n" * 10_000,
    "listes": "- " * 40_000 + "x",
    "listes-numerotees": "1. " * 30_000,
    "citations": "> " * 40_000,
    "emphases": "*_`" * 30_000,
    "balises": "<a " * 30_000,
    "entites": "&#" * 40_000,
    "paragraphes": "a\n\n" * 30_000,
    "tableaux": "a|b\n-|-\n" * 10_000,
    "definitions": "a\n: b\n" * 15_000,
}
HEADS = {
    "bombe": "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n",
    "profondeur": f"a: {'[' * 40_000}\n",
    "profondeur-en-blocs": "".join(f"{' ' * n}a:\n" for n in range(400)),
    "cles": "".join(f"k{n}: 1\n" for n in range(10_000)),
    "cles-doubles": "k: 1\n" * 10_000,
    "liste": f"sectors: [{'btp, ' * 15_000}btp]\n",
    "nombre": f"review_every: {'9' * 90_000}\n",
    "texte": f"title: {'a ' * 45_000}\n",
    "guillemet": f'title: "{"a" * 90_000}\n',
    "etiquette": "title: !!python/object/apply:os.system ['true']\n",
}


def read_limited(folder: Path) -> tuple[list[str], dict[str, str]]:
    """(practices, message by file) of a content folder, read by a process that may not take more."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    done = subprocess.run(
        [sys.executable, "-c", READ, str(folder)],
        cwd=ROOT,
        env=os.environ,
        preexec_fn=limit,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    slugs, messages = json.loads(done.stdout)
    return slugs, messages


def make_huge(path: Path, size: int = 100_000_000_000) -> None:
    """A file of a hundred gigabytes that takes no place on the disk."""
    with path.open("wb") as file:
        file.truncate(size)


def test_hostile_files_are_refused_within_bounds(content: Path):
    """Bodies and front matters that grow while they are read, and files larger than the machine: each is told."""
    practices = content / "practices"
    for name, body in BODIES.items():
        (practices / f"{name}.md").write_text(GOOD.replace("Un contexte.", body), encoding="utf-8")
    for name, head in HEADS.items():
        (practices / f"{name}.md").write_text(f"---\n{head}---\n\n## Contexte\n\nBonjour.\n", encoding="utf-8")
    make_huge(practices / "enorme.md")
    (practices / "sans-fin.md").symlink_to("/dev/zero")
    slugs, messages = read_limited(content)
    assert sorted(slugs) == ["eve-binomes-grand-site-deux-caps", "stef-mixup"]
    expected = {f"{name}.md" for name in (*BODIES, *HEADS, "enorme", "sans-fin")}
    assert messages.keys() == expected
    assert messages["enorme.md"] == "Le fichier est trop gros."
    assert messages["titres-soulignes.md"].startswith("Une ligne de « - » ou de « = »")
    assert all("trop" in messages[f"{name}.md"] for name in BODIES if name != "titres-soulignes"), messages


def test_huge_lists_stop_everything_with_words(content: Path):
    """Files of a hundred gigabytes in the place of the lists are told, not read."""
    names = ("vocabulary.yaml", "glossary.yaml", "sources.yaml", "site.yaml")
    for name in names:
        make_huge(content / name)
    assert read_limited(content) == ([], dict.fromkeys(names, "Le fichier est trop gros."))
