"""Letters to authorities, with their points, their enclosures and everybody named in them."""

import uuid
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Encrypted, Record, removed_rows
from caseapp.db.references import Referenced


class Voice(StrEnum):
    """In whose name a letter is written."""

    PERSON = "person"
    ORGANISATION = "organisation"
    BOTH = "both"

    @property
    def speaks_for_the_person(self) -> bool:
        """Tell whether the words are the person's, so that they read them back and have been told the risk."""
        return self is not Voice.ORGANISATION


class Letter(Referenced):
    """A letter to an authority."""

    __tablename__ = "letter"
    __kind__ = "letter"
    __reference_prefix__ = "L"
    __access_columns__ = ("status", "case_id", "kind", "author_id")
    __table_args__ = (
        Index("ix_letter_status_seq", "status", "seq"),
        Index("ix_letter_author_id_seq", "author_id", "seq"),
        removed_rows("letter"),
    )

    status: Mapped[str]
    case_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("case.id"), index=True)
    kind: Mapped[str]
    """The code of its voice."""
    language: Mapped[str]
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    """Who began it. Everybody who wrote a part of it stands in the audit log; see ``authorship``."""
    authority_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("authority.id"), index=True)
    holder_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("office_holder.id"), index=True)
    body_format: Mapped[int]
    """The version of the markup that ``body`` and the points are written in."""
    approved_file_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("document.id"))
    bundle_file_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("document.id"))
    cover_file_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("document.id"))
    addressee = Encrypted.text("letter.addressee")
    """The address block, line by line: form of address and name, title, body, postal address."""
    place = Encrypted.short("letter.place")
    written_on = Encrypted.day("letter.written_on")
    """The date that the letter bears; fixed by its approval."""
    salutation = Encrypted.short("letter.salutation")
    subject = Encrypted.short("letter.subject")
    body = Encrypted.text("letter.body")
    points_lead = Encrypted.text("letter.points_lead")
    closing = Encrypted.short("letter.closing")
    sender = Encrypted.text("letter.sender")
    """In the person's own letter: their name and a care-of address, never their home."""
    person_signs = Encrypted.short("letter.person_signs")
    """The person's name as in their papers."""
    person_capacity = Encrypted.short("letter.person_capacity")
    organisation_signs = Encrypted.short("letter.organisation_signs")
    organisation_capacity = Encrypted.short("letter.organisation_capacity")
    cover_remarks = Encrypted.text("letter.cover_remarks")
    """What our cover letter adds to its printed sentences."""
    advice = Encrypted.short("letter.advice")
    """Code: was independent legal advice offered on what the words admit?"""
    told = Encrypted.short("letter.told")
    """Code: were they told what may happen if this reaches the group?"""
    advice_note = Encrypted.text("letter.advice_note")
    text_digest = Encrypted.short("letter.text_digest")
    """The digest of all that is printed, points and enclosures too (``sheets.digest_of``). With it the letter's version
    moves on when only a part changes, so two editors meet, and an approver approves what they saw.
    """

    @property
    def voice(self) -> Voice:
        """Return in whose name it is written."""
        return Voice(self.kind)


class LetterPoint(Record):
    """One numbered request of a letter, with an outcome of its own."""

    __tablename__ = "letter_point"
    __kind__ = "letter_point"

    letter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("letter.id"), index=True)
    subject: Mapped[str]
    outcome: Mapped[str]
    number = Encrypted.json("letter_point.number")
    text = Encrypted.text("letter_point.text")
    outcome_on = Encrypted.day("letter_point.outcome_on")
    outcome_reason = Encrypted.text("letter_point.outcome_reason")


class Enclosure(Record):
    """A statement or document that travels with a letter."""

    __tablename__ = "enclosure"
    __kind__ = "enclosure"

    letter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("letter.id"), index=True)
    record_kind: Mapped[str]
    """``statement`` or ``document``."""
    record_id: Mapped[uuid.UUID] = mapped_column(index=True)
    number = Encrypted.json("enclosure.number")
    title = Encrypted.short("enclosure.title")
    """As the list of enclosures prints it, in the letter's language."""


