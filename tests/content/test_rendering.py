"""Markdown to HTML: what authors may write is kept, the rest is harmless."""

from html.parser import HTMLParser

import nh3
import pytest

from app.content.rendering import TooIntricate, plain_text, render

ALLOWED_TAGS = {
    *("a", "blockquote", "br", "code", "dd", "del", "dl", "dt", "em", "h2", "h3", "h4", "h5", "hr", "img"),
    *("li", "ol", "p", "pre", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
ALLOWED_ATTRIBUTES = {"href", "title", "src", "alt", "id", "start", "align", "scope"}

ATTACKS = [
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<img src='http://mal.example/a.png'>",
    "<img src='//mal.example/a.png'>",
    "<img src='/static/../secret.png'>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe src='https://mal.example'></iframe>",
    "<object data='data:text/html,<script>alert(1)</script>'></object>",
    "<embed src='https://mal.example'>",
    "<form action='https://mal.example'><input name=q></form>",
    "<base href='https://mal.example/'>",
    "<meta http-equiv=refresh content='0;url=https://mal.example'>",
    "<link rel=stylesheet href='https://mal.example/a.css'>",
    "<style>body{display:none}</style>",
    "<p style='position:fixed'>x</p>",
    "<p onclick=alert(1)>x</p>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='JaVaScRiPt:alert(1)'>x</a>",
    "<a href='java\nscript:alert(1)'>x</a>",
    "<a href='&#106;avascript:alert(1)'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<a href='vbscript:msgbox(1)'>x</a>",
    "<a href='//mal.example'>x</a>",
    "<a href='/\\mal.example'>x</a>",
    "<a href='\\\\mal.example'>x</a>",
    "[x](javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](javascript&colon;alert(1))",
    "[x](//mal.example)",
    "![x](https://mal.example/a.png)",
    "![x](javascript:alert(1))",
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    "<h2 id=location>x</h2>",
    "<a name=body>x</a>",
    "<div id=contenu>x</div>",
    "<!-- <script>alert(1)</script> -->",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?php echo 1 ?>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "`<script>alert(1)</script>`",
    "```\n<script>alert(1)</script>\n```",
    "```<img src=x onerror=alert(1)>\nx\n```",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<textarea><script>alert(1)</script></textarea>",
    "<title><script>alert(1)</script></title>",
    "<xmp><script>alert(1)</script></xmp>",
    "<plaintext><script>alert(1)</script>",
    "<video src=x onerror=alert(1)>",
    "<audio src=x onerror=alert(1)>",
    "<details ontoggle=alert(1) open>x</details>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<isindex action=javascript:alert(1)>",
    "<a href=' javascript:alert(1)'>x</a>",
    "<a href='\x01javascript:alert(1)'>x</a>",
    "<img src=x:alert(alt) onerror=eval(src) alt=0>",
    "{{ config }} {% raw %}",
    "<p attr='\"><script>alert(1)</script>'>x</p>",
]
WRAPPINGS = [
    "{}",
    "## {}",
    "- {}\n- x",
    "> {}",
    "**{}**",
    "| a | b |\n|---|---|\n| {} | x |",
    "terme\n: {}",
    "[{}](/pratiques)",
    '[x](/pratiques "{}")',
    "1. {}\n\n    {}",
]


class Oracle(HTMLParser):
    """Reads HTML as a browser would and notes whatever is not on the lists."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALLOWED_TAGS:
            self.faults.append(f"<{tag}>")
        for name, given in attrs:
            value = given or ""
            if name not in ALLOWED_ATTRIBUTES:
                self.faults.append(f"{tag} {name}")
            if name == "id" and not value.startswith("p-"):
                self.faults.append(f"id {value}")
            if name == "href" and not value.lower().startswith(("https://", "http://", "mailto:", "tel:", "#", "/")):
                self.faults.append(f"href {value}")
            if name in {"href", "src"} and (value.startswith(("//", "/\\")) or "\\" in value):
                self.faults.append(f"{name} {value}")
            if name == "src" and not value.startswith("/static/"):
                self.faults.append(f"src {value}")

    def handle_comment(self, data: str) -> None:
        self.faults.append("comment")


def faults_of(html: str) -> list[str]:
    oracle = Oracle()
    oracle.feed(html)
    oracle.close()
    return oracle.faults


def test_the_oracle_sees_faults():
    """The judge itself is judged: it must not let these through."""
    assert faults_of("<p onclick=x><script></script><a href='javascript:x'><!-- --></a></p>")


def test_the_headers_of_a_table_say_what_they_head():
    """A screen reader tells the column of each cell; a scope of another kind is not let through."""
    html = render("| Année | Femmes |\n|---|--:|\n| 2023 | 12 |\n\n<table><tr><th scope='x'>a</th></tr></table>")
    assert html.count("<th ") == html.count('scope="col"') == 2


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_harmless_in_every_construct(attack: str):
    """Wherever it is written, nothing but allowed tags and attributes comes out, and nh3 finds nothing to clean."""
    for wrapping in WRAPPINGS:
        html = str(render(wrapping.replace("{}", attack)))
        assert faults_of(html) == [], html
        attributes = {tag: ALLOWED_ATTRIBUTES - {"id"} | {"id"} for tag in ALLOWED_TAGS}
        again = nh3.clean(html, tags=ALLOWED_TAGS, attributes=attributes, link_rel=None)
        assert faults_of(again) == []
        assert plain_text(again) == plain_text(html)


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("Un **mot** et *un autre*", "<p>Un <strong>mot</strong> et <em>un autre</em></p>"),
        ("- un\n- deux", "<ul>\n<li>un</li>\n<li>deux</li>\n</ul>"),
        ("[ici](/pratiques)", '<p><a href="/pratiques">ici</a></p>'),
        ("[site](https://exemple.org)", '<p><a href="https://exemple.org">site</a></p>'),
        ("### Un titre", '<h3 id="p-un-titre">Un titre</h3>'),
    ],
)
def test_what_authors_need_is_kept(markdown: str, html: str):
    """Emphasis, lists, links, headings."""
    assert str(render(markdown)) == html


def test_ids_take_the_prefix_of_their_section():
    """Two sections of a sheet may have the same sub-heading without the same id."""
    assert 'id="p-contexte-bilan"' in render("### Bilan", prefix="contexte-")


@pytest.mark.parametrize("piece", ["[", "![", "<a ", "[a](", "1. "])
def test_pathological_markdown_is_refused_before_it_takes_long(piece: str):
    """Thousands of brackets or of lists in lists are nothing that a person writes."""
    with pytest.raises(TooIntricate):
        render(piece * 5_000)


@pytest.mark.parametrize("piece", ["- ", "> ", "*", "_", "`", "\\", "&", "|", "#", "~", "\n\n"])
def test_other_repetitions_come_back(piece: str):
    """What Markdown bears in any number is left to it."""
    assert isinstance(plain_text(render(piece * 5_000)), str)


def test_plain_text_keeps_words_apart():
    """Cells and items do not run into each other."""
    assert plain_text(render("| a | b |\n|---|---|\n| c | d |\n\n- e\n- f")) == "a\nb\nc\nd\ne\nf"
