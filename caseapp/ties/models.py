"""Ties of the staff: what a colleague declares, and with which person it was connected."""

import uuid

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Encrypted, Record


class Tie(Record):
    """A tie that a member of staff declares, in a scope of its own: theirs, and of the two who are named to read it."""

    __tablename__ = "tie"
    __kind__ = "tie"
    __access_columns__ = ("user_id",)

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"), index=True)
    about = Encrypted.short("tie.about")
    """A person, a place or unit of the group, or a colleague."""
    who = Encrypted.short("tie.who")
    kind = Encrypted.short("tie.kind")
    words = Encrypted.text("tie.words")


class TieConnection(Record):
    """A tie that is one to a person of ours. It lies in that person's scope, which its author is kept out of."""

    __tablename__ = "tie_connection"
    __kind__ = "tie_connection"
    __access_columns__ = ("tie_id", "person_id", "user_id")

    tie_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("tie.id"), index=True)
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"), index=True)
    """The author of the tie."""