class LetterCopy(Record):
    """An authority that gets a copy of the letter and of all that travels with it."""

    __tablename__ = "letter_copy"
    __kind__ = "letter_copy"

    letter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("letter.id"), index=True)
    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"), index=True)
    disclosure_id: Mapped[uuid.UUID | None]
    """The line of the ledger under which it went out; none before."""
    line = Encrypted.short("letter_copy.line")
    """As the letter prints it under "Copy to"."""


class NamedPerson(Record):
    """Somebody whom the letter names, and why they may be."""

    __tablename__ = "named_person"
    __kind__ = "named_person"

    letter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("letter.id"), index=True)
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    """Where they are a person of our records."""
    accepted_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))
    """The approver who accepted the reason."""
    name = Encrypted.short("named_person.name")
    ground = Encrypted.short("named_person.ground")
    standing = Encrypted.short("named_person.standing")
    reason = Encrypted.text("named_person.reason")


class ReadBack(Record):
    """The person heard or read the letter in their own language, and what they said to it."""

    __tablename__ = "read_back"
    __kind__ = "read_back"

    letter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("letter.id"), index=True)
    happened_on = Encrypted.day("read_back.happened_on")
    language = Encrypted.short("read_back.language")
    read_by = Encrypted.short("read_back.read_by")
    interpreter = Encrypted.short("read_back.interpreter")
    agreed = Encrypted.short("read_back.agreed")
    remark = Encrypted.text("read_back.remark")
    text_digest = Encrypted.short("read_back.text_digest")
    """Which text they agreed to; another text needs another reading."""


class LetterComment(Record):
    """What a colleague says about a letter; in the person's own letter staff comment and do not change."""

    __tablename__ = "letter_comment"
    __kind__ = "letter_comment"

    letter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("letter.id"), index=True)
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    text = Encrypted.text("letter_comment.text")


class LetterSignature(Record):
    """Who signed the printed letter, where and when, with the scanned copy as a file of its own."""

    __tablename__ = "letter_signature"
    __kind__ = "letter_signature"

    letter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("letter.id"), index=True)
    scan_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("document.id"))
    name = Encrypted.short("letter_signature.name")
    capacity = Encrypted.short("letter_signature.capacity")
    place = Encrypted.short("letter_signature.place")
    signed_on = Encrypted.day("letter_signature.signed_on")


class Dispatch(Record):
    """One sending of a letter; a second one stands beside the first."""

    __tablename__ = "dispatch"
    __kind__ = "dispatch"

    letter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("letter.id"), index=True)
    disclosure_id: Mapped[uuid.UUID | None] = mapped_column(index=True)
    """The line of the ledger that allowed it; none for what was recorded afterwards without one."""
    proof_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("document.id"))
    channel = Encrypted.short("dispatch.channel")
    sent_on = Encrypted.day("dispatch.sent_on")
    tracking = Encrypted.short("dispatch.tracking")
    taken_by = Encrypted.short("dispatch.taken_by")
    """Who carried it or took it in."""
    receipt_pending = Encrypted.short("dispatch.receipt_pending")
    """``yes`` while a letter given by hand waits for its receipt."""


class LetterAnswer(Record):
    """What came from the authority: its registration, a question, a transfer, the reply."""

    __tablename__ = "letter_answer"
    __kind__ = "letter_answer"

    letter_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("letter.id"), index=True)
    kind: Mapped[str]
    scan_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("document.id"))
    dated = Encrypted.day("letter_answer.dated")
    """The date on the paper."""
    received_on = Encrypted.day("letter_answer.received_on")
    their_reference = Encrypted.short("letter_answer.their_reference")
    signed_by = Encrypted.short("letter_answer.signed_by")
    summary = Encrypted.text("letter_answer.summary")
