"""What a tag of contributors may carry, asked of the list itself; the sanitisers that use it: test_sanitiser.py."""

import pytest

from app.content.allow_list import admits


@pytest.mark.parametrize(
    ("tag", "name", "value"),
    [
        ("a", "href", "https://exemple.fr/page"),
        ("a", "href", "HTTP://exemple.fr"),
        ("a", "href", "mailto:contact@exemple.fr"),
        ("a", "href", "tel:0320000000"),
        ("a", "href", "/pratiques#haut"),
        ("a", "href", "#haut"),
        ("a", "title", "javascript:alert(1)"),
        ("img", "src", "/static/images/carte.png"),
        ("img", "alt", "Une carte"),
        ("h3", "id", "p-contexte-bilan"),
        ("td", "align", "right"),
        ("th", "scope", "col"),
        ("ol", "start", "12"),
    ],
)
def test_what_contributors_need_is_admitted(tag: str, name: str, value: str):
    """Links of the web and of the site, images of the site, anchors; a text may say anything."""
    assert admits(tag, name, value) is True


@pytest.mark.parametrize(
    ("tag", "name", "value"),
    [
        ("a", "href", "javascript:alert(1)"),
        ("a", "href", "data:text/html,x"),
        ("a", "href", "//exemple.fr"),
        ("a", "href", "/\\exemple.fr"),
        ("a", "href", "https://exemple.fr/a b"),
        ("a", "href", "page.html"),
        ("a", "href", ""),
        ("img", "src", "https://exemple.fr/image.png"),
        ("img", "src", "/static/../content/site.yaml"),
        ("h3", "id", "haut"),
        ("h3", "id", "p-Bilan"),
        ("td", "align", "justify"),
        ("th", "scope", "row"),
        ("ol", "start", "-1"),
    ],
)
def test_a_value_of_another_form_is_refused(tag: str, name: str, value: str):
    """Scripts, other hosts, ways out of the folder, ids of the site's own pages."""
    assert admits(tag, name, value) is False


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("a", "onclick"),
        ("a", "style"),
        ("p", "class"),
        ("p", "href"),
        ("td", "scope"),
        ("script", "src"),
        ("img", "id"),
    ],
)
def test_an_attribute_that_its_tag_does_not_have_is_refused(tag: str, name: str):
    """Whatever it says, even what another tag may say."""
    for value in ("/static/a.png", "p-a", "col", "#haut"):
        assert admits(tag, name, value) is False
