"""Cases: the organisation's work for one person."""

import uuid
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Encrypted, removed_rows
from caseapp.db.references import Referenced


class CaseStatus(StrEnum):
    """Where a case stands."""

    NEW = "new"
    OPEN = "open"
    QUIET = "quiet"
    CLOSED = "closed"


class Case(Referenced):
    """The organisation's work for one person, the client. Begun with what matters at night."""

    __tablename__ = "case"
    __kind__ = "case"
    __reference_prefix__ = "C"
    __access_columns__ = ("status", "client_id", "responsible_id")
    __table_args__ = (
        Index("ix_case_status_seq", "status", "seq"),
        Index("ix_case_created_on_seq", "created_on", "seq"),
        Index("ix_case_responsible_id_seq", "responsible_id", "seq"),
        removed_rows("case"),
    )

    status: Mapped[str]
    client_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    responsible_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    language: Mapped[str]
    """The language the person speaks with us."""
    list_pack = Encrypted.json("case.list_pack")
    safe_now = Encrypted.short("case.safe_now")
    tonight = Encrypted.text("case.tonight")
    telephone = Encrypted.short("case.telephone")
    telephone_whose = Encrypted.short("case.telephone_whose")
    may_ring = Encrypted.short("case.may_ring")
    who_knows = Encrypted.text("case.who_knows")
    hurt = Encrypted.text("case.hurt")
    interpreter = Encrypted.short("case.interpreter")
    left_on = Encrypted.partial_date("case.left_on")
    left_where = Encrypted.short("case.left_where")
    summary = Encrypted.text("case.summary")
