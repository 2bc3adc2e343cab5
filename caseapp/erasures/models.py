"""Erasures: what stays of them for good, and what is said about them, which goes with whom they are about."""

import uuid
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Encrypted, Record
from caseapp.db.references import Referenced


class Basis(StrEnum):
    """On what an erasure rests. Labels stand in ``labels``."""

    WISH = "wish"
    WITHDRAWN = "withdrawn"
    NO_LONGER_NEEDED = "no_longer_needed"
    WRONGLY_KEPT = "wrongly_kept"
    ORDERED = "ordered"


class WishedBy(StrEnum):
    """Who asked the organisation for it."""

    SELF = "self"
    GUARDIAN = "guardian"
    PROXY = "proxy"
    AUTHORITY = "authority"
    OURSELVES = "ourselves"


class Erasure(Referenced):
    """The erasure of a person or a case, in a scope of its own: codes, days, colleagues and numbers alone.

    It holds nothing about whom it erases, so that it can stay. While they are there, it is reached through them.
    """

    __tablename__ = "erasure"
    __kind__ = "erasure"
    __reference_prefix__ = "E"
    __access_columns__ = ("status", "target_kind", "target_id", "asked_by", "approved_by", "carried_out_by")
    __table_args__ = (Index("ix_erasure_target", "target_kind", "target_id"),)

    status: Mapped[str] = mapped_column(index=True)
    target_kind: Mapped[str]
    """``person`` or ``case``."""
    target_id: Mapped[uuid.UUID]
    """A random id: once it is carried out, no row bears it any more."""
    asked_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    approved_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))
    carried_out_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))
    basis = Encrypted.short("erasure.basis")
    wished_by = Encrypted.short("erasure.wished_by")
    held_until = Encrypted.day("erasure.held_until")
    """The first day on which it may be carried out."""
    looked_on = Encrypted.day("erasure.looked_on")
    """The day on which everything was last looked through for mentions."""
    numbers = Encrypted.json("erasure.numbers")
    """How much was destroyed, by kind; None before."""
    backups_until = Encrypted.day("erasure.backups_until")
    """The day after which no backup of those made by themselves holds it any more; none where none are made so."""


class ErasureWord(Record):
    """What somebody said about an erasure, in the scope of whom it is about: it goes with them."""

    __tablename__ = "erasure_word"
    __kind__ = "erasure_word"

    erasure_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("erasure.id"), index=True)
    act: Mapped[str]
    """A code of ``workflow.TRANSITIONS``, or ``ask``."""
    said_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    words = Encrypted.text("erasure_word.words")


class How(StrEnum):
    """How a mention was found."""

    LINK = "link"
    WORDS = "words"
    FORMER = "former"
    """In words that stand there no more: in a former state, or in a row that was taken out."""


class Decided(StrEnum):
    """What is decided about a mention."""

    OPEN = "open"
    KEEP = "keep"
    TAKE_OUT = "take_out"
    ALONG = "along"
    BLACKEN = "blacken"
    """Their names are blackened: in the former states of the row, and in itself where nobody can correct it."""
    EMPTY = "empty"
    """The former states of the row hold nothing any more."""
    GONE = "gone"
    """It is no longer found: somebody corrected the record. Its former states are emptied, too."""


class Mention(Record):
    """A row elsewhere that mentions whom an erasure is about; it lies in their scope, and goes with them."""

    __tablename__ = "erasure_mention"
    __kind__ = "erasure_mention"
    __access_columns__ = ("erasure_id", "mentioned_kind", "mentioned_id", "found_by", "decided")
    __table_args__ = (UniqueConstraint("erasure_id", "mentioned_id", "found_by"),)

    erasure_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("erasure.id"), index=True)
    mentioned_kind: Mapped[str]
    mentioned_id: Mapped[uuid.UUID]
    found_by: Mapped[str]
    part: Mapped[str]
    """The column that names them, or in which their name stands."""
    decided: Mapped[str]
    decided_by: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("user.id"))
    why = Encrypted.text("erasure_mention.why")


class Residue(Record):
    """What stays of a disclosure, so that what was told and to whom can still be proved: nothing about whom."""

    __tablename__ = "erasure_residue"
    __kind__ = "erasure_residue"

    erasure_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("erasure.id"), index=True)
    disclosure_id: Mapped[uuid.UUID] = mapped_column(index=True)
    purpose: Mapped[str]
    day = Encrypted.day("erasure_residue.day")
    audience = Encrypted.json("erasure_residue.audience")
    """``{"kind": ..., "id": ...}``, the id only of an authority: a person is never pointed at."""
    bases = Encrypted.json("erasure_residue.bases")
    """Kinds of what allowed it."""
    manner = Encrypted.short("erasure_residue.manner")
    proof = Encrypted.raw("erasure_residue.proof")
    """Keyed hash of the whole entry: whoever has a copy of it can be shown that it is the one."""
