"""Statements: whose words, in which versions, read back, signed and cleared for whom."""

import uuid
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Encrypted, Record, removed_rows
from caseapp.db.references import Referenced


class StatementKind(StrEnum):
    """What kind of statement it is. Words stand in ``labels`` and, for paper, in ``printed_words``."""

    TESTIMONY = "testimony"
    SEPARATION = "separation"
    ORGANISATION = "organisation"
    JOINT = "joint"
    FAMILY = "family"
    WITNESS = "witness"
    PRESS = "press"


class PersonRole(StrEnum):
    """What a person is to a statement."""

    MAKER = "maker"
    ABOUT = "about"


class Statement(Referenced):
    """Words that somebody gave to be kept or used. The software records whose they are, never that they are so."""

    __tablename__ = "statement"
    __kind__ = "statement"
    __reference_prefix__ = "S"
    __access_columns__ = ("status", "case_id", "taken_by_id")
    __table_args__ = (
        Index("ix_statement_status_seq", "status", "seq"),
        Index("ix_statement_taken_by_id_seq", "taken_by_id", "seq"),
        removed_rows("statement"),
    )

    status: Mapped[str]
    kind: Mapped[str]
    language: Mapped[str]
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"), index=True)
    taken_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    """The colleague who writes it down; they never review it."""
    supplement_to_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("statement.id"), index=True)
    title = Encrypted.short("statement.title")
    place = Encrypted.short("statement.place")
    given_on = Encrypted.partial_date("statement.given_on")
    taken_by = Encrypted.short("statement.taken_by")
    """Who took it, in words: it may have been somebody from outside."""
    others_present = Encrypted.short("statement.others_present")
    interpreter = Encrypted.short("statement.interpreter")
    organisation_name = Encrypted.short("statement.organisation_name")
    """In whose name an organisation speaks; empty for the statements of persons."""
    said_by = Encrypted.short("statement.said_by")
    """Who says that it was given, for one recorded afterwards."""
    named_persons = Encrypted.text("statement.named_persons")
    """What the review found about people named in it."""
    risks = Encrypted.text("statement.risks")


class StatementVersion(Record):
    """One wording of a statement. Versions only grow; the last one is the present wording."""

    __tablename__ = "statement_version"
    __kind__ = "statement_version"

    statement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("statement.id"), index=True)
    written_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    body = Encrypted.text("statement_version.body")
    body_format = Encrypted.short("statement_version.body_format")
    digest = Encrypted.short("statement_version.digest")
    """SHA-256 of the wording in UTF-8, as hexadecimal digits."""


class StatementPerson(Record):
    """A person whose words a statement holds (a maker), or about whom it speaks."""

    __tablename__ = "statement_person"
    __kind__ = "statement_person"

    statement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("statement.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    role = Encrypted.short("statement_person.role")
    printed_as = Encrypted.short("statement_person.printed_as")
    """The protected label that paper shows instead of the name; empty prints the name."""
    voluntariness = Encrypted.json("statement_person.voluntariness")
    """Answers by question code, see ``voluntariness``."""
    decision = Encrypted.text("statement_person.decision")
    """What a coordinator decided about an answer that was not a yes."""
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))


class StatementReading(Record):
    """The reading back of one version to its makers."""

    __tablename__ = "statement_reading"
    __kind__ = "statement_reading"

    statement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("statement.id"), index=True)
    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("statement_version.id"))
    language: Mapped[str]
    read_by = Encrypted.short("statement_reading.read_by")
    read_on = Encrypted.day("statement_reading.read_on")
    interpreter = Encrypted.short("statement_reading.interpreter")


class StatementSignature(Record):
    """A signature under one version: a maker's, or that of whoever signs for the organisation."""

    __tablename__ = "statement_signature"
    __kind__ = "statement_signature"

    statement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("statement.id"), index=True)
    version_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("statement_version.id"))
    """None when only a scan holds the words that were signed."""
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    """None when somebody signed for the organisation, or for one not written down here."""
    signed_as = Encrypted.short("statement_signature.signed_as")
    """Name and office of who signed for the organisation."""
    method = Encrypted.short("statement_signature.method")
    place = Encrypted.short("statement_signature.place")
    signed_on = Encrypted.partial_date("statement_signature.signed_on")
    witness = Encrypted.short("statement_signature.witness")


class StatementClearance(Record):
    """One audience that a statement may go to: proposed by one colleague, agreed by another."""

    __tablename__ = "statement_clearance"
    __kind__ = "statement_clearance"
    __access_columns__ = ("proposed_by_id", "agreed_by_id")

    statement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("statement.id"), index=True)
    proposed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    agreed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))
    audience_kind = Encrypted.short("statement_clearance.audience_kind")
    """authority, person, partners or public."""
    audience_id = Encrypted.short("statement_clearance.audience_id")
    """The id of the authority or person, where it is one written down here."""
    audience_name = Encrypted.short("statement_clearance.audience_name")
    remark = Encrypted.text("statement_clearance.remark")
