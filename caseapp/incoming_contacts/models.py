"""Incoming contacts: somebody rang, came or wrote; logged in seconds without a case, filed later or put aside."""

import uuid
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Encrypted, Record
from caseapp.db.references import Referenced


class IncomingStatus(StrEnum):
    """Whether somebody has yet decided where it belongs."""

    NEW = "new"
    FILED = "filed"
    PUT_ASIDE = "put_aside"


class IncomingContact(Referenced):
    """What a caller said of themselves and wanted, as said; nothing of it is checked or looked up."""

    __tablename__ = "incoming_contact"
    __kind__ = "incoming_contact"
    __reference_prefix__ = "I"
    __access_columns__ = ("status", "taken_by")
    __mac_version__ = 2
    __table_args__ = (
        Index("ix_incoming_contact_status_seq", "status", "seq"),
        Index("ix_incoming_contact_taken_by_seq", "taken_by", "seq"),
    )

    status: Mapped[str]
    taken_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    language: Mapped[str | None] = mapped_column(info={"since": 2})
    """What the caller speaks, None when nobody asked."""
    medium = Encrypted.short("incoming_contact.medium")
    happened_on = Encrypted.day("incoming_contact.happened_on")
    caller = Encrypted.short("incoming_contact.caller")
    """Who they say they are."""
    number = Encrypted.short("incoming_contact.number")
    about = Encrypted.short("incoming_contact.about")
    """Whom they ask about, in their words."""
    wanted = Encrypted.text("incoming_contact.wanted")
    answered = Encrypted.text("incoming_contact.answered")
    put_aside_why = Encrypted.text("incoming_contact.put_aside_why")


class ContactFiling(Record):
    """An incoming contact lies with a record (kind, id). Those who reach that record then reach the contact too."""

    __tablename__ = "contact_filing"
    __kind__ = "contact_filing"
    __access_columns__ = ("contact_id", "record_kind", "record_id")
    __table_args__ = (
        UniqueConstraint("contact_id", "record_id"),
        Index("ix_contact_filing_record", "record_kind", "record_id"),
    )

    contact_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("incoming_contact.id"), index=True)
    record_kind: Mapped[str]
    record_id: Mapped[uuid.UUID]
    filed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
