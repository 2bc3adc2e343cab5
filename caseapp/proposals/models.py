"""A step that one colleague proposes, so that another one takes it."""

import uuid
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Encrypted, Record


class ProposalStatus(StrEnum):
    """What became of a proposal. One whose step was taken, or which the record has left behind, rests."""

    OPEN = "open"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"
    RENEWED = "renewed"
    """Its proposer has proposed the same anew, of the record as it was then."""


class Proposal(Record):
    """What somebody proposes to do with the record (kind, id); it lies in that record's scope."""

    __tablename__ = "proposal"
    __kind__ = "proposal"
    __access_columns__ = ("record_kind", "record_id", "transition", "proposed_by", "status")
    __table_args__ = (Index("ix_proposal_record", "record_kind", "record_id"),)

    record_kind: Mapped[str]
    record_id: Mapped[uuid.UUID]
    transition: Mapped[str]
    proposed_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"), index=True)
    status: Mapped[str] = mapped_column(index=True)
    answered_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))
    reason = Encrypted.text("proposal.reason")
    answer = Encrypted.text("proposal.answer")
