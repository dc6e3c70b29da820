"""The benchmark: an honest corpus, a load that stays on this machine, laws that are what they say."""

import gzip
import json
import re
from pathlib import Path

import pytest

from app.content.library import Library, load_library
from app.content.practice import short_code
from bench.corpus import Corpus, words_of, write_corpus
from bench.foreign import main as measure_foreign
from bench.load import check_loopback
from bench.plot import Panel, draw
from bench.question import write_questions
from bench.statistic import bootstrap, fit_line, fit_power, percentile
from bench.target import Target
from tests.conftest import CONTENT

SIZE = 110


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of generated content."""
    folder = tmp_path_factory.mktemp("corpus") / "content"
    write_corpus(CONTENT, folder, SIZE)
    return folder


@pytest.mark.slow
def test_a_generated_base_is_as_sound_as_the_real_one(corpus: Path, library: Library):
    """As many practices as asked, no problem, codes of their own, lengths and words as on the real sheets."""
    made = load_library(corpus)
    assert len(made.practices) == SIZE
    assert made.problems == ()
    assert len({short_code(practice.slug) for practice in made.practices}) == SIZE
    real = {practice.slug for practice in library.practices}
    new = [practice for practice in made.practices if practice.slug not in real]
    lengths = [sorted(len(words_of(practice)) for practice in practices) for practices in (library.practices, new)]
    medians = [each[len(each) // 2] for each in lengths]
    assert medians[0] * 0.8 < medians[1] < medians[0] * 1.3
    words = {word for practice in library.practices for word in words_of(practice)}
    assert len({word for practice in new for word in words_of(practice)} - words) > len(new)


def test_the_same_base_is_made_every_time(library: Library, tmp_path: Path):
    """Figures of two machines are of the same texts."""
    made = []
    for name in ("one", "other"):
        folder = tmp_path / name
        folder.mkdir()
        corpus = Corpus(library.practices)
        for number in range(89, 109):
            corpus.write(folder, number)
        made.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert len(made[0]) == 20
    assert made[0] == made[1]


def test_no_question_is_asked_twice(library: Library):
    """A first time is a first time."""
    asked = [question for questions in write_questions(library.vocabulary).values() for question in questions]
    assert len(asked) > 500
    assert len(set(asked)) == len(asked)


@pytest.mark.parametrize(
    "address", ["http://example.org/", "http://10.0.0.1/", "https://127.0.0.1/", "http://127.0.0.1.example/", "rien"]
)
def test_a_load_goes_to_no_other_machine(address: str):
    """Whatever is typed, nobody else is asked two thousand times."""
    with pytest.raises(ValueError, match="address"):
        check_loopback(address)
    assert check_loopback("http://localhost:8000/x").netloc == "127.0.0.1:8000"


def test_laws_are_read_from_figures_that_follow_them():
    """A square root is a power of a half; a line is its base and its slope."""
    sizes = [88.0, 1_000.0, 5_000.0, 20_000.0]
    assert fit_power(sizes, [3 * size**0.5 for size in sizes]) == pytest.approx(0.5)
    assert fit_line(sizes, [8 + 0.002 * size for size in sizes]) == pytest.approx((8, 0.002))
    assert [percentile(range(1, 101), share) for share in (50, 95, 99)] == [50, 95, 99]


def test_a_target_says_whether_it_is_met():
    """What was not measured is not met, and is not missed either."""
    assert Target("time", 9.9, 10).is_met
    assert Target("rate", 0.7, 0.8, at_least=True).is_met is False
    assert "not measured" in Target("time", None, 10).line()


def test_the_plot_holds_every_point():
    """One circle each, within the drawing, and every name."""
    svg = draw([Panel("time, ms", {"this site": [(88, 8.5), (20_000, 40)], "Datasette": [(88, 12), (1_000, 300)]})])
    places = [float(value) for value in re.findall(r'c[xy]="([\d.]+)"', svg)]
    assert len(places) == 8
    assert all(0 < place < 300 for place in places)
    assert "Datasette" in svg


@pytest.mark.parametrize("packed", [True, False])
def test_the_search_is_measured_on_any_collection(tmp_path: Path, capsys: pytest.CaptureFixture[str], packed: bool):
    """Compressed or not; an answer that comes first counts 1, one that nothing leads to counts 0."""
    documents = [
        {"id": "a", "title": "Le permis", "body": "Passer le permis.\nUne ligne\u2028coupée."},
        {"id": "b", "title": "", "body": "La crèche ouvre à six heures."},
        {"id": "c", "title": "Le vélo", "body": "Réparer un vélo."},
    ]
    queries = [
        {"id": "1", "text": "Comment passer le permis ?", "relevant": ["a"]},
        {"id": "2", "text": "une crèche", "relevant": ["b"]},
        {"id": "3", "text": "zzzz", "relevant": ["c"]},
        {"id": "4", "text": "à propos de " + "tout " * 300 + "vélo", "relevant": ["c"]},
    ]
    for name, rows in (("documents", documents), ("queries", queries)):
        data = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()
        path = tmp_path / (f"{name}.jsonl.gz" if packed else f"{name}.jsonl")
        path.write_bytes(gzip.compress(data) if packed else data)
    assert measure_foreign([str(tmp_path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["documents"], told["queries"]) == (3, 4)
    assert set(told["typed"]) == {"as typed", "no accents", "one error"}
    for row in (told["typed"]["as typed"], told["typed"]["no accents"]):
        assert row["ndcg_10"] == row["success_1"] == 0.5
        assert row["without_result"] == 0.5  # the last one is cut before its only word
        assert row["interval"][0] <= row["ndcg_10"] <= row["interval"][1]
    assert measure_foreign([str(tmp_path)]) == 0
    assert "| as typed | 0.500 [" in capsys.readouterr().out


def test_an_interval_holds_the_mean_and_narrows_with_more_values():
    """A fair coin thrown a hundred times and ten thousand times."""
    few, many = [0.0, 1.0] * 50, [0.0, 1.0] * 5_000
    (low, high), (lower, higher) = (bootstrap(each, 500) for each in (few, many))
    assert low == pytest.approx(0.4, abs=0.03) and high == pytest.approx(0.6, abs=0.03)
    assert low < lower < 0.5 < higher < high
    assert bootstrap([0.25] * 8) == (0.25, 0.25)
