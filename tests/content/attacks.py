"""Hostile texts of our own, every construct of Markdown they are put in, and the reader that judges what comes out."""

import html5lib

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
    # what a browser repairs in its own way
    "<a href=javascript:alert(1)//<b>>x</a>",
    "<img src=`x`onerror=alert(1)>",
    "<img/src=x/onerror=alert(1)>",
    "<img src=x onerror\x0c=alert(1)>",
    "<svg/onload=alert(1)//",
    "<svg><a xlink:href='javascript:alert(1)'><text y=20>x</text></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><use href='data:image/svg+xml;base64,PHN2Zz4=#x'></svg>",
    "<svg><foreignObject><iframe srcdoc='<script>alert(1)</script>'></foreignObject></svg>",
    "<math href='javascript:alert(1)'>x</math>",
    "<math><mi//xlink:href='javascript:alert(1)'>x",
    "<table><caption><script>alert(1)</script></caption></table>",
    "<table background='https://mal.example/a.png'><tr><td>x</td></tr></table>",
    "<select><option><style></option></select><img src=x onerror=alert(1)></style>",
    "<p><svg><style><!--</style><img src=x onerror=alert(1)>--></style></svg>",
    "<noembed><img title='</noembed><img src=x onerror=alert(1)>'></noembed>",
    "<a href='/pratiques' onfocus=alert(1) autofocus tabindex=1>x</a>",
    "<a href='/pratiques' target=_blank ping=https://mal.example>x</a>",
    "<a href='/pratiques' style='background:url(https://mal.example/a)'>x</a>",
    "<img src='/static/a.png' srcset='https://mal.example/a.png 2x' loading=eager>",
    "<img src='/static/a.png' usemap=#m><map name=m><area href='javascript:alert(1)' coords='0,0,9,9'></map>",
    "<img src='/static/..%2f..%2fsecret'>",
    "<ol start='1' onclick=alert(1)><li value=2>x</li></ol>",
    "<h2 id='p-x onclick=alert(1)'>x</h2>",
    "<h3 id=\"p-x' onmouseover='alert(1)\">x</h3>",
    "<th scope='col' onclick=alert(1)>x</th>",
    "<td align='left;background:url(//mal.example)'>x</td>",
    "<script src=https://mal.example/a.js></script>",
    "<script>alert(1)//",
    "<SCRIPT/x>alert(1)</SCRIPT/x>",
    "<body onload=alert(1)>",
    "<html manifest=https://mal.example/m><head><title>x</title>",
    "<frameset onload=alert(1)><frame src=https://mal.example></frameset>",
    "<dialog open><form method=dialog><button>x</button></form></dialog>",
    "<input autofocus onfocus=alert(1)>",
    "<link rel=prefetch href=https://mal.example>",
    "<p is=x-y slot=z part=p>x</p>",
    "<custom-element onclick=alert(1)>x</custom-element>",
    # what Markdown makes of it
    "![x](/static/a.png 'x\" onerror=alert(1) \"')",
    '![" onerror=alert(1) x="](/static/a.png)',
    "![x](data:image/svg+xml;base64,PHN2Zz4=)",
    "![x][r]\n\n[r]: https://mal.example/a.png",
    "[x](/pratiques 'x\" onmouseover=alert(1) x=\"')",
    '[x](/pratiques "" onmouseover=alert(1) "")',
    '[x](http://a"onmouseover=alert(1))',
    "[x](https://a.example/<script>alert(1)</script>)",
    "[<img src=x onerror=alert(1)>](/pratiques)",
    "[x](file:///etc/passwd)",
    "[x](blob:https://mal.example/1)",
    "[x](intent://mal.example#Intent;scheme=http;end)",
    "[x](/\t/mal.example)",
    "[x](///mal.example)",
    "[x](https:/\\mal.example)",
    '<https://a.example/"onclick=alert(1)>',
    '<mailto:x@a.example?subject="><script>alert(1)</script>>',
    "### x {onclick=alert(1)}",
    "### x {: onclick='alert(1)' }",
    '### "><script>alert(1)</script>',
    "<div markdown=1>**x**<script>alert(1)</script></div>",
    '*[x]: "><script>alert(1)</script>\n\nx',
    "[^1]\n\n[^1]: <script>alert(1)</script>",
    "\u0002amp\u0003<script>alert(1)</script>",
    "\u0002wzxhzdk:0\u0003",
    "klzzwxh:0000 <script>alert(1)</script>",
    "&#x6a;&#x61;vascript&#58;alert(1)",
    "&lt;img src=x onerror=alert&lpar;1&rpar;&gt;",
    "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
]

