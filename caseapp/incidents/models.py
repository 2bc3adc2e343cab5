"""Incidents: what happened to the data that people entrusted to us, and what was done about it."""

import uuid
from datetime import datetime, time
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.clock import instant
from caseapp.db import Encrypted, Record
from caseapp.db.references import Referenced


class IncidentKind(StrEnum):
    """What kind of thing happened. Labels stand in ``labels``."""

    THEFT = "theft"
    LOSS = "loss"
    WRONG_RECIPIENT = "wrong_recipient"
    BREAK_IN = "break_in"
    ORDER = "order"
    DEMAND = "demand"


DEMANDS = frozenset({IncidentKind.ORDER.value, IncidentKind.DEMAND.value})
"""An authority wants something of us: all erasure stops at once."""
BREACHES = frozenset(each.value for each in IncidentKind) - DEMANDS
"""Data may be in the wrong hands: whoever is concerned is warned, and the authority is told in time."""


class Notified(StrEnum):
    """Whether the data-protection authority was told."""

    OPEN = "open"
    YES = "yes"
    NO = "no"


class Incident(Referenced):
    """What happened, when, where and in whose words; when we became aware; what the authority was told.

    Days and times are kept as they were typed, by the clocks where the organisation works.
    """

    __tablename__ = "incident"
    __kind__ = "incident"
    __reference_prefix__ = "N"
    __access_columns__ = ("status", "kind", "reported_by")
    __table_args__ = (
        Index("ix_incident_status_seq", "status", "seq"),
        Index("ix_incident_kind_seq", "kind", "seq"),
        Index("ix_incident_reported_by_seq", "reported_by", "seq"),
    )

    status: Mapped[str]
    kind: Mapped[str]
    reported_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    happened_on = Encrypted.partial_date("incident.happened_on")
    happened_time = Encrypted.short("incident.happened_time")
    """A time of day such as ``22:10``; empty where nobody knows it."""
    aware_on = Encrypted.day("incident.aware_on")
    aware_time = Encrypted.short("incident.aware_time")
    where = Encrypted.short("incident.where")
    words = Encrypted.text("incident.words")
    nobody_why = Encrypted.text("incident.nobody_why")
    """Why nobody's data are concerned, where that was found."""
    notified = Encrypted.short("incident.notified")
    """A code of ``Notified``; empty as long as nobody decided."""
    notified_on = Encrypted.day("incident.notified_on")
    notified_time = Encrypted.short("incident.notified_time")
    notified_whom = Encrypted.short("incident.notified_whom")
    notified_by = Encrypted.short("incident.notified_by")
    notice_number = Encrypted.short("incident.notice_number")
    """The number under which the authority keeps what it was told."""
    notice_words = Encrypted.text("incident.notice_words")
    """What it was told, why late, or why it was not told."""

    @property
    def is_demand(self) -> bool:
        """Tell whether an authority wants something of us."""
        return self.kind in DEMANDS

    @property
    def is_breach(self) -> bool:
        """Tell whether data may be in the wrong hands."""
        return self.kind in BREACHES

    @property
    def aware_at(self) -> datetime | None:
        """Return the instant from which the clock runs; of a day without a time its beginning, so that none is lost."""
        if self.aware_on is None:
            return None
        return instant(self.aware_on, clock_time(self.aware_time) or time())

    @property
    def notified_at(self) -> datetime | None:
        """Return the instant at which the authority was told; of a day without a time its end, so that none is won."""
        if self.notified != Notified.YES or self.notified_on is None:
            return None
        return instant(self.notified_on, clock_time(self.notified_time) or time(23, 59))


def clock_time(stored: str) -> time | None:
    """Return a stored time of day, None for none."""
    return time.fromisoformat(stored) if stored else None


def stored_time(value: time | None) -> str:
    """Return a time of day as it is stored."""
    return f"{value:%H:%M}" if value else ""


class TakenSaid(StrEnum):
    """Whether something left the house, as far as it was said."""

    OPEN = "open"
    NOTHING = "nothing"
    LISTED = "listed"


