"""Allow-list of the HTML sanitiser: tags, attributes, URL schemes. Data only, so that any sanitiser can use it."""

import re

ID_PREFIX = "p-"  # ids of contributors never meet those of the site's own pages

TAGS = frozenset(
    [
        *("a", "blockquote", "br", "code", "dd", "del", "dl", "dt", "em", "h2", "h3", "h4", "h5", "hr", "img", "li"),
        *("ol", "p", "pre", "small", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
    ]
)
ATTRIBUTES = {
    "a": frozenset({"href", "title"}),
    "img": frozenset({"src", "alt"}),
    "ol": frozenset({"start"}),
    "td": frozenset({"align"}),
    "th": frozenset({"align", "scope"}),
    **dict.fromkeys(["h2", "h3", "h4", "h5"], frozenset({"id"})),
}
SCHEMES = frozenset({"http", "https", "mailto", "tel"})

_ID = re.compile(rf"{ID_PREFIX}[a-z0-9-]{{1,80}}")
_LOCAL = re.compile(r"(?:#|/(?![/\\]))[^\s\\]*")
_WEB = re.compile(r"(?:https?://|mailto:|tel:)[^\s\\]+", re.IGNORECASE)
_LOCAL_IMAGE = re.compile(r"/static/(?!.*\.\.)[\w./-]+")
_FORMS = {
    "id": _ID,
    "src": _LOCAL_IMAGE,
    "align": re.compile("left|center|right"),
    "scope": re.compile("col"),
    "start": re.compile(r"\d{1,9}"),
}


def admits(tag: str, name: str, value: str) -> bool:
    """Attribute filter of the sanitiser: whether `tag` may carry `name` with this `value`.

    A remote image is refused, for it would tell its host who reads.
    """
    if name not in ATTRIBUTES.get(tag, ()):
        return False
    if name == "href":
        return bool(_LOCAL.fullmatch(value) or _WEB.fullmatch(value))
    form = _FORMS.get(name)
    return form is None or bool(form.fullmatch(value))
