"""Documents: encrypted files that hang on a record."""

import uuid
from enum import StrEnum

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Encrypted, Record
from caseapp.db.encrypted import JSON
from caseapp.vault import Padding
from caseapp.web.sentences import TYPED_OR_WORDED


class DocumentKind(StrEnum):
    """What a document is to the work. Labels stand in ``labels``."""

    IDENTITY = "identity"
    CIVIL = "civil"
    COURT = "court"
    MEDICAL = "medical"
    PHOTOGRAPH = "photograph"
    LETTER = "letter"
    STATEMENT = "statement"
    CONSENT = "consent"
    PROOF = "proof"
    RECORDING = "recording"
    PEOPLE_INSIDE = "people_inside"
    OTHER = "other"


OF_OTHERS = frozenset(
    {
        DocumentKind.CIVIL,
        DocumentKind.COURT,
        DocumentKind.MEDICAL,
        DocumentKind.PHOTOGRAPH,
        DocumentKind.STATEMENT,
        DocumentKind.RECORDING,
        DocumentKind.PEOPLE_INSIDE,
    }
)
"""Kinds that name other people, as long as nobody says otherwise: registers have families, judgments have witnesses and
pictures have whoever stood there."""


class Document(Record):
    """A file and what is known about it. It shares the scope of the record it hangs on; the file has its own key."""

    __tablename__ = "document"
    __kind__ = "document"
    __access_columns__ = ("record_kind", "record_id", "blob_ref")
    __table_args__ = (Index("ix_document_record", "record_kind", "record_id"),)

    record_kind: Mapped[str]
    record_id: Mapped[uuid.UUID]
    kind: Mapped[str]
    """A code of ``DocumentKind``."""
    language: Mapped[str]
    blob_ref: Mapped[uuid.UUID] = mapped_column(unique=True)
    """The random name of the file in the store."""
    file_key = Encrypted.raw("document.file_key")
    title = Encrypted("document.title", TYPED_OR_WORDED, Padding.NAME)
    file_name = Encrypted.short("document.file_name")
    media_type = Encrypted.short("document.media_type")
    source = Encrypted("document.source", TYPED_OR_WORDED, Padding.NAME)
    """Where it came from, in words: who gave it, by which post."""
    dated = Encrypted.partial_date("document.dated")
    """The date that the document itself bears."""
    size: "Encrypted[int]" = Encrypted("document.size", JSON, Padding.SHORT)
    """Length of the content in bytes."""
    sha256 = Encrypted.raw("document.sha256")
    """Hash of the content as it arrived."""

    @property
    def lists_people_inside(self) -> bool:
        """Tell whether it is a list of people still inside the group: such a list never leaves the house."""
        return self.kind == DocumentKind.PEOPLE_INSIDE


class DocumentOthers(Record):
    """What somebody said about whether a document names others; without it, its kind says so."""

    __tablename__ = "document_others"
    __kind__ = "document_others"
    __access_columns__ = ("document_id",)

    document_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("document.id"), unique=True)
    names_others = Encrypted.short("document_others.names_others")
    """Whether it names others than the person whom its record is about: yes, no, or empty for what its kind does."""
    others = Encrypted.short("document_others.others")
    """Whom it names, in words."""
