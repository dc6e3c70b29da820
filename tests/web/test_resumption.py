"""A draft that goes on: whatever the file holds, the answer is short, quick and says what found no place."""

import io
import time

import pytest
from flask.testing import FlaskClient

from app.content.problem import Unreadable
from app.content.source_file import MAX_MARKDOWN_BYTES
from app.web.form.from_file import MAX_NOTICE, draft_of_text
from tests.content.test_yaml_fault import HOSTILE
from tests.sampling import by_day

BODY = "---\n\n## Contexte\n\nUn texte.\n"


@pytest.mark.slow
@pytest.mark.parametrize("name", by_day(["words", *HOSTILE], 3))
def test_the_worst_draft_is_answered_briefly(name: str):
    """No notice is long; the page tells the first ones."""
    words = f'levers: "a{" " * 3_900}b"\nsectors: "{" , " * 1_200}"\naudiences: "{";" * 3_900}"\n'
    start = time.process_time()
    try:
        notices = draft_of_text(f"---\n{HOSTILE.get(name, words)}{BODY}").notices
    except Unreadable:
        notices = ()
    assert time.process_time() - start < 5  # a second on a machine that does nothing else
    assert all(len(notice) <= MAX_NOTICE for notice in notices)


@pytest.mark.parametrize("line", ["a: b\n", "- [[[\n", "# a\n", "## a\n", "levers: [a, a, a]\n"])
def test_a_draft_of_many_pages_is_refused_before_it_is_read(client: FlaskClient, line: str):
    """With an answer that is hardly longer than what was sent; as a file too, with its size."""
    text = "---\n" + line * (300_000 // len(line)) + BODY
    start = time.process_time()
    response = client.post("/contribuer/formulaire", data={"action": "resume", "text": text})
    with pytest.raises(Unreadable) as raised:
        draft_of_text(text)
    assert time.process_time() - start < 5
    assert response.status_code == 413
    assert len(response.get_data(as_text=True)) < 500_000
    assert [problem.admitted for problem in raised.value.problems] == [f"{MAX_MARKDOWN_BYTES} octets au plus"]


def test_each_comment_of_a_sheet_is_told():
    """The form has no place for it: its author takes it from the notice."""
    lines = "# TODO vérifier avec Paul\ntitle: Un atelier  # provisoire\nsummary: Un résumé\n# fin\n"
    draft = draft_of_text(f"---\n{lines}{BODY}")
    told = "ce qui suit « # » n'est pas lu. Non repris :"
    assert draft.notices == (
        f"Ligne 2 : {told} # TODO vérifier avec Paul",
        f"Ligne 3 : {told} # provisoire",
        f"Ligne 5 : {told} # fin",
    )
    assert draft.values["title"] == "Un atelier"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"PK\x03\x04 word/document.xml \xff\xfe", "un fichier Word"),
        (b"PK\x03\x04 mimetypeapplication/vnd.oasis.opendocument.text", "un document LibreOffice"),
        (b"%PDF-1.7\n%\xe2\xe3", "un fichier PDF"),
    ],
)
def test_a_file_of_another_program_is_told_as_what_it_is(client: FlaskClient, data: bytes, message: str):
    """Neither as a text with odd characters, nor as a sheet without its dashes."""
    form = {"action": "resume", "file": (io.BytesIO(data), "fiche.docx")}
    response = client.post("/contribuer/formulaire", data=form, content_type="multipart/form-data")
    assert response.status_code == 400
    page = response.get_data(as_text=True)
    assert message in page
    assert "Relisez" not in page
