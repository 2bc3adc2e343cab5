"""Reading notes."""

import uuid

from sqlalchemy import bindparam, select

from caseapp.access import get_visible, list_visible
from caseapp.accounts import User
from caseapp.db import Record
from caseapp.db.engine import among_given, given_ids
from caseapp.notes.models import Note
from caseapp.people.queries import ids_of_same


def get_note(user: User, note_id: uuid.UUID) -> Note:
    """Return a note on a record that ``user`` may see.

    Raises:
        NotFound: there is none.
    """
    return get_visible(user, Note, note_id)


def notes_on(user: User, record: Record) -> list[Note]:
    """Return the notes on a record, the last written first."""
    return list_visible(user, _ON_RECORD, {"kind": record.__kind__, **given_ids(ids_of_same(record))})


_ON_RECORD = (
    select(Note)
    .where(Note.record_kind == bindparam("kind"), among_given(Note.record_id))
    .order_by(Note.seq.desc())
)


def corrections_of(user: User, note: Note) -> list[Note]:
    """Return the notes that correct ``note``, the last written first."""
    return list_visible(user, select(Note).where(Note.corrects_id == note.id).order_by(Note.seq.desc()))
