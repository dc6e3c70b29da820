"""Markdown to HTML: what authors may write is kept, what takes too long is refused."""

import pytest

from app.content.rendering import MAX_BRACKETS, MAX_LINES, MAX_SIGNS, TooIntricate, plain_text, render


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("Un **mot** et *un autre*", "<p>Un <strong>mot</strong> et <em>un autre</em></p>"),
        ("- un\n- deux", "<ul>\n<li>un</li>\n<li>deux</li>\n</ul>"),
        ("[ici](/pratiques)", '<p><a href="/pratiques">ici</a></p>'),
        ("[site](https://exemple.org)", '<p><a href="https://exemple.org">site</a></p>'),
        (
            "| a | b | c |\n|:--|:-:|--:|\n| d | e | f |",
            '<table>\n<thead>\n<tr>\n<th align="left" scope="col">a</th>\n<th align="center" scope="col">b</th>\n'
            '<th align="right" scope="col">c</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td align="left">d</td>\n'
            '<td align="center">e</td>\n<td align="right">f</td>\n</tr>\n</tbody>\n</table>',
        ),
        ("### Un titre", '<h3 id="p-un-titre">Un titre</h3>'),
    ],
)
def test_what_authors_need_is_kept(markdown: str, html: str):
    """Emphasis, lists, links, tables whose heads say that they are, headings."""
    assert str(render(markdown)) == html


def test_ids_take_the_prefix_of_their_section():
    """Two sections of a sheet may have the same sub-heading without the same id."""
    assert 'id="p-contexte-bilan"' in render("### Bilan", prefix="contexte-")


@pytest.mark.parametrize(
    "piece", ["[", "![", "<a ", "[a](", "1. ", "*", "_", "`", "> ", "&", "\\", "|", "\n\n", "---\n"]
)
def test_pathological_markdown_is_refused_before_it_takes_long(piece: str):
    """Thousands of signs, of lines or of lists in lists are nothing that a person writes."""
    with pytest.raises(TooIntricate, match=r"au plus|emboîtées"):
        render(piece * 5_000)


@pytest.mark.parametrize("piece", ["a", "#", "~", "=", "-", ": ", "é ", "http://a ", "    ", "\t", "(", "1", "X"])
def test_other_repetitions_come_back(piece: str):
    """What Markdown bears in any number is left to it."""
    assert isinstance(plain_text(render(piece * 5_000)), str)


@pytest.mark.parametrize(("piece", "most"), [("[", MAX_BRACKETS), ("& ", MAX_SIGNS), ("\na", MAX_LINES)])
def test_the_limits_are_those_that_are_told(piece: str, most: int):
    """As many as the message says are admitted, one more is refused."""
    text = (piece * most).removeprefix("\n")
    assert render(text)
    with pytest.raises(TooIntricate, match=f": {most} au plus"):
        render(text + piece)


def test_plain_text_keeps_words_apart():
    """Cells and items do not run into each other."""
    assert plain_text(render("| a | b |\n|---|---|\n| c | d |\n\n- e\n- f")) == "a\nb\nc\nd\ne\nf"


def test_plain_text_keeps_a_paragraph_in_one_piece():
    """An end of line inside it is a space."""
    assert plain_text(render("Un texte\nsur *deux\nlignes*.\n\nUn autre.")) == "Un texte sur deux lignes.\nUn autre."
