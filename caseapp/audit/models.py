"""The audit log's tables. Rows are only ever added."""

import uuid
from datetime import UTC, date, datetime, time

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Encrypted
from caseapp.db.engine import Model
from caseapp.db.records import Scoped


class AuditEvent(Scoped):
    """One act: who, what, on which day; the exact time and all detail are sealed. Chained by ``chain``."""

    __tablename__ = "audit_event"
    __kind__ = "audit_event"
    # A page of the log is read along one of these, however many events there are of a kind or a person.
    __table_args__ = tuple(
        Index(f"ix_audit_event_{column}_number", column, "number") for column in ("actor_id", "code", "day")
    )

    number: Mapped[int] = mapped_column(unique=True)
    day: Mapped[date]
    actor_id: Mapped[uuid.UUID | None]
    code: Mapped[str]
    act_id: Mapped[uuid.UUID] = mapped_column(index=True)
    detail = Encrypted.json("audit_event.detail")
    key_version: Mapped[int]
    chain: Mapped[bytes]
    """HMAC over the previous event's chain value and everything of this event."""

    @property
    def at(self) -> datetime:
        """Return the instant of the act, in UTC; of an event that keeps none, the beginning of its day."""
        try:
            return datetime.fromisoformat(str((self.detail or {}).get("at")))
        except ValueError:
            return datetime.combine(self.day, time(), UTC)


class AuditTouch(Model):
    """A record that an event read or wrote, with the version and MAC it left behind."""

    __tablename__ = "audit_touch"

    event_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("audit_event.id"), primary_key=True)
    record_id: Mapped[uuid.UUID] = mapped_column(primary_key=True, index=True)
    record_kind: Mapped[str]
    row_version: Mapped[int | None]
    """None when the record was only seen."""
    mac_prefix: Mapped[bytes | None]
    """The first 16 bytes of the row's MAC after the write: ``verify`` compares the row with its last entry."""
