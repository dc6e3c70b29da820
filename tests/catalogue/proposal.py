"""A proposal in git, its review and its report."""

import datetime
import shutil
import subprocess
from pathlib import Path

from app.catalogue.evaluation import Judged
from app.review.change import ChangeReview, review_change
from app.review.report import write_report
from app.review.revision import export_content, list_outside

TODAY = datetime.date(2026, 12, 1)
QUERIES = [
    Judged("transport frigorifique", {"stef-mixup": 2}),
    Judged("binômes", {"eve-binomes-grand-site-deux-caps": 2}),
]


def git(folder: Path, *arguments: str) -> None:
    who = ["-c", "user.name=Essai", "-c", "user.email=essai@exemple.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


def review_of(content: Path, base: str = "main") -> ChangeReview:
    folder = content.parent / "work"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    earlier = export_content(content, base, folder / "base")
    return review_change(content, earlier, QUERIES, folder, TODAY, list_outside(content, base))


def report_of(content: Path) -> str:
    return write_report(review_of(content))


def rename(content: Path, old: str, new: str) -> Path:
    return (content / "practices" / f"{old}.md").rename(content / "practices" / f"{new}.md")


def add_line(path: Path, before: str, line: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(f"\n{before}") == 1
    path.write_text(text.replace(f"\n{before}", f"\n{line}\n{before}"), encoding="utf-8")


def replace(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
