"""Export of an earlier git revision of the content into a folder; nothing of it is ever run."""

import io
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

from app.content.source_file import spell_path


class RevisionError(Exception):
    """Git, the repository or the revision is missing; the text says which, in French."""


def export_content(content: Path, revision: str, into: Path) -> Path:
    """Export the content folder at the merge base of `revision` and HEAD; empty if it was not there yet.

    Raises RevisionError.
    """
    git = _Git(content)
    commit = git.find_commit(revision)
    prefix = git.run("rev-parse", "--show-prefix").decode().strip()
    folder = into / content.resolve().name
    folder.mkdir(parents=True)
    if prefix and not git.run("ls-tree", "-z", commit, "--", prefix.rstrip("/"), cwd=git.top):
        return folder
    # Not a tar file: zipfile makes every name relative and follows no link.
    archive = git.run("archive", "--format=zip", f"{commit}:{prefix}", cwd=git.top)
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        files.extractall(folder)
    return folder


def list_outside(content: Path, revision: str) -> list[str]:
    """Files outside of the content folder that changed since the merge base. Raises RevisionError."""
    git = _Git(content)
    prefix = git.run("rev-parse", "--show-prefix")[:-1]
    changed = git.run("diff", "--name-only", "--no-renames", "-z", git.find_commit(revision), cwd=git.top)
    names = (name for name in changed.split(b"\0") if name and not name.startswith(prefix))
    return [spell_path(Path(os.fsdecode(name))) for name in names]


class _Git:
    """Adapter of the git command, run in the repository of a content folder."""

    def __init__(self, content: Path) -> None:
        program = shutil.which("git")
        if not program:
            raise RevisionError("Il faut git pour comparer deux versions, et il n'est pas installé.")
        self._program = program
        self._content = content.resolve()
        if not self._content.is_dir():
            raise RevisionError(f"Le dossier « {content} » n'existe pas.")
        try:
            self.top = Path(self.run("rev-parse", "--show-toplevel").decode().strip())
        except RevisionError as error:
            raise RevisionError(f"« {content} » n'est pas dans un dépôt git. {error}") from error

    def run(self, *arguments: str, cwd: Path | None = None) -> bytes:
        """Run git and return its output, without a shell. Raises RevisionError with its last message."""
        command = [self._program, *arguments]
        done = subprocess.run(command, cwd=cwd or self._content, capture_output=True, check=False)  # noqa: S603 (no shell)
        if done.returncode:
            said = done.stderr.decode(errors="replace").strip().splitlines()
            raise RevisionError(f"(git : {said[-1]})" if said else "")
        return done.stdout

    def find_commit(self, revision: str) -> str:
        """The merge base of a revision and HEAD, or the revision itself when they share no history here."""
        missing = (
            f"La version « {revision} » n'existe pas ici. Essayez « main », « origin/main » ou un numéro de commit."
        )
        if revision.startswith("-") or not revision:
            raise RevisionError(missing)
        try:
            commit = self.run("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").decode().strip()
        except RevisionError as error:
            raise RevisionError(missing) from error
        try:
            return self.run("merge-base", commit, "HEAD").decode().strip()
        except RevisionError:
            return commit  # a shallow clone does not reach the common ancestor
