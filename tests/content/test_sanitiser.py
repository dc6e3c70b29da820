"""Contributors are not trusted: whatever they write, wherever, nothing but text and plain markup comes out."""

from collections.abc import Callable

import markdown
import pytest

from app.content import rendering
from app.content.allow_list import ATTRIBUTES as ADMITTED
from app.content.allow_list import TAGS as ADMITTED_TAGS
from app.content.library import Library
from app.content.rendering import plain_text, render, sanitise
from tests.content.attacks import ATTACKS, ATTRIBUTES, CONSTRUCTS, TAGS, faults_of, tree_of
from tests.content.way_out import sanitise_with_nh3
from tests.sampling import by_day

EVERYTHING = """\
### Titre

#### Sous-titre

Un *mot* **fort** `code` [lien](/a 'b') <a href='tel:3'>t</a> <del>x</del> <small>y</small>\x20\x20
suite

---

> cité

3. a
4. b

- c

![image](/static/a.png)

| a | b |
|:-:|--:|
| c | d |

t
: d

```
x
```

<h2 id='p-a'>x</h2>

<h5 id='p-b'>x</h5>
"""
CONVERTER = markdown.Markdown(extensions=["tables", "fenced_code", "def_list"])
SANITISERS = {"bleach": sanitise, "nh3": sanitise_with_nh3}


def put(attack: str, construct: str) -> str:
    return construct.replace("{}", attack)


def is_same(html: str, other: str) -> bool:
    return html == other or tree_of(html) == tree_of(other)


def test_the_judge_sees_faults():
    """The judge itself is judged: it must not let these through."""
    for html in (
        "<script></script>",
        "<p onclick=x>",
        "<a href='javascript:x'>",
        "<!-- -->",
        "<svg></svg>",
        "<p id=x>",
    ):
        assert faults_of(html), html
    for html in (
        "<img src='https://mal.example/a'>",
        "<a href='//mal.example'>",
        "<p style='x'>",
        "<a href='/\t/mal'>",
    ):
        assert faults_of(html), html
    assert faults_of("<a href='/pratiques' title='x'>x</a>") == []


def test_there_are_enough_attacks():
    """None twice."""
    assert len(set(ATTACKS)) == len(ATTACKS) >= 120
    assert len(CONSTRUCTS) >= 30


def test_the_two_lists_agree():
    """The judge's list, written by hand, and the sanitiser's admit the same."""
    assert TAGS == ADMITTED_TAGS
    assert set().union(*ADMITTED.values()) == ATTRIBUTES


@pytest.mark.slow
@pytest.mark.parametrize("construct", by_day(CONSTRUCTS.values(), 2), ids=CONSTRUCTS.keys())
def test_attacks_are_harmless_in_every_construct(construct: str):
    """Nothing but allowed tags and attributes comes out, and nh3 finds nothing to change in it."""
    for attack in ATTACKS:
        html = str(render(put(attack, construct)))
        assert faults_of(html) == [], html
        assert is_same(sanitise_with_nh3(html), html), html


@pytest.mark.slow
@pytest.mark.parametrize("construct", by_day(CONSTRUCTS.values(), 2), ids=CONSTRUCTS.keys())
def test_the_way_out_is_as_strict(construct: str):
    """nh3 alone, given what Markdown makes of each attack, lets nothing more through."""
    for attack in ATTACKS:
        html = sanitise_with_nh3(CONVERTER.reset().convert(put(attack, construct)))
        assert faults_of(html) == [], html


@pytest.mark.parametrize("sanitise", SANITISERS.values(), ids=SANITISERS.keys())
def test_attacks_without_markdown_are_harmless(sanitise: Callable[[str], str]):
    """Raw HTML, given to either sanitiser as it is."""
    for attack in ATTACKS:
        html = str(sanitise(f"<p>{attack}</p>"))
        assert faults_of(html) == [], html


@pytest.mark.slow
def test_the_way_out_changes_no_published_page(library: Library):
    """What bleach has let through, nh3 leaves as it is: every part of every sheet, page and selection."""
    parts = [section.html for practice in library.practices for section in practice.sections]
    parts += [page.html for page in (*library.pages.values(), *library.selections.values())]
    assert len(parts) > 300
    assert [html for html in parts if not is_same(sanitise_with_nh3(html), html)] == []


@pytest.mark.parametrize("sanitise", SANITISERS.values(), ids=SANITISERS.keys())
def test_what_authors_need_passes_both(monkeypatch: pytest.MonkeyPatch, sanitise: Callable[[str], str]):
    """Every admitted tag and attribute comes through either, from the Markdown that makes it."""
    monkeypatch.setattr(rendering, "sanitise", sanitise)
    html = str(render(EVERYTHING))
    assert faults_of(html) == []
    tree = tree_of(html)
    assert {str(tag).split("}")[-1] for tag, *_ in tree} - {"DOCUMENT_FRAGMENT"} == TAGS
    assert {name for _, attributes, *_ in tree for name, _ in attributes} == ATTRIBUTES  # type: ignore[attr-defined]


@pytest.mark.parametrize("sanitise", SANITISERS.values(), ids=SANITISERS.keys())
def test_words_of_refused_markup_stay(sanitise: Callable[[str], str]):
    """An author who writes a tag that is not admitted loses the tag, not the text."""
    assert plain_text(str(sanitise("<p>Un <u>mot</u> <span style='x'>coloré</span></p>"))) == "Un mot coloré"
