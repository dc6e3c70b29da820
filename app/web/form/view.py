"""Views of the contribution form: fill in, validate, preview, download. Stateless, without account.

Nothing is stored, there is neither cookie nor session: a forged request could only send its own author's words back to
a visitor. That is why the form has no CSRF token.
"""

import dataclasses
import difflib
import re
from collections.abc import Sequence

from flask import Response, abort, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from app.content.field import practice_fields, walk
from app.content.practice import FACETS
from app.content.problem import Problem, Unreadable
from app.web.chart import draw_all
from app.web.current import current_catalogue
from app.web.form.draft import MAX_ROWS, NEW_DOCUMENTS, Draft, FieldError, Typed
from app.web.form.form import make_form
from app.web.form.from_file import UNTITLED, draft_of_text, read_name, read_text, refuse_other_kinds
from app.web.form.from_post import MAX_TOLD, check_limits, empty_draft, read_draft
from app.web.form.submission import find_host, write_mail
from app.web.form.validation import Validation, list_warnings, validate_draft, with_documents

_KEPT = re.compile(r"[a-z0-9]{1,40}")
# One million bytes hold the longest sheet several times over; a form full of rows of figures has some 6,000 parts.
LIMITS = {
    "MAX_CONTENT_LENGTH": 1_000_000,
    "MAX_FORM_MEMORY_SIZE": 1_000_000,
    "MAX_FORM_PARTS": 6_000,
}

# Free texts of the address that fill a field of the form, and how much of them is read.
TYPED = {"titre": ["title"], "porteur": ["organisation", "name"]}
MAX_PREFILLED = 200


def show_form() -> ResponseReturnValue:
    """View (GET): an empty form, prefilled from query parameters, or the form of a practice to correct."""
    catalogue = current_catalogue()
    slug = request.args.get("fiche")
    if slug is None:
        return _print_form(_prefill(empty_draft(catalogue.today())))
    if catalogue.practice(slug) is None:
        return redirect(url_for("form", fiche=catalogue.current_slug(slug) or abort(404)), 301)
    draft = draft_of_text(_published_text(slug))
    return _print_form(dataclasses.replace(draft, revises=slug))


def answer_form() -> ResponseReturnValue:
    """View (POST): dispatch on the submit button; Enter in a field validates."""
    try:
        form = request.form
    except RequestEntityTooLarge:
        return render_template("contribute/too_long.html", excess=None), 413
    if excess := check_limits(form, request.files.get("file")):
        return render_template("contribute/too_long.html", excess=excess), 413
    action = form.get("action", "")
    if action == "resume":
        return _resume(form.get("text", ""), request.files.get("file"))
    draft = _finished(form) if "sheet" in form else read_draft(form)
    if action == "draft":
        return _attach(draft.text_to_keep(), draft.name or UNTITLED)
    if action == "edit" or action.startswith(("add-", "remove-")):
        return _print_form(draft.change(action), resumed=form.get("text", ""))
    return _answer_draft(draft, action)


def _answer_draft(draft: Draft, action: str) -> ResponseReturnValue:
    """Validate: the file or its preview, or the form with field errors (400)."""
    draft = draft.without_blank_rows()
    validation = validate_draft(draft, current_catalogue())
    if validation.practice is None:
        return _print_form(draft, validation.errors, request.form.get("text", "")), 400
    return _attach(validation.text, draft.name) if action == "download" else _print_result(draft, validation)


def _resume(text: str, file: FileStorage | None) -> ResponseReturnValue:
    """Replace the form by an uploaded or pasted draft; one that does not parse leaves the form as it is (400)."""
    name = ""
    notices: tuple[str, ...] = ()
    try:
        if file and file.filename:
            name = read_name(file.filename)
            text, notices = read_text(file.read(), file.filename)
        else:
            refuse_other_kinds(text.encode(errors="replace"))
        draft = draft_of_text(text)
    except Unreadable as error:
        typed = read_draft(request.form)
        kept = dataclasses.replace(typed, notices=(*notices, *typed.notices))
        return _print_form(kept, resumed=text, unreadable=error.problems), 400
    if not draft.revises and not draft.slug:
        is_known = current_catalogue().practice(name) is not None
        slug = "" if is_known or draft.is_saved else name
        draft = dataclasses.replace(draft, slug=slug, revises=name if is_known else "")
    return _print_form(dataclasses.replace(draft, notices=(*notices, *draft.notices)))


