"""The pages of notes."""

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import get_by_kind
from caseapp.audit import seen
from caseapp.clock import today
from caseapp.db import db, write
from caseapp.i18n import LANGUAGES, locale_tag
from caseapp.notes import actions
from caseapp.notes.forms import LANGUAGE_CHOICES, NoteForm
from caseapp.notes.labels import MEDIUM, REACHED, TITLE
from caseapp.notes.models import Note
from caseapp.notes.permissions import NotePermission
from caseapp.notes.queries import corrections_of, get_note
from caseapp.tasks.actions import add_next_step
from caseapp.tasks.queries import possible_assignees
from caseapp.web.conflicts import already_saved
from caseapp.web.drafts import discard_draft, open_form
from caseapp.web.gate import requires
from caseapp.web.values import digits

blueprint = Blueprint("notes", __name__, url_prefix="/notes")


@blueprint.route("/on/<kind>/<uuid:record_id>", methods=["GET", "POST"])
@requires(NotePermission.WRITE)
def new(kind: str, record_id: uuid.UUID) -> ResponseReturnValue:
    """Write a note on a record, with the next step that follows from it."""
    record, named = get_by_kind(current_user, kind, record_id)
    form = open_note_form(record)
    if form.validate_on_submit():
        if _is_there(form):
            return redirect(named.url or "")
        with write():
            actions.write_note(current_user, record, form.entry, form.record_id)
            _add_next_step(form, record)
            discard_draft(current_user, request.path)
        return redirect(f"{named.url}#timeline" if kind == "case" else f"{named.url}#notes")
    body = render_template("notes/new.html", form=form, named=named, about=(kind, record_id), corrected=None)
    return body, 422 if form.is_submitted() else 200


@blueprint.get("/<uuid:note_id>")
@requires(NotePermission.READ)
def show(note_id: uuid.UUID) -> ResponseReturnValue:
    """Show a note, what it corrects and what corrects it."""
    note = get_note(current_user, note_id)
    _record, named = get_by_kind(current_user, note.record_kind, note.record_id)
    seen(current_user, "note.viewed", note)
    return render_template(
        "notes/show.html",
        note=note,
        named=named,
        about=(note.record_kind, note.record_id),
        corrections=corrections_of(current_user, note),
        titles=TITLE,
        medium=MEDIUM,
        reached=REACHED,
        languages_by_code=dict(LANGUAGE_CHOICES),
    )


@blueprint.route("/<uuid:note_id>/correct", methods=["GET", "POST"])
@requires(NotePermission.WRITE)
def correct(note_id: uuid.UUID) -> ResponseReturnValue:
    """Write a new note that corrects this one. It opens with the old words."""
    note = get_note(current_user, note_id)
    record, named = get_by_kind(current_user, note.record_kind, note.record_id)
    form = open_note_form(record, _values(note))
    if form.validate_on_submit():
        if _is_there(form):
            return redirect(url_for("notes.show", note_id=form.record_id))
        with write():
            correction = actions.correct_note(current_user, note, form.entry, form.record_id)
            _add_next_step(form, record)
            discard_draft(current_user, request.path)
        return redirect(url_for("notes.show", note_id=correction.id))
    body = render_template(
        "notes/new.html", form=form, named=named, about=(note.record_kind, note.record_id), corrected=note
    )
    return body, 422 if form.is_submitted() else 200


def open_note_form(record: Any, values: dict[str, Any] | None = None, address: str = "") -> NoteForm:
    """Return the form of a note on ``record``: today, in the reader's language, the next step for themselves."""
    language = locale_tag()
    form = open_form(
        NoteForm,
        {
            "new_id": str(uuid.uuid4()),
            "happened_on": today(),
            "language": language if language in LANGUAGES else "other",
            "assignee": str(current_user.id),
            **(values or {}),
        },
        address=address,
    )
    if not address:  # the small form shows no choice of colleagues; finding them asks the database for each
        form.assignee.offer(possible_assignees(record))
    return form


def _is_there(form: NoteForm) -> bool:
    there = db.session.get(Note, form.record_id) is not None
    if there:
        flash(already_saved())
    return there


def _add_next_step(form: NoteForm, record: Any) -> None:
    if form.next_step.data:
        add_next_step(current_user, record, form.next_step.data, form.due, uuid.UUID(form.assignee.data))


def _values(note: Note) -> dict[str, Any]:
    names = ("text", "medium", "reached", "happened_on", "language")
    return {**{name: getattr(note, name) for name in names}, "at_time": digits(note.at_time or "")}
