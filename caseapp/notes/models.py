"""Notes: dated entries of contacts. They only grow; a correction is a new note that points to the old one."""

import uuid
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Encrypted, Record


class Medium(StrEnum):
    """How the contact came about."""

    CALL = "call"
    VISIT = "visit"
    EMAIL = "email"
    MESSAGE = "message"
    POST = "post"
    MEETING = "meeting"
    HANDING_OVER = "handing_over"
    """No contact: what somebody tells whoever takes the case over."""
    OTHER = "other"


class Reached(StrEnum):
    """Whether we got through to the person."""

    YES = "yes"
    NO = "no"
    NOT_TRIED = "not_tried"
    """The note is of something else than an attempt to reach somebody."""


class Note(Record):
    """What was said or tried about the record (kind, id) that it hangs on; it lies in that record's scope."""

    __tablename__ = "note"
    __kind__ = "note"
    __access_columns__ = ("record_kind", "record_id")
    __table_args__ = (Index("ix_note_record", "record_kind", "record_id"),)

    record_kind: Mapped[str]
    record_id: Mapped[uuid.UUID]
    written_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"), index=True)
    corrects_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("note.id"), index=True)
    language: Mapped[str]
    """The language the note is written in."""
    medium = Encrypted.short("note.medium")
    reached = Encrypted.short("note.reached")
    happened_on = Encrypted.day("note.happened_on")
    at_time = Encrypted.short("note.at_time")
    """The time of day as told, such as "14:30"; empty when nobody looked at a clock."""
    text = Encrypted.text("note.text")
