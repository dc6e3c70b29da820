"""Texts made to hold the processor, sent to every button of the form: `python -m tests.web.attackers CONTENT SECONDS`.

The process may use so many seconds of processor, then the system ends it. Each answer is a line of JSON.
"""

import json
import re
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from flask.testing import FlaskClient

from app.snapshot.store import default_store
from app.web.application import create_app
from app.web.form.from_post import MAX_LINE, MAX_LINES, MAX_TEXT

FORM = "/contribuer/formulaire"
ACTIONS = ("preview", "download", "resume", "draft", "edit", "add-partners")
WHOLE = ("preview", "download")  # of a sheet in which nothing else is wrong
FRONT = "---\ntitle: a\n---\n"

# By the size of each: what is repeated in it, so many times.
ATTACKS: dict[str, Callable[[int], str]] = {
    "spaces in a heading": lambda n: f"{FRONT}## a{' ' * n}b\n",
    "spaces in many headings": lambda n: FRONT + f"## a{' ' * 1_000}b\n" * (n // 1_000),
    "spaces after a heading": lambda n: f"aa\n\n## a{' ' * n}\n",
    "spaces between words of a list": lambda n: f"---\nlevers: 'a{' ' * n}b'\n---\n",
    "opened brackets": lambda n: "[" * min(399, n) + "x" * n,
    "a list without end": lambda n: f"---\nlevers: [{'a,' * (n // 2)}]\n---\n",
    "both genders": lambda n: "a·e " + "a" * n,
    "repeated keys": lambda n: f"---\n{'a: b' + chr(10)}" + "a: b\n" * (n // 5) + "---\n",
    "headings": lambda n: FRONT + "## a\n" * (n // 5),
    "rules": lambda n: FRONT + "---\n" * (n // 4),
    "deep lists": lambda n: "---\na: " + "[" * n + "\n---\n",
    "comments": lambda n: "---\n" + "a: b #c\n" * (n // 8) + "---\n",
    "marks": lambda n: FRONT + "*a_b`" * (n // 5),
    "blank lines": lambda n: f"{FRONT}## Contexte\n{chr(10) * n}a",
    "points": lambda n: "1." * (n // 2) + "a",
    "bars": lambda n: f"{FRONT}## Contexte\n\n" + "|a" * (n // 2),
}


def fit(text: str) -> str:
    """As much of a text as the bounds admit."""
    lines = [line[:MAX_LINE] for line in text.split("\n")[: MAX_LINES - 10]]
    return "\n".join(lines)[: MAX_TEXT // 2]


def write_whole(sheet: str, text: str) -> str:
    """A sheet without fault, but that each of its parts begins with a text."""
    part = text.removeprefix(FRONT)[:11_000]
    return re.sub(r"(?m)^(## .*)$", lambda found: f"{found[1]}\n\n{part}\n", sheet)


def send_all(content: Path, attacks: list[str]) -> None:
    client = create_app(default_store(content)).test_client()
    sheet = (content / "practices" / "stef-mixup.md").read_text(encoding="utf-8")
    for name in attacks:
        make = ATTACKS[name]
        for action in WHOLE:
            send(client, name, {"action": action, "sheet": write_whole(sheet, fit(make(MAX_TEXT)))})
        whole = make(300_000)
        for text in (whole, fit(make(MAX_TEXT))):
            for action in ACTIONS:
                part = text if text is whole else text[:11_900]  # of a section
                field = "text" if action == "resume" else "sheet" if action == "download" else "section.context"
                data = {"action": action, "title": "Un titre", field: part if field.startswith("section") else text}
                send(client, name, data)


def send(client: FlaskClient, name: str, data: dict[str, str]) -> None:
    start = time.process_time()
    answer = client.post(FORM, data=data, buffered=True)
    spent = round(time.process_time() - start, 2)
    told = {"attack": name, "action": data["action"], "status": answer.status_code, "bytes": len(answer.data)}
    print(json.dumps({**told, "seconds": spent}), flush=True)


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[2]), int(sys.argv[2])))
    send_all(Path(sys.argv[1]), sys.argv[3:])
