"""Writing notes. There is no action that changes or removes one."""

import uuid
from dataclasses import dataclass
from datetime import date

from caseapp.accounts import User
from caseapp.audit import record as record_event
from caseapp.db import Record, db
from caseapp.notes.models import Note


@dataclass(frozen=True)
class Entry:
    """What a note says: when and how the contact came about, and what was said."""

    text: str
    medium: str
    reached: str
    happened_on: date
    at_time: str
    language: str


def write_note(actor: User, record: Record, entry: Entry, note_id: uuid.UUID | None = None) -> Note:
    """Write a note on ``record``."""
    note = _add(actor, record.scope_id, record.__kind__, record.id, entry, note_id)
    record_event(actor, "note.written", note, record)
    return note


def correct_note(actor: User, note: Note, entry: Entry, note_id: uuid.UUID | None = None) -> Note:
    """Write a new note that corrects ``note``. The old one stays as it was."""
    correction = _add(actor, note.scope_id, note.record_kind, note.record_id, entry, note_id)
    correction.corrects_id = note.id
    record_event(actor, "note.corrected", correction, note)
    return correction


def _add(
    actor: User,
    scope_id: uuid.UUID,
    kind: str,
    record_id: uuid.UUID,
    entry: Entry,
    note_id: uuid.UUID | None,
) -> Note:
    note = Note(
        id=note_id or uuid.uuid4(),
        scope_id=scope_id,
        record_kind=kind,
        record_id=record_id,
        written_by=actor.id,
        language=entry.language,
        text=entry.text,
        medium=entry.medium,
        reached=entry.reached,
        happened_on=entry.happened_on,
        at_time=entry.at_time,
    )
    db.session.add(note)
    return note
