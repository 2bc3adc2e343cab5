"""The exports that keep somebody from being erased: their file is kept, and tells of them."""

import uuid
from collections.abc import Collection, Iterator

from sqlalchemy import select

from caseapp.db import db
from caseapp.reports.keeping import kept_rows
from caseapp.reports.models import ExportFile, FileStatus, RowExport
from caseapp.vault import BlobNotFound, Tampered
from caseapp.web.kind import Named

THERE = (FileStatus.MAKING.value, FileStatus.KEPT.value)


def kept_exports(persons: Collection[uuid.UUID], _scopes: Collection[uuid.UUID]) -> Iterator[Named]:
    """Yield the exports whose file has a row about these persons, or is still to be made.

    A file is let go when it was fetched, refused, or its term is over; a few are kept at any time.
    """
    for file in db.session.scalars(select(ExportFile).where(ExportFile.status.in_(THERE))):
        if file.is_waited_for or _tells_of(file, persons):
            yield RowExport.__kind__, file.export_id


def _tells_of(file: ExportFile, persons: Collection[uuid.UUID]) -> bool:
    try:
        return any(not set(row.persons).isdisjoint(persons) for row in kept_rows(file))
    except (BlobNotFound, Tampered):
        return False  # what cannot be read names nobody any more
