"""Exports of records: who asked for which rows, for whom and why, who agreed, and the file that is kept meanwhile."""

import uuid
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from caseapp.db import Encrypted, Record


class ExportStatus(StrEnum):
    """Where an export stands."""

    OPEN = "open"
    """It waits for a second person, once its file is made."""
    AGREED = "agreed"
    REFUSED = "refused"
    FETCHED = "fetched"
    FAILED = "failed"
    """Its file could not be made."""
    LAPSED = "lapsed"
    """Its term ended before it was decided or fetched."""


class FileStatus(StrEnum):
    """Where the file of an export stands."""

    MAKING = "making"
    """It waits to be made, or is being made."""
    KEPT = "kept"
    FAILED = "failed"
    LET_GO = "let_go"


class RowExport(Record):
    """An export of records, one row each. Its rows are read once, when it is asked for, and then kept."""

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
    """The last day on which it can be decided or, once it is agreed to, fetched."""
    rows = Encrypted.json("row_export.rows")
    """How many rows the file held that was fetched last."""

    @property
    def has_names(self) -> bool:
        """Tell whether it names people."""
        return self.identified == "named"


@dataclass(frozen=True)
class Counts:
    """How many rows and people a kept file holds, and how many were left out because nothing on file allows them."""

    rows: int
    left_out: int
    people: int
    people_left_out: int


class ExportFile(Record):
    """The rows of one export in an encrypted file of the store, so that what was agreed to is what is fetched."""

    __tablename__ = "row_export_file"
    __kind__ = "row_export_file"
    __access_columns__ = ("status", "export_id", "blob_ref")

    status: Mapped[str] = mapped_column(index=True)
    """A code of ``FileStatus``."""
    export_id: Mapped[uuid.UUID] = mapped_column(unique=True)
    blob_ref: Mapped[uuid.UUID | None] = mapped_column(unique=True)
    """The random name of the file in the store; None before it is made and after it was let go."""
    file_key = Encrypted.raw("row_export_file.file_key")
    numbers = Encrypted.json("row_export_file.numbers")
    """``Counts`` as a mapping."""
    begun = Encrypted.json("row_export_file.begun")
    """How often its making was begun: it may have been broken off."""
    failure = Encrypted.short("row_export_file.failure")
    """A code of ``making.Failure``."""

    @property
    def is_kept(self) -> bool:
        """Tell whether the file is there."""
        return self.status == FileStatus.KEPT

    @property
    def is_waited_for(self) -> bool:
        """Tell whether the file is still to be made."""
        return self.status == FileStatus.MAKING

    @property
    def counts(self) -> Counts | None:
        """Return how many it holds, None before it was made."""
        found: dict[str, Any] | None = self.numbers
        return Counts(**found) if found else None
