"""Authorities, their offices and the people who hold them, as the organisation writes to them."""

import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.clock import today
from caseapp.db import Encrypted, Record

FALLBACK = ("en", "sq", "fa", "ar")
"""In which order another language stands in where the wanted one was not recorded."""


def worded(texts: Mapping[str, str] | None, language: str) -> str:
    """Return the wording in ``language``, else in the next language there is; empty when there is none."""
    found = texts or {}
    return next((found[tag] for tag in (language, *FALLBACK) if found.get(tag)), "")


class Authority(Record):
    """A body that letters go to: a ministry, a court, a commission."""

    __tablename__ = "authority"
    __kind__ = "authority"

    names = Encrypted.json("authority.names")
    """Its name per language tag, as letters in that language print it."""
    kind = Encrypted.short("authority.kind")
    country = Encrypted.short("authority.country")
    address = Encrypted.text("authority.address")
    """Postal address, line by line."""
    contact = Encrypted.text("authority.contact")
    """Registry desk, e-mail, portal, opening hours."""
    source = Encrypted.short("authority.source")
    """Where this was read, or who said so."""
    checked_on = Encrypted.day("authority.checked_on")
    reply_rule = Encrypted.json("authority.reply_rule")
    """Within how long they must answer: ``days``, ``counted_in``, ``counted_from``, ``source``; None when unknown.

    Limits differ from law to law and change, so they are data that somebody can check, never code.
    """

    def name_in(self, language: str) -> str:
        """Return its name as a letter in ``language`` prints it."""
        return worded(self.names, language)


class Office(Record):
    """A desk of an authority: the minister's cabinet, a registry, a directorate."""

    __tablename__ = "office"
    __kind__ = "office"

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"), index=True)
    names = Encrypted.json("office.names")
    address = Encrypted.text("office.address")
    """Only where it differs from the authority's."""
    contact = Encrypted.text("office.contact")

    def name_in(self, language: str) -> str:
        """Return its name as a letter in ``language`` prints it."""
        return worded(self.names, language)


class OfficeHolder(Record):
    """A person in a public office, with how they are addressed in each language."""

    __tablename__ = "office_holder"
    __kind__ = "office_holder"

    authority_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("authority.id"), index=True)
    office_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("office.id"), index=True)
    names = Encrypted.json("office_holder.names")
    titles = Encrypted.json("office_holder.titles")
    """The office they hold, as the address block says it."""
    forms_of_address = Encrypted.json("office_holder.forms_of_address")
    """What stands before the name: "His Excellency Mr"."""
    salutations = Encrypted.json("office_holder.salutations")
    """How a letter to them begins: "Your Excellency,"."""
    term_from = Encrypted.partial_date("office_holder.term_from")
    term_to = Encrypted.partial_date("office_holder.term_to")

    def name_in(self, language: str) -> str:
        """Return their name with the form of address, as the first line of an address block."""
        form = (self.forms_of_address or {}).get(language, "")
        return " ".join(part for part in (form, worded(self.names, language)) if part)

    @property
    def in_office(self) -> bool:
        """Tell whether their term has not ended, as far as we know."""
        end: Any = self.term_to
        return end is None or bool(end.interval()[1] >= today())
