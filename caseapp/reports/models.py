"""Exports of records: who asked for which rows, for whom and why, who agreed, and whether the file was fetched."""

import uuid
from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Encrypted, Record


class ExportStatus(StrEnum):
    """Where an export stands."""

    OPEN = "open"
    """It waits for a second person."""
    AGREED = "agreed"
    REFUSED = "refused"
    FETCHED = "fetched"


class RowExport(Record):
    """An export of records, one row each. The file itself is never kept: it is made when it is fetched."""

    __tablename__ = "row_export"
    __kind__ = "row_export"
    __access_columns__ = ("status", "asked_by", "decided_by")

    status: Mapped[str] = mapped_column(index=True)
    asked_by: Mapped[uuid.UUID]
    decided_by: Mapped[uuid.UUID | None]
    table = Encrypted.short("row_export.table")
    identified = Encrypted.short("row_export.identified")
    """``named`` or ``pseudonymous``."""
    audience = Encrypted.json("row_export.audience")
    """The code of the audience of an export with names; None without names."""
    columns = Encrypted.json("row_export.columns")
    reason = Encrypted.text("row_export.reason")
    decision = Encrypted.text("row_export.decision")
    until = Encrypted.day("row_export.until")
    """The last day on which the file can be fetched."""
    rows = Encrypted.json("row_export.rows")
    """How many rows the file held that was fetched last."""

    @property
    def has_names(self) -> bool:
        """Tell whether it names people."""
        return self.identified == "named"
