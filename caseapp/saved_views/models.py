"""Views of lists that a colleague keeps: filters and order under a name of their own."""

import uuid

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Encrypted, Record


class SavedView(Record):
    """How one colleague likes to look at one list. It lies in their own scope and shows to nobody else."""

    __tablename__ = "saved_view"
    __kind__ = "saved_view"
    __access_columns__ = ("user_id", "kind")

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("user.id"), index=True)
    kind: Mapped[str]
    """The code of the list."""
    name = Encrypted.short("saved_view.name")
    arguments = Encrypted.json("saved_view.arguments")
    """Filters and order as an address carries them."""
