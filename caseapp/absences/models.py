"""Days on which somebody is away and a colleague covers for them."""

import uuid
from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Encrypted, Record


class Absence(Record):
    """Somebody is away from ``first`` to ``last``, both days included; ``cover_id`` covers for them.

    The cover reaches the cases through memberships of their own that end with ``last``, so that who reaches what is
    asked in one place.
    """

    __tablename__ = "absence"
    __kind__ = "absence"
    __access_columns__ = ("user_id", "cover_id", "first", "last", "removed_on")

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"), index=True)
    cover_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    entered_by: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"))
    first: Mapped[date]
    last: Mapped[date]
    opened = Encrypted.json("absence.opened")
    """``ticked``: ids of the scopes of cases for *only these people* that the cover sees, too.

    ``before``: id of each scope that was opened for the cover to the last day of a membership of theirs before; None
    where they had none.
    """
