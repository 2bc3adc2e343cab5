"""Exports of exactly the persons whom an order names."""

import uuid
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Encrypted, Record


class ExportStatus(StrEnum):
    """Where an export of the persons named stands."""

    OPEN = "open"
    AGREED = "agreed"
    REFUSED = "refused"
    FETCHED = "fetched"
    VOID = "void"
    """The order, or whom it names, was changed after somebody had asked for it."""


class PersonsExport(Record):
    """An export of exactly the persons whom an order names: who asked, what it holds, who agreed."""

    __tablename__ = "incident_export"
    __kind__ = "incident_export"
    __access_columns__ = ("status", "incident_id", "asked_by", "decided_by")

    status: Mapped[str]
    incident_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("incident.id"), index=True)
    asked_by: Mapped[uuid.UUID]
    decided_by: Mapped[uuid.UUID | None]
    reason = Encrypted.text("incident_export.reason")
    """Why these persons and records fall within the order, and what is left out and why."""
    parts = Encrypted.json("incident_export.parts")
    """Codes of ``labels.PARTS``: what of each person's own record is in it."""
    texts = Encrypted.json("incident_export.texts")
    """``[[person id, kind, id, row version], ...]`` of the texts and files chosen by name, as they stood."""
    decision = Encrypted.text("incident_export.decision")
    until = Encrypted.day("incident_export.until")
    manifest_hash = Encrypted.short("incident_export.manifest_hash")
    """SHA-256 of the manifest of the file that was fetched last."""


class ExportedPerson(Record):
    """Somebody whose records an export holds, and the legal ground on which it rests for them."""

    __tablename__ = "incident_export_person"
    __kind__ = "incident_export_person"
    __access_columns__ = ("export_id", "person_id", "ground_id")
    __table_args__ = (UniqueConstraint("export_id", "person_id"),)

    export_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("incident_export.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    ground_id: Mapped[uuid.UUID]
    """The legal ground in the person's own record."""
