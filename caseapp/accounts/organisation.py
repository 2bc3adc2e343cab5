"""The organisation: its name, language and how its letters are headed."""

from sqlalchemy import select
from sqlalchemy.orm import Mapped

from caseapp.db import Encrypted, Record, db


class Organisation(Record):
    """The one organisation of an installation."""

    __tablename__ = "organisation"
    __kind__ = "organisation"

    language: Mapped[str]
    name = Encrypted.short("organisation.name")
    names = Encrypted.json("organisation.names")
    """Its name per language tag, as letters in that language print it."""
    address = Encrypted.text("organisation.address")
    contact_line = Encrypted.short("organisation.contact_line")

    def name_in(self, language: str) -> str:
        """Return its name as a text in ``language`` prints it: the plain one where it has none in that language."""
        names: dict[str, str] = self.names or {}
        return str(names.get(language) or self.name)


def organisation() -> Organisation:
    """Return the organisation of this installation."""
    return db.session.scalars(select(Organisation)).one()
