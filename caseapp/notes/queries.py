"""Reading notes."""

import uuid

from sqlalchemy import select

from caseapp.access import get_visible, list_visible
from caseapp.accounts import User
from caseapp.db import Record
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
    query = select(Note).where(Note.record_kind == record.__kind__, Note.record_id.in_(ids_of_same(record)))
    return list_visible(user, query.order_by(Note.seq.desc()))


def corrections_of(user: User, note: Note) -> list[Note]:
    """Return the notes that correct ``note``, the last written first."""
    return list_visible(user, select(Note).where(Note.corrects_id == note.id).order_by(Note.seq.desc()))
