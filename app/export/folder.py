"""Output folder of an export: incremental update guarded by a checksum list (SHA-256) of the files it wrote."""

import hashlib
import shutil
from pathlib import Path

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
