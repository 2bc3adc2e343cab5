"""What a colleague who is kept out of a case, or of a request without one, entered and may concern it."""

import uuid
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Encrypted, Record


class PassedOnStatus(StrEnum):
    """Whether somebody of the case has looked at it."""

    OPEN = "open"
    SEEN = "seen"


class PassedOn(Record):
    """A record (kind, id) that may concern a case, or a request that belongs to no case, in the scope of that.

    Whoever entered it never learns of it.
    """

    __tablename__ = "passed_on"
    __kind__ = "passed_on"
    __access_columns__ = ("status", "case_id", "record_kind", "record_id", "entered_by")
    __table_args__ = (UniqueConstraint("case_id", "record_id"), UniqueConstraint("request_id", "record_id"))
    __mac_version__ = 2

    status: Mapped[str]
    case_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("case.id"), index=True)
    request_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("contact_request.id"), index=True, info={"since": 2}
    )
    """The request that it may concern, where that belongs to no case."""
    record_kind: Mapped[str]
    record_id: Mapped[uuid.UUID]
    entered_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    likeness = Encrypted.short("passed_on.likeness")
    """By what it was found: a reference, a number or a name."""
