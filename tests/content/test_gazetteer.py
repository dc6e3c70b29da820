"""The communes of a base, from places.csv: read, or told line by line what is wrong."""

from pathlib import Path

import pytest

from app.content.gazetteer import COLUMNS, Commune, load_communes
from tests.conftest import PUBLISHED

HEAD = ";".join(COLUMNS)
LENS = "62498;Lens;62300;CA de Lens - Liévin;32920;50.438;2.821"


def load(folder: Path, *lines: str) -> tuple[tuple[Commune, ...], list[str]]:
    """What is read of a table, and each problem: its line, its cell, what was read."""
    (folder / "places.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    communes, problems = load_communes(folder, ["59", "62", "974"])
    return communes, [f"{problem.line} {problem.key} {problem.read}".rstrip() for problem in problems]


def test_a_base_may_have_no_communes(tmp_path: Path):
    """Nothing is asked of those who have no list."""
    assert load_communes(tmp_path, ["62"]) == ((), [])


def test_each_line_is_a_commune(tmp_path: Path):
    """Several postal codes, no group, a department of three figures."""
    communes, problems = load(tmp_path, "# Insee", HEAD, LENS, "", "97411;Saint-Denis;97400 97417;;155000;-20.9;55.5")
    assert problems == []
    assert communes[0] == Commune("62498", "Lens", ("62300",), "CA de Lens - Liévin", 32920, 50.438, 2.821)
    assert [(one.department, one.postal_codes, one.group) for one in communes[1:]] == [("974", ("97400", "97417"), "")]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("62498;Lens", "2  2"),
        ("6249;Lens;62300;;32920;50.4;2.8", "2 code 6249"),
        ("75056;Paris;75001;;2100000;48.8;2.3", "2 code 75"),
        ("62498;;62300;;32920;50.4;2.8", "2 name"),
        ("62498;Lens;6230;;32920;50.4;2.8", "2 postal_codes 6230"),
        ("62498;Lens;62300;;beaucoup;50.4;2.8", "2 population beaucoup"),
        ("62498;Lens;62300;;32920;50,4;2.8", "2 latitude 50,4"),
        ("62498;Lens;62300;;32920;50.4;nan", "2 longitude nan"),
    ],
)
def test_a_fault_is_told_with_its_line_and_its_cell(tmp_path: Path, line: str, told: str):
    """The line is left out, the others are kept."""
    communes, problems = load(tmp_path, HEAD, line, LENS.replace("62498", "62499"))
    assert problems == [told]
    assert [commune.code for commune in communes] == ["62499"]


def test_the_columns_come_first_and_a_code_once(tmp_path: Path):
    """Without the names of the columns nothing is read."""
    assert load(tmp_path, LENS) == ((), [f"1  {LENS}"])
    assert load(tmp_path, "# Insee", HEAD, LENS, LENS)[1] == ["4 code 62498"]


def test_the_published_list_has_no_fault():
    """It holds every department of its vocabulary."""
    departments = ["02", "59", "60", "62", "80"]
    communes, problems = load_communes(PUBLISHED, departments)
    assert problems == []
    assert sorted({commune.department for commune in communes}) == departments
