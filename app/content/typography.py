"""French spaces that must not break: inside numbers, before % and high punctuation, inside « guillemets ».

Authors type ordinary spaces; files, data and the form keep them. Only what is shown is tied.
"""

import re

_NARROW = "\u202f"
_WIDE = "\u00a0"

# Each pattern begins with the space itself, so that the search jumps from space to space.
_TIES = [
    (re.compile(r" (?:(?<=\d )(?:(?=\d{3}(?!\d))|(?=%))|(?<=[\w)»] )(?=[;!?]))"), _NARROW),  # 120 000   12 %   quoi ?
    (re.compile(r" (?:(?<=[\w)»] )(?=:(?:\s|$))|(?<=« )|(?=»))"), _WIDE),  # ceci : « cela »
]


def tie_spaces(text: str) -> str:
    """The same text with spaces that keep a number, a sign or a quotation in one piece."""
    for pattern, space in _TIES:
        text = pattern.sub(space, text)
    return text
