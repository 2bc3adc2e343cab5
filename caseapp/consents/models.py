"""Consents: what a person allows. They only grow; the newest answer decides."""

import uuid
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Encrypted, Record


class Answer(StrEnum):
    """What a person said about one purpose. Not asked yet is no row at all."""

    YES = "yes"
    NO = "no"
    CONDITIONS = "conditions"
    WITHDRAWN = "withdrawn"


class GivenBy(StrEnum):
    """Who answered."""

    SELF = "self"
    PARENT = "parent"
    GUARDIAN = "guardian"
    PROXY = "proxy"


class How(StrEnum):
    """How the answer was given."""

    IN_PERSON = "in_person"
    TELEPHONE = "telephone"
    VIDEO = "video"
    WRITTEN = "written"
    MESSAGE = "message"


class Consent(Record):
    """One answer of a person about one purpose, in their own scope. A withdrawal is an answer too."""

    __tablename__ = "consent"
    __kind__ = "consent"
    __access_columns__ = ("person_id", "purpose")

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[str]
    sheet_id: Mapped[uuid.UUID] = mapped_column(index=True)
    """The same for all answers that were written down in one go."""
    document_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("document.id"), index=True)
    """The signed sheet."""
    recorded_by: Mapped[uuid.UUID]
    answer = Encrypted.short("consent.answer")
    terms = Encrypted.json("consent.terms")
    """``{"only": [audience codes], "without_name": bool}``: the conditions that the program keeps by itself."""
    conditions = Encrypted.text("consent.conditions")
    """The conditions in words, which a person has to keep; for a withdrawal, what was said."""
    given_on = Encrypted.day("consent.given_on")
    until = Encrypted.day("consent.until")
    given_by = Encrypted.short("consent.given_by")
    given_by_name = Encrypted.short("consent.given_by_name")
    own_view = Encrypted.text("consent.own_view")
    """The minor's own view, when a parent or guardian answered."""
    how = Encrypted.short("consent.how")
    language = Encrypted.short("consent.language")
    interpreter = Encrypted.short("consent.interpreter")
    witness = Encrypted.short("consent.witness")


class ConditionsKept(Record):
    """A worker's word that the conditions of one consent are kept for one audience."""

    __tablename__ = "consent_conditions_kept"
    __kind__ = "consent_conditions_kept"
    __access_columns__ = ("consent_id",)

    consent_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consent.id"), index=True)
    confirmed_by: Mapped[uuid.UUID]
    audience = Encrypted.short("consent_conditions_kept.audience")
    """The audience's code, as forms write it."""
    words = Encrypted.text("consent_conditions_kept.words")
    """How they are kept."""


class KeepingGround(Record):
    """Why we hold what we know about a person who was not spoken to, and when we ask ourselves again."""

    __tablename__ = "keeping_ground"
    __kind__ = "keeping_ground"
    __access_columns__ = ("person_id",)

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    recorded_by: Mapped[uuid.UUID]
    ground = Encrypted.short("keeping_ground.ground")
    words = Encrypted.text("keeping_ground.words")
    review_on = Encrypted.day("keeping_ground.review_on")
