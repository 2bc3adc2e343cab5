"""What was answered about two persons who might have been one."""

import uuid

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Encrypted, Record


class ToldApart(Record):
    """Two persons of whom somebody said that they are not the same.

    It lies in the scope of the first, so that it is there for nobody who does not see them, and goes when either of
    them is erased.
    """

    __tablename__ = "told_apart"
    __kind__ = "told_apart"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    other_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    names = Encrypted.short("told_apart.names")
    """A fingerprint of the names of both as they were then: where one changes, the answer holds no more."""
    remark = Encrypted.text("told_apart.remark")
