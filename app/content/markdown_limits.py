"""Limits of Markdown, and the validator that refuses a text beyond them before anything parses it.

Pure Python: a process that only validates a form loads neither Markdown nor bleach.
"""

import re

from app.content.problem import TooIntricate

# What one text may hold. Markdown reads a paragraph again from its start at each of its lines, and to its end at each
# bracket that nothing closes (measured: 90 s for 20,000 `[`, 25 s for 24,000 `---`). tests/content/test_limits.py holds
# the slowest texts that were found within these limits to a budget. No text of the base has a third of them.
MAX_LENGTH = 50_000  # characters
MAX_BLOCK = 10_000  # characters between two empty lines
MAX_BLOCK_LINES = 400
MAX_BRACKETS = 400
MAX_SIGNS = 2_000
MAX_LINES = 1_000
MAX_REACH = 400_000  # characters between each bracket and the one that closes it, or the end of the block, all together

# What one part of a sheet may hold in the form, which validates while a person waits. Markdown takes seconds for 3,000
# lines of `---` or for 10,000 signs: no part of the base has 140 of either.
MAX_SECTION = 12_000  # characters: the longest sheet of the base, all its parts together, has less
MAX_SECTION_LINES = 400
MAX_SECTION_SIGNS = 1_000
SECTION_SIGNS = "*_`>"

_OPENINGS = ("[", "<", "@", "://", "www.")
_SIGNS = "*_`>&\\|~="
_BRACKET = re.compile(r"\[|\]\(|\]")


def check_length(text: str) -> None:
    """Validate the length of a text, before it is normalised. Raises TooIntricate."""
    if len(text) > MAX_LENGTH:
        raise TooIntricate(f"Il est trop long : {len(text)} caractères, {MAX_LENGTH} au plus.")


def check_cost(text: str) -> None:
    """Validate a normalised text against the limits of what Markdown parses in linear time. Raises TooIntricate."""
    if text.count("\n") >= MAX_LINES:
        raise TooIntricate(f"Il y a trop de lignes : {MAX_LINES} au plus.")
    if sum(map(text.count, _OPENINGS)) > MAX_BRACKETS:
        raise TooIntricate(f"Il y a trop de crochets « [ », de signes « < » ou d'adresses : {MAX_BRACKETS} au plus.")
    if sum(map(text.count, _SIGNS)) > MAX_SIGNS:
        named = ", ".join(f"« {sign} »" for sign in _SIGNS)
        raise TooIntricate(f"Il y a trop de signes {named} : {MAX_SIGNS} au plus.")
    blocks = text.split("\n\n")
    longest = max(map(len, blocks))
    if longest > MAX_BLOCK:
        message = f"Un paragraphe est trop long : {longest} caractères, {MAX_BLOCK} au plus. Laissez des lignes vides."
        raise TooIntricate(message)
    tallest = max(block.count("\n") for block in blocks)
    if tallest >= MAX_BLOCK_LINES:
        message = f"Un paragraphe, une liste ou un tableau a trop de lignes : {MAX_BLOCK_LINES} au plus."
        raise TooIntricate(f"{message} Laissez des lignes vides.")
    if sum(map(_reach, blocks)) > MAX_REACH:
        raise TooIntricate("Il y a trop de crochets « [ » ouverts et non fermés, ou fermés trop loin.")


def _reach(block: str) -> int:
    """How far Markdown looks for the ends of the links that a block opens: the text of each, then its address."""
    if "[" not in block:
        return 0
    total, opened, end = 0, [], len(block)
    for found in _BRACKET.finditer(block):
        if found[0] == "[":
            opened.append(found.start())
        elif opened:
            total += found.start() - opened.pop()
        if found[0] == "](":
            closed = block.find(")", found.end())
            is_plain = closed >= 0 and not set(block[found.end() : closed]) & set("(\"'")
            total += (closed if is_plain else end) - found.start()
    return total + sum(end - start for start in opened)
