"""Next steps: what somebody is to do about a record, and by when."""

import uuid
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Encrypted, Record
from caseapp.vault import Padding
from caseapp.web.sentences import TYPED_OR_WORDED


class StepStatus(StrEnum):
    """Whether a next step is still to be done."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class NextStep(Record):
    """One thing to do about the record (kind, id) that it hangs on; it lies in that record's scope."""

    __tablename__ = "next_step"
    __kind__ = "next_step"
    __access_columns__ = ("record_kind", "record_id", "assignee_id", "status")
    __table_args__ = (Index("ix_next_step_record", "record_kind", "record_id"),)

    record_kind: Mapped[str]
    record_id: Mapped[uuid.UUID]
    assignee_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"), index=True)
    status: Mapped[str]
    closed_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))
    text = Encrypted("next_step.text", TYPED_OR_WORDED, Padding.NAME)
    due = Encrypted.day("next_step.due")
    closed_on = Encrypted.day("next_step.closed_on")
    word = Encrypted.text("next_step.word")
    """What was said when it was done or dropped."""

    @property
    def is_open(self) -> bool:
        """Tell whether it is still to be done."""
        return self.status == StepStatus.OPEN
