"""Persons: human beings with names in several scripts, ways to reach them, and relations to one another."""

import uuid
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Encrypted, Record, filled_rows


class NameKind(StrEnum):
    """What a name is to the person. Labels stand in ``labels``."""

    WORKING = "working"
    LEGAL = "legal"
    PASSPORT = "passport"
    BIRTH = "birth"
    ALIAS = "alias"
    ORGANISATION = "organisation"


class RouteKind(StrEnum):
    """How a person is reached."""

    TELEPHONE = "telephone"
    EMAIL = "email"
    MESSENGER = "messenger"
    POST = "post"
    IN_PERSON = "in_person"
    THROUGH = "through"


class Person(Record):
    """A human being. May be in several cases; names stand only here, in the person's own scope."""

    __tablename__ = "person"
    __kind__ = "person"
    __table_args__ = (filled_rows("person", "merged_into"),)

    merged_into: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    list_pack = Encrypted.json("person.list_pack")
    """What lists show, in one ciphertext: name, other, name_lang, other_lang. Kept by ``actions``."""
    born = Encrypted.partial_date("person.born")
    born_where = Encrypted.short("person.born_where")
    sex = Encrypted.short("person.sex")
    nationality = Encrypted.short("person.nationality")
    languages = Encrypted.short("person.languages")
    whereabouts = Encrypted.short("person.whereabouts")
    """Code: inside, left, outside, unknown, dead; the words stand in ``labels``."""
    about = Encrypted.text("person.about")


class PersonName(Record):
    """One name of a person in one script, kept as it was given."""

    __tablename__ = "person_name"
    __kind__ = "person_name"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    name = Encrypted.short("person_name.name")
    kind = Encrypted.short("person_name.kind")
    script = Encrypted.short("person_name.script")
    """``latin`` or ``arabic`` (which Persian uses too), found from the letters."""


class ContactRoute(Record):
    """A way to reach a person, with what must be known before using it."""

    __tablename__ = "contact_route"
    __kind__ = "contact_route"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind = Encrypted.short("contact_route.kind")
    value = Encrypted.short("contact_route.value")
    whose = Encrypted.short("contact_route.whose")
    may_we = Encrypted.short("contact_route.may_we")
    """Code: yes, no, only_as_agreed, not_asked."""
    safety = Encrypted.text("contact_route.safety")
    """Safe hours, the word to say, what never to leave on a machine."""


class Relation(Record):
    """A typed link between two persons, worded from both sides; it belongs to the case that states it."""

    __tablename__ = "relation"
    __kind__ = "relation"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    relative_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind = Encrypted.short("relation.kind")
    """What ``relative_id`` is to ``person_id``; the other side's wording follows from it."""
    said_by = Encrypted.short("relation.said_by")
    note = Encrypted.text("relation.note")
