"""Emergency access: a colleague opened a case by themselves, because it could not wait."""

import uuid
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Encrypted, Record


class EmergencyStatus(StrEnum):
    """Where the review of an emergency access stands."""

    OPEN = "open"
    AGREED = "agreed"
    OBJECTED = "objected"


class EmergencyAccess(Record):
    """One emergency access with its review, in the scope of the case that it opened."""

    __tablename__ = "emergency_access"
    __kind__ = "emergency_access"
    __access_columns__ = ("status", "case_id", "opened_by", "reviewed_by")
    __table_args__ = (
        Index("ix_emergency_access_opened_by_created_on", "opened_by", "created_on"),
        Index("ix_emergency_access_waiting", "status", "seq"),
    )

    status: Mapped[str]
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"), index=True)
    opened_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    asked_id: Mapped[uuid.UUID | None]
    """The colleague who was told when it was opened, kept for the record. Who is told later is asked anew each time."""
    reviewed_by: Mapped[uuid.UUID | None]
    until = Encrypted.day("emergency_access.until")
    """The last day on which it opens the case."""
    reason = Encrypted.text("emergency_access.reason")
    outcome = Encrypted.text("emergency_access.outcome")
    """What the second person said."""
