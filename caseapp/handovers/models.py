"""Handing a case over, and notes about a case that stay with their author."""

import uuid
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Encrypted, Record


class HandoverStatus(StrEnum):
    """Whether whoever was given a case has said that they took it over."""

    WAITING = "waiting"
    TAKEN = "taken"


class Handover(Record):
    """A case that one colleague gave to another. It lies in the case's scope."""

    __tablename__ = "handover"
    __kind__ = "handover"
    __access_columns__ = ("case_id", "from_id", "to_id", "status")

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"), index=True)
    from_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    to_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"), index=True)
    status: Mapped[str] = mapped_column(index=True)


class PrivateNote(Record):
    """What somebody writes about a case for themselves alone.

    It lies in a scope of its own with one member, its author, and is reached through nothing: neither coordinators nor
    whoever takes the case over read it. It goes when the case is erased.
    """

    __tablename__ = "private_note"
    __kind__ = "private_note"
    __access_columns__ = ("case_id", "written_by")

    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"), index=True)
    written_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    text = Encrypted.text("private_note.text")
