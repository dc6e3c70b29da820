"""French spaces that must not break: inside numbers, before % and high punctuation, inside « guillemets ».

Authors type ordinary spaces; files, data and the form keep them. Only what is shown is tied.
"""

import re

_NARROW = "\u202f"
_WIDE = "\u00a0"

_TIES = [
    (re.compile(r"(?<=\d) (?=\d{3}(?!\d))"), _NARROW),  # 120 000
    (re.compile(r"(?<=\d) (?=%)"), _NARROW),
    (re.compile(r"(?<=[\w)»]) (?=[;!?])"), _NARROW),
    (re.compile(r"(?<=[\w)»]) (?=:(?:\s|$))"), _WIDE),
    (re.compile(r"(?<=«) "), _WIDE),
    (re.compile(r" (?=»)"), _WIDE),
]


def tie_spaces(text: str) -> str:
    """The same text with spaces that keep a number, a sign or a quotation in one piece."""
    for pattern, space in _TIES:
        text = pattern.sub(space, text)
    return text
