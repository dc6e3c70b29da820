"""How much the form reads: what is over a bound is refused before it is parsed, given back, and costs nothing."""

import io
import json
import os
import re
import subprocess
import sys
from html import unescape

import pytest
from flask.testing import FlaskClient

from app.snapshot.store import Store
from app.web.form.from_post import MAX_LINE, MAX_LINES, MAX_TEXT, MAX_TOLD
from tests.conftest import CONTENT, ROOT
from tests.sampling import by_day
from tests.web.attackers import ACTIONS, ATTACKS, WHOLE

FORM = "/contribuer/formulaire"
PROCESSOR = 60  # seconds for all of them: one alone took 30, or hours
START = "<h1>C&#39;est trop long</h1>"


def texts_of(page: str) -> dict[str, str]:
    """What the fields of a page hold, as a browser reads them."""
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    boxes = re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>\n?(.*?)</textarea>', page, re.DOTALL)
    return {unescape(name): unescape(text) for name, text in [*hidden, *boxes]}


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a" * (MAX_LINE + 1), "a 4\u202f001 caractères"),
        ("\n".join(["b" * 1_000] * (MAX_TEXT // 1_000 + 1)), "caractères en tout"),
        ("c\n" * (MAX_LINES + 1), "plus de 3\u202f000 lignes"),
        ("d\r" * (MAX_LINES + 1), "plus de 3\u202f000 lignes"),
    ],
    ids=["line", "text", "lines", "lines of old"],
)
def test_what_is_too_long_is_refused_and_given_back(client: FlaskClient, action: str, text: str, reason: str):
    """With why, for every button; what else was typed is given back with it, and the form can be opened again."""
    name = {"resume": "text", "download": "sheet"}.get(action, "section.context")
    typed = {"title": 'Un titre "entre guillemets"', "partners.0": "Une ville", name: f"Début\n{text}"}
    answer = client.post(FORM, data={"action": action, **typed})
    assert answer.status_code == 413
    assert reason in answer.text
    given = texts_of(answer.text)
    assert {key: value.replace("\r\n", "\n") for key, value in given.items()} == typed
    again = client.post(FORM, data={**given, name: "court", "action": "edit"})
    assert again.status_code == 200


def test_a_file_that_is_too_long_is_refused_too(client: FlaskClient):
    """Whatever its encoding; what was typed beside it comes back."""
    for encoding in ("utf-8", "utf-16", "cp1252"):
        file = (io.BytesIO(("é" * (MAX_LINE + 1)).encode(encoding)), "fiche.md")
        answer = client.post(FORM, data={"action": "resume", "title": "Un titre", "file": file})
        assert answer.status_code == 413
        assert texts_of(answer.text) == {"title": "Un titre", "text": "é" * (MAX_LINE + 1)}


def test_a_sheet_three_times_as_long_as_any_is_read(client: FlaskClient):
    """30,000 characters, in paragraphs of 2,000, resumed into a form and sent with it again."""
    paragraph = "Un mot " * 285
    text = "---\ntitle: Un titre\n---\n## Contexte\n\n" + f"{paragraph}\n\n" * 15
    page = client.post(FORM, data={"action": "resume", "text": text})
    assert page.status_code == 200
    assert page.text.count(paragraph.strip()) == 15
    again = client.post(FORM, data={"action": "edit", "text": text, "section.contexte": text})
    assert again.status_code == 200


def test_problems_are_told_sixty_at_a_time(client: FlaskClient):
    """And how many others there are: an answer is not twenty times as long as what was sent."""
    keys = "".join(f"cle{number}: valeur\n" for number in range(MAX_TOLD * 3))
    answer = client.post(FORM, data={"action": "resume", "text": f"---\n{keys}---\n"})
    assert answer.text.count("n&#39;est pas une information connue") == MAX_TOLD
    assert f"Et {MAX_TOLD * 2} autres points" in answer.text.replace("\u00a0", " ")
    twice = "a: b\n" * (MAX_TOLD * 3)
    unreadable = client.post(FORM, data={"action": "resume", "text": f"---\n{twice}---\n"})
    assert unreadable.status_code == 400
    assert unreadable.text.count("<li>Ligne ") <= MAX_TOLD
    one = client.post(FORM, data={"action": "resume", "text": "---\ntitle: Un titre\n---\n"})
    assert "autre point" not in one.text


@pytest.mark.parametrize("first", by_day(range(3), 3))
def test_no_text_holds_the_processor(store: Store, first: int):
    """Each text that took half a minute or hours, for each button, in one process that has a minute of processor.

    The texts are cut to what the bounds admit too: those are read.
    """
    attacks = list(ATTACKS)[first::3]
    environment = {**os.environ, "PRATIQUES_SNAPSHOTS": str(store.folder.parent)}
    command = [sys.executable, "-m", "tests.web.attackers", str(CONTENT), str(PROCESSOR), *attacks]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, (answers[-1:], done.stderr[-500:])
    assert len(answers) == (len(ACTIONS) * 2 + len(WHOLE)) * len(attacks)
    assert {answer["status"] for answer in answers} <= {200, 400, 413}
    assert all(answer["bytes"] < 2_000_000 for answer in answers if answer["status"] != 413)