class IncidentOrder(Record):
    """What an authority wanted: who came, on what it rests, what we said to it, and what came of it."""

    __tablename__ = "incident_order"
    __kind__ = "incident_order"
    __access_columns__ = ("incident_id", "authority_id")
    __table_args__ = (UniqueConstraint("incident_id"),)

    incident_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("incident.id"))
    authority_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("authority.id"), index=True)
    authority_words = Encrypted.short("incident_order.authority_words")
    officers = Encrypted.text("incident_order.officers")
    """One officer per line: name, rank, number."""
    number = Encrypted.short("incident_order.number")
    court = Encrypted.short("incident_order.court")
    dated = Encrypted.partial_date("incident_order.dated")
    scope_words = Encrypted.text("incident_order.scope_words")
    """What it covers, in its own words."""
    in_writing = Encrypted.short("incident_order.in_writing")
    """A code of ``labels.IN_WRITING``."""
    lawyer = Encrypted.short("incident_order.lawyer")
    lawyer_on = Encrypted.day("incident_order.lawyer_on")
    lawyer_time = Encrypted.short("incident_order.lawyer_time")
    lawyer_words = Encrypted.text("incident_order.lawyer_words")
    """What the lawyer said, or why none was called."""
    objections = Encrypted.text("incident_order.objections")
    consent_refused = Encrypted.short("incident_order.consent_refused")
    """A code of ``labels.CONSENT_REFUSED``."""
    shown = Encrypted.text("incident_order.shown")
    taken_said = Encrypted.short("incident_order.taken_said")
    """A code of ``TakenSaid``; empty is open."""
    outcome = Encrypted.text("incident_order.outcome")


class TakenItem(Record):
    """One thing that officers saw, were given or took."""

    __tablename__ = "incident_item"
    __kind__ = "incident_item"

    incident_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("incident.id"), index=True)
    item = Encrypted.short("incident_item.item")
    how = Encrypted.short("incident_item.how")
    """A code of ``labels.HOW_TAKEN``."""
    by_whom = Encrypted.short("incident_item.by_whom")
    receipt = Encrypted.short("incident_item.receipt")


class Warned(StrEnum):
    """What was decided about a person concerned."""

    OPEN = "open"
    WARNED = "warned"
    NOT_WARNED = "not_warned"


class IncidentPerson(Record):
    """Somebody whose data are concerned, or whom an order names; whether they were warned, and by which way."""

    __tablename__ = "incident_person"
    __kind__ = "incident_person"
    __access_columns__ = ("incident_id", "person_id")
    __table_args__ = (UniqueConstraint("incident_id", "person_id"),)

    incident_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("incident.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    added_by: Mapped[uuid.UUID]
    decided_by: Mapped[uuid.UUID | None]
    decided = Encrypted.short("incident_person.decided")
    """A code of ``Warned``; empty is open."""
    warned_on = Encrypted.day("incident_person.warned_on")
    warned_by = Encrypted.short("incident_person.warned_by")
    route = Encrypted.short("incident_person.route")
    """The id of the way on file by which they were reached; empty for another one."""
    words = Encrypted.text("incident_person.words")
    """What was said, or why they were not warned."""

    @property
    def is_open(self) -> bool:
        """Tell whether nobody has decided yet."""
        return self.decided in ("", Warned.OPEN)


class HoldStatus(StrEnum):
    """Whether a hold stands."""

    STANDING = "standing"
    ENDING = "ending"
    """Somebody asked to end it; it stands until a second person agrees."""
    ENDED = "ended"


class ErasureHold(Record):
    """While it stands, nothing at all is erased in the house."""

    __tablename__ = "incident_hold"
    __kind__ = "incident_hold"
    __access_columns__ = ("status", "incident_id", "began_by", "asked_by", "ended_by")
    __table_args__ = (UniqueConstraint("incident_id"),)

    status: Mapped[str]
    incident_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("incident.id"))
    began_by: Mapped[uuid.UUID]
    asked_by: Mapped[uuid.UUID | None]
    """Who asked to end it."""
    ended_by: Mapped[uuid.UUID | None]
    why = Encrypted.text("incident_hold.why")
    """Why it may end."""
    decision = Encrypted.text("incident_hold.decision")
    """What the second person said to it."""
    ended_on = Encrypted.day("incident_hold.ended_on")

    @property
    def stands(self) -> bool:
        """Tell whether nothing may be erased."""
        return self.status != HoldStatus.ENDED
