"""Whatever is typed, there is an answer."""

import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.catalogue.catalogue import Catalogue
from app.catalogue.query import Query
from app.search.analyzer import stem, tokenise
from app.search.query_parser import MAX_WORDS, parse_query

SLOW = 4  # times slower than the machine that was measured a test may run

GARBAGE = [
    "a" * 10_000,
    "é " * 5_000,
    "égalité " * 2_000,
    '"' * 999,
    '"""égalité',
    "-",
    '-"',
    '- " - "',
    "--égalité",
    "?!*()[]{}~^:\\/",
    "le la les de du",
    "\x00",
    "éga\x00lité",
    "😀😀",
    "👩‍🚒 pompière",
    "\u202eétilagé",
    "مساواة",
    "平等",
    "\ud800 égalité \udfff",
    "́́́́",
    "AND OR NOT title:égalité",
    "égal*",
    " ".join(f"qwsdfgh{chr(97 + n)}" for n in range(24)),
    " ".join(f"collectivvitte{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(60)),
    " ".join(f"{chr(97 + n % 26)}{chr(97 + n // 26)}" for n in range(330)),
]


@pytest.mark.parametrize("text", GARBAGE, ids=range(len(GARBAGE)))
def test_anything_gets_an_answer(catalogue: Catalogue, text: str):
    """No error, exact or not, in fifty milliseconds of the processor; every result announced can be shown."""
    for exact in (False, True):
        start = time.thread_time()
        results = catalogue.search(Query.from_args([("q", text), ("exact", str(int(exact)))]))
        assert time.thread_time() - start < 0.05 * SLOW
        assert len([hit for hit in results.hits if hit.has_all]) == min(results.total, 20)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=300))
def test_any_text_can_be_cut_into_words(text: str):
    """Words stand in the text, in order, each within the one before's end or after it."""
    tokens = tokenise(text)
    assert all(token.exact for token in tokens)
    assert [token.start for token in tokens if not token.is_compound] == sorted(
        token.start for token in tokens if not token.is_compound
    )
    assert sum(not token.is_stop for token in parse_query(text).words) <= MAX_WORDS


def test_only_punctuation_or_stop_words_show_everything(catalogue: Catalogue):
    """Nothing to search is no search: all practices, and a word about it."""
    for text in ("?!", "le la les", '""', "-", "😀"):
        results = catalogue.search(Query(text=text))
        assert results.total == len(catalogue.practices)
        assert results.notices


def test_threads_do_not_disturb_each_other(catalogue: Catalogue):
    """Many threads on one index get the answers that one gets."""
    texts = ["égalité femmes", "harcelment", "clause insertion", '"plan d\'action"', "IAE", "vestiaires"]
    alone = {text: [hit.headline.slug for hit in catalogue.search(Query(text=text)).hits] for text in texts}
    wrong: list[str] = []

    def ask(text: str) -> None:
        answers = [catalogue.search(Query(text=text)).hits for _ in range(10)]
        wrong.extend(text for hits in answers if [hit.headline.slug for hit in hits] != alone[text])

    threads = [threading.Thread(target=ask, args=(text,)) for text in texts * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


@pytest.fixture
def hasty_threads() -> Iterator[None]:
    """Threads that interrupt each other as often as they can."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


@pytest.mark.usefixtures("hasty_threads")
def test_threads_do_not_mix_their_words_up(catalogue: Catalogue):
    """Words that many threads stem for the first time have the stems that they have alone."""
    words = sorted({word.lower() for practice in catalogue.practices for word in practice.summary.split()})
    alone = [stem.__wrapped__(word) for word in words]
    stem.cache_clear()
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(stem, words)) == alone
