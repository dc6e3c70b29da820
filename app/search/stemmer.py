"""Snowball's French stemmer, without the thirty other languages of its package: they take 7 MB of every worker."""

import sys
from importlib.util import find_spec, module_from_spec
from threading import Lock

_PACKAGE = "snowballstemmer"


def _leave_other_languages() -> None:
    """Put the package in place without running its `__init__`, which imports every language."""
    spec = find_spec(_PACKAGE)
    if spec and _PACKAGE not in sys.modules:
        sys.modules[_PACKAGE] = module_from_spec(spec)


_leave_other_languages()
from snowballstemmer.french_stemmer import FrenchStemmer  # noqa: E402

_french = FrenchStemmer()
_is_free = Lock()  # it keeps the word that it works on: two threads at once would mix theirs up


def stem_french(word: str) -> str:
    """What Snowball leaves of a word in small letters without accents."""
    with _is_free:
        stemmed: str = _french.stemWord(word)
        return stemmed
