"""Markdown to HTML: what authors may write is kept, what takes too long is refused."""

import pytest

from app.content.markdown_limits import MAX_BLOCK, MAX_BLOCK_LINES, MAX_BRACKETS, MAX_LINES, MAX_SIGNS
from app.content.problem import TooIntricate
from app.content.rendering import plain_text, render


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
    "piece",
    ["[", "![", "<a ", "[a](", "1. ", "*", "_", "`", "> ", "&", "\\", "|", "~", "=", "http://a.fr ", "\n\n", "---\n"],
)
def test_pathological_markdown_is_refused_before_it_takes_long(piece: str):
    """Thousands of signs, of lines or of lists in lists are nothing that a person writes."""
    with pytest.raises(TooIntricate, match=r"au plus|emboîtées"):
        render(piece * 5_000)


@pytest.mark.parametrize("piece", ["a", "#", "-", ": ", "é ", "    ", "\t", "(", "1", "X"])
def test_other_repetitions_come_back(piece: str):
    """What Markdown bears in any number is left to it."""
    assert isinstance(plain_text(render((piece * 5_000)[:MAX_BLOCK])), str)


@pytest.mark.parametrize(("piece", "most"), [("[", MAX_BRACKETS), ("& ", MAX_SIGNS), ("\na", MAX_BLOCK_LINES)])
def test_the_limits_are_those_that_are_told(piece: str, most: int):
    """As many as the message says are admitted, one more is refused."""
    text = (piece * most).removeprefix("\n")
    assert render(text)
    with pytest.raises(TooIntricate, match=f": {most} au plus"):
        render(text + piece)


def test_lines_are_counted_in_the_whole_and_in_a_paragraph():
    """A long text may have as many lines as are told, not in one piece."""
    text = "a\n\n" * (MAX_LINES // 2)
    assert render(text[:-2])
    with pytest.raises(TooIntricate, match=f"trop de lignes : {MAX_LINES} au plus"):
        render(text)
    with pytest.raises(TooIntricate, match="un tableau a trop de lignes"):
        render("a\n" * MAX_BLOCK_LINES + "a")


def test_plain_text_keeps_words_apart():
    """Cells and items do not run into each other."""
    assert plain_text(render("| a | b |\n|---|---|\n| c | d |\n\n- e\n- f")) == "a\nb\nc\nd\ne\nf"


def test_plain_text_keeps_a_paragraph_in_one_piece():
    """An end of line inside it is a space."""
    assert plain_text(render("Un texte\nsur *deux\nlignes*.\n\nUn autre.")) == "Un texte sur deux lignes.\nUn autre."


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("Un ~~mot~~ barré", "<p>Un <del>mot</del> barré</p>"),
        ("Un ==mot== marqué", "<p>Un <strong>mot</strong> marqué</p>"),
        ("a ~~ b ~~ c == d", "<p>a ~~ b ~~ c == d</p>"),
        ("un<br>deux", "<p>un<br>deux</p>"),
        ("> [!WARNING]\n> Un texte", "<blockquote>\n<p><strong>Attention</strong></p>\n<p>Un texte</p>\n</blockquote>"),
        ("- [ ] un\n- [x] deux", "<ul>\n<li>☐ un</li>\n<li>☑ deux</li>\n</ul>"),
        ("#metoo\n### Un ###\ntexte", '<p>#metoo</p>\n<h3 id="p-un">Un</h3>\n<p>texte</p>'),
        ("    Un paragraphe\n\n\tun autre", "<p>Un paragraphe</p>\n<p>un autre</p>"),
        ("Nous avons mené :\n- un\n- deux", "<p>Nous avons mené\u00a0:</p>\n<ul>\n<li>un</li>\n<li>deux</li>\n</ul>"),
    ],
)
def test_what_every_forge_shows_is_shown(typed: str, html: str):
    """Struck and marked words, alerts, tasks, a list just under its sentence; a word after « # » is no heading."""
    assert str(render(typed)) == html
