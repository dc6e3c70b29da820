"""Link rewriter: root-relative and absolute URLs → relative links; adds the CSP as a `meta` tag."""

import html
import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urlsplit

# In our own pages « < » starts a tag and nothing else, and every attribute stands between double quotes.
_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_LINK = re.compile(r'(\s)(href|src|action|content|data-suggestions)="([^"]*)"')
_REFRESH = re.compile(r"(\d+; url=)(/.*)")
_CHARSET = '<meta charset="utf-8">'

Find = Callable[[str], tuple[str, str] | None]


@dataclass
class Rewriter:
    """HTML link rewriter. `find` maps a URL to (file, query string) or None; `home` is the public base URL.

    `rooted`: root-relative links under the path of `home`, for a page that a host serves at any URL (404).
    """

    find: Find
    home: str
    rooted: bool = False
    broken: list[tuple[str, str]] = field(default_factory=list)

    def rewrite(self, page: str, file: str, policy: str) -> str:
        """Rewrite the links of a page relative to its file; dead ones are removed or added to `broken`."""
        policy_tag = f'<meta http-equiv="Content-Security-Policy" content="{html.escape(policy)}">'
        linked = _TAG.sub(lambda tag: self._rewrite_tag(tag[0], file), page)
        return linked.replace(_CHARSET, f"{_CHARSET}\n    {policy_tag}", 1)

    def _rewrite_tag(self, tag: str, file: str) -> str:
        is_lost = False

        def change(match: re.Match[str]) -> str:
            nonlocal is_lost
            space, name, written = match.groups()
            value = html.unescape(written)
            found = self._rewrite_value(name, value, file)
            if found is not None:
                return f'{space}{name}="{html.escape(found)}"'
            is_lost = True
            return "" if name == "data-suggestions" else match[0]

        changed = _LINK.sub(change, tag)
        if is_lost and tag.startswith("<link "):
            return ""
        if is_lost and not tag.startswith(("<link ", "<meta ", "<input ")):
            self.broken.append((file, tag))
        return changed

    def _rewrite_value(self, name: str, value: str, file: str) -> str | None:
        """The rewritten attribute value; None for a URL of this site without a file."""
        refresh = _REFRESH.fullmatch(value) if name == "content" else None
        if refresh:
            target = self.relative(refresh[2], file)
            return f"{refresh[1]}{target}" if target else None
        if value.startswith(f"{self.home}/"):
            return self._absolute(value, slash="/")
        if value.startswith("/") and name != "content":
            return self.relative(value, file)
        return value

    def relative(self, address: str, file: str) -> str | None:
        """The link from a file to a URL of the site; None for a URL without a file."""
        address, fragment = urldefrag(address)
        found = self.find(address)
        if found is None:
            return None
        target, query = found
        is_page = posixpath.basename(target) == "index.html"
        place = posixpath.dirname(target) if is_page else target
        if self.rooted:
            path = posixpath.normpath(f"{urlsplit(self.home).path}/{place}")
        else:
            path = posixpath.relpath(place or ".", posixpath.dirname(file) or ".")
        return _join(f"{path.rstrip('/')}/" if is_page else path, query, fragment)

    def _absolute(self, address: str, slash: str = "") -> str | None:
        """An absolute URL keeps its path, unless its query string selects another file.

        In pages it ends with a slash, as the host would redirect; in data it stays as behind a server.
        """
        address, fragment = urldefrag(address)
        found = self.find(address)
        path, _, asked = address.partition("?")
        if found is None:
            return None if asked else _join(address, "", fragment)
        target, query = found
        if asked and not query:
            path = f"{self.home}/{target.removesuffix('index.html').rstrip('/')}"
        if slash and target.endswith("index.html"):
            path = path.rstrip("/") + slash
        return _join(path, query, fragment)

    def rewrite_data(self, text: str) -> str:
        """Rewrite the absolute URLs of a feed or a table."""
        pattern = re.compile(re.escape(self.home) + r"/[^\s\"'<>&]*")
        return pattern.sub(lambda found: self._absolute(found[0]) or found[0], text)


def _join(path: str, query: str, fragment: str) -> str:
    return path + (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")