# Each holds {} where the attack goes.
CONSTRUCTS = {
    "paragraph": "{}",
    "inside a paragraph": "Avant {} après",
    "heading": "### {}",
    "underlined heading": "{}\n---",
    "list": "- {}\n- x",
    "list in a list": "- x\n    - {}",
    "numbered list": "1. x\n\n    {}",
    "quote": "> {}",
    "emphasis": "*{}*",
    "strong emphasis": "**{}**",
    "table head": "| {} | b |\n|:--|--:|\n| c | d |",
    "table cell": "| a | b |\n|:-:|---|\n| {} | x |",
    "term": "{}\n: x",
    "definition": "terme\n: {}",
    "code": "`{}`",
    "code block": "    {}",
    "fenced code": "```\n{}\n```",
    "language of fenced code": "```{}\nx\n```",
    "text of a link": "[{}](/pratiques)",
    "address of a link": "[x]({})",
    "address in angles": "[x](<{}>)",
    "title of a link": '[x](/pratiques "{}")',
    "reference": "[x][r]\n\n[r]: {}",
    "title of a reference": "[x][r]\n\n[r]: /pratiques '{}'",
    "name of a reference": "[{}]\n\n[{}]: /pratiques",
    "text of an image": "![{}](/static/a.png)",
    "address of an image": "![x]({})",
    "title of an image": '![x](/static/a.png "{}")',
    "automatic link": "<{}>",
    "HTML block": "<div>\n\n{}\n\n</div>",
    "HTML attribute": '<p title="{}">x</p>',
    "HTML comment": "<!-- {} -->",
    "escaped": "\\{}",
    "broken line": "x  \n{}",
}

TAGS = {
    *("a", "blockquote", "br", "code", "dd", "del", "dl", "dt", "em", "h2", "h3", "h4", "h5", "hr", "img"),
    *("li", "ol", "p", "pre", "small", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
ATTRIBUTES = {"href", "title", "src", "alt", "id", "start", "align", "scope"}
XHTML = "http://www.w3.org/1999/xhtml"


def faults_of(html: str) -> list[str]:
    """What a browser would make of HTML that is not on these lists, written apart from those of the sanitiser."""
    faults = []
    for element in html5lib.parseFragment(html, namespaceHTMLElements=True).iter():
        if not isinstance(element.tag, str):
            faults.append("comment")
            continue
        tag = element.tag.removeprefix(f"{{{XHTML}}}")
        if tag not in TAGS | {"DOCUMENT_FRAGMENT"}:
            faults.append(f"<{tag}>")
        faults += [fault for name, value in element.attrib.items() for fault in _faults_of_attribute(name, value)]
    return faults


def _faults_of_attribute(name: str, value: str) -> list[str]:
    faults = [] if name in ATTRIBUTES else [f"attribute {name}"]
    if name == "id" and not value.startswith("p-"):
        faults.append(f"id {value}")
    if name == "href" and not value.lower().startswith(("https://", "http://", "mailto:", "tel:", "#", "/")):
        faults.append(f"href {value}")
    if name == "src" and not value.startswith("/static/"):
        faults.append(f"src {value}")
    if name in {"href", "src"} and (value.startswith("//") or "\\" in value or set(value) & set("\t\n\r")):
        faults.append(f"{name} {value}")
    return faults


def tree_of(html: str) -> list[tuple[object, ...]]:
    """HTML as a browser understands it: two ways to write the same thing are the same."""
    return [
        (element.tag, sorted(element.attrib.items()), element.text or "", element.tail or "")
        for element in html5lib.parseFragment(html).iter()
    ]