def _finished(form: MultiDict[str, str]) -> Draft:
    """The draft of the result page: parsed from its hidden file text, with its other hidden fields."""
    beside = read_draft(form)
    try:
        draft = draft_of_text(form.get("sheet", ""))
    except Unreadable:  # not what the page holds
        return beside
    keys = {word: form.get(f"{group}.key", "") for group, word in NEW_DOCUMENTS.items()}
    described = draft.with_documents(beside.documents, keys)
    return dataclasses.replace(described, slug=beside.slug, revises=beside.revises)


def _prefill(draft: Draft) -> Draft:
    """Prefill from `titre`, `porteur` and query parameters named like facets; a notice for each unknown term."""
    paths = {field.list_name: field.path for field in walk(practice_fields()) if field.list_name}
    values, notices = dict(draft.values), []
    for name, path in TYPED.items():
        if text := request.args.get(name):
            _choose(values, path, text[:MAX_PREFILLED])
    for facet in FACETS:
        terms = current_catalogue().vocabulary.terms(facet.list_name)
        given = request.args.getlist(facet.name) if facet.list_name in paths else []
        for slug in dict.fromkeys(given):
            if slug in terms:
                _choose(values, paths[facet.list_name].split("."), slug)
            else:
                notices.append(f"« {slug[:40]} » n'est pas dans la liste « {facet.label} ».")
    return dataclasses.replace(draft, values=values, notices=tuple(notices))


def _choose(values: dict[str, Typed], path: list[str], slug: str) -> None:
    """Set a term at a path: appended to a list, else in place of a single value."""
    head, *rest = path
    inner = values[head]
    if rest and isinstance(inner, dict):
        values[head] = inner = dict(inner)
        _choose(inner, rest, slug)
    else:
        values[head] = [*inner, slug] if isinstance(inner, list) else slug


def _print_form(
    draft: Draft,
    errors: tuple[FieldError, ...] = (),
    resumed: str = "",
    unreadable: Sequence[Problem] = (),
) -> str:
    return render_template(
        "contribute/form.html",
        form=make_form(draft, current_catalogue(), errors[:MAX_TOLD]),
        draft=dataclasses.replace(draft, notices=draft.notices[:MAX_TOLD]),
        kept=_name_kept(),
        is_typed=request.method == "POST",
        others=sum(max(0, len(told) - MAX_TOLD) for told in (errors, draft.notices, unreadable)),
        resumed=resumed,
        unreadable=unreadable[:MAX_TOLD],
        max_rows=MAX_ROWS,
    )


def _print_result(draft: Draft, validation: Validation) -> str:
    """The result page: preview, file, warnings, submission links."""
    practice = validation.practice or abort(400)
    site = current_catalogue().library.site
    lines = validation.described.lines
    # For the rest of this request: whatever the page prints may be looked up there, in macros as in pages.
    g.catalogue = with_documents(current_catalogue(), validation.documents)
    return render_template(
        "contribute/result.html",
        draft=draft,
        kept=_name_kept(),
        validation=validation,
        practice=practice,
        charts=draw_all(practice.indicators),
        related=current_catalogue().related(practice),
        warnings=list_warnings(draft, validation, current_catalogue()),
        changes=_list_changes(draft, validation.text),
        document_words=NEW_DOCUMENTS,
        document_lines=lines,
        mail=write_mail(site, practice.slug, practice.title, validation.text + lines),
        host=find_host(site.repository, practice.slug, validation.text, is_new=not draft.revises),
    )


def _name_kept() -> str:
    """The localStorage key of this draft, if the browser keeps it: scripts send it and read it back."""
    name = request.form.get("kept", "")
    return name if _KEPT.fullmatch(name) else ""


def _list_changes(draft: Draft, text: str) -> list[str] | None:
    """Unified diff against the published file; None for a new practice."""
    if not draft.revises:
        return None
    before = _published_text(draft.revises).splitlines()
    return list(difflib.unified_diff(before, text.splitlines(), lineterm="", n=1))[2:]


def _published_text(slug: str) -> str:
    return current_catalogue().source(slug).decode()


def _attach(text: str, name: str) -> Response:
    """Attachment response; the file name is sanitised, since it comes from the visitor."""
    safe = "".join(letter for letter in name if letter.isascii() and (letter.isalnum() or letter == "-")) or "fiche"
    disposition = f'attachment; filename="{safe[:80]}.md"'
    return Response(text, content_type="text/markdown; charset=utf-8", headers={"Content-Disposition": disposition})
