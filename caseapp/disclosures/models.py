"""The ledger of disclosures, the reviews they open, and legal grounds beside consents."""

import uuid
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Encrypted, Record


class LedgerEntry(Record):
    """One disclosure as it concerns one person, in that person's own scope: the answer to "where did it go?"."""

    __tablename__ = "disclosure_entry"
    __kind__ = "disclosure_entry"
    __access_columns__ = ("disclosure_id", "person_id", "purpose")

    disclosure_id: Mapped[uuid.UUID] = mapped_column(index=True)
    """The same for all subjects of one disclosure."""
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[str]
    disclosed_by: Mapped[uuid.UUID]
    """The member of staff who did it, or wrote it down."""
    day = Encrypted.day("disclosure_entry.day")
    """The day on which it was told."""
    audience = Encrypted.json("disclosure_entry.audience")
    """``{"kind": ..., "id": ... or null, "name": ...}``; persons are never named here, only pointed at."""
    items = Encrypted.json("disclosure_entry.items")
    """``[[kind, id], ...]`` of what went out."""
    identified = Encrypted.short("disclosure_entry.identified")
    bases = Encrypted.json("disclosure_entry.bases")
    """``[[kind, id], ...]`` of the consents and grounds that allowed it for this person."""
    manner = Encrypted.short("disclosure_entry.manner")
    words = Encrypted.text("disclosure_entry.words")
    """The reason given for a vital interest; who says so, for what was written down afterwards."""


class ReviewStatus(StrEnum):
    """Where a review stands."""

    OPEN = "open"
    AGREED = "agreed"
    OBJECTED = "objected"


class DisclosureReview(Record):
    """A second person looks at a disclosure that was made without consent or approved ground."""

    __tablename__ = "disclosure_review"
    __kind__ = "disclosure_review"
    __table_args__ = (Index("ix_disclosure_review_waiting", "status", "created_on", "seq"),)
    __access_columns__ = ("status", "person_id", "disclosure_id", "opened_by", "reviewed_by")

    status: Mapped[str]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    """The first subject: its scope holds the review."""
    disclosure_id: Mapped[uuid.UUID] = mapped_column(index=True)
    opened_by: Mapped[uuid.UUID]
    asked_id: Mapped[uuid.UUID | None]
    """The colleague who was alerted when it was opened, kept for the record. Who is alerted later is asked anew each
    time; see ``alerting``."""
    reviewed_by: Mapped[uuid.UUID | None]
    due_on = Encrypted.day("disclosure_review.due_on")
    manner = Encrypted.short("disclosure_review.manner")
    reason = Encrypted.text("disclosure_review.reason")
    outcome = Encrypted.text("disclosure_review.outcome")


class GroundStatus(StrEnum):
    """Where a legal ground stands."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    ENDED = "ended"


class GroundKind(StrEnum):
    """On what a disclosure without consent may rest. Labels stand in ``labels``."""

    COURT_ORDER = "court_order"
    LEGAL_DUTY = "legal_duty"
    VITAL_INTEREST = "vital_interest"
    LEGAL_CLAIM = "legal_claim"
    MADE_PUBLIC = "made_public"
    LEGITIMATE_INTEREST = "legitimate_interest"


class LegalGround(Record):
    """A ground for telling something about a person without their consent: asked for by one, approved by another."""

    __tablename__ = "legal_ground"
    __kind__ = "legal_ground"
    __table_args__ = (Index("ix_legal_ground_waiting", "status", "created_on", "seq"),)
    __access_columns__ = ("status", "person_id", "purpose", "asked_by", "decided_by")

    status: Mapped[str]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[str]
    asked_by: Mapped[uuid.UUID]
    decided_by: Mapped[uuid.UUID | None]
    audience = Encrypted.json("legal_ground.audience")
    """``{"kind": ..., "id": ... or null}``; without an id it covers every audience of the kind."""
    ground = Encrypted.short("legal_ground.ground")
    words = Encrypted.text("legal_ground.words")
    """Why it holds, and what is the least that has to be told."""
    until = Encrypted.day("legal_ground.until")
    decision = Encrypted.text("legal_ground.decision")
    """What the second person said, or why it was ended."""
