"""The rows of an export as an encrypted file of the store: nothing of them ever stands readable on the disk."""

import json
import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from caseapp.db import LOCKED, blobs, current_act, db, is_locked
from caseapp.reports.models import ExportFile, FileStatus, RowExport
from caseapp.vault import BlobInfo
from caseapp.web.feature import ExportRow

HEAD = 256
"""Bytes at the beginning that say how long each part is."""
ROWS = "rows"


def stage_rows(rows: list[ExportRow], written: Mapping[str, bytes]) -> BlobInfo:
    """Put rows, and the files that were written from them by the code of their kind, into a new file of the store.

    It is still to be adopted. Raises ``OSError`` on a full disk.
    """
    lines = "".join(f"{json.dumps(_packed(row), ensure_ascii=False)}\n" for row in rows).encode()
    parts = {ROWS: lines, **written}
    head = json.dumps({name: len(content) for name, content in parts.items()}).encode().ljust(HEAD)
    with blobs().stage() as staged:
        for content in (head, *parts.values()):
            staged.write(content)
        return staged.finish()


def kept_rows(file: ExportFile) -> list[ExportRow]:
    """Return the rows of a kept file; raises ``BlobNotFound``, or ``Tampered`` where it was changed."""
    content = kept_part(file, ROWS).decode()
    return [_unpacked(json.loads(line)) for line in content.split("\n") if line]


def kept_part(file: ExportFile, name: str) -> bytes:
    """Return what was written from the rows by the code of its kind; raises as ``kept_rows``."""
    start = HEAD
    for part, length in json.loads(_between(file, 0, HEAD)).items():
        if part == name:
            return _between(file, start, start + length)
        start += length
    raise KeyError(name)


def _between(file: ExportFile, start: int, stop: int) -> bytes:
    assert file.blob_ref is not None
    with blobs().open(file.blob_ref, file.file_key, start, stop) as pieces:
        return b"".join(pieces)


def file_of(export: RowExport) -> ExportFile | None:
    """Return the file of an export, None where it has none."""
    return db.session.scalar(select(ExportFile).where(ExportFile.export_id == export.id))


def files_of(export_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, ExportFile]:
    """Return the files of exports, by the ids of these."""
    found = db.session.scalars(select(ExportFile).where(ExportFile.export_id.in_(list(export_ids))))
    return {file.export_id: file for file in found}


def let_go(file: ExportFile) -> None:
    """Forget the key of a file and remove it from the store once this write has committed."""
    ref = file.blob_ref
    file.status, file.blob_ref, file.file_key = FileStatus.LET_GO.value, None, b""
    if ref is not None:
        store = blobs()
        current_act().after_commit.append(lambda: store.destroy(ref))


def named_files() -> list[uuid.UUID]:
    """Return the files that exports keep, so that the sweep spares them."""
    return [
        ref
        for ref in db.session.scalars(select(ExportFile.blob_ref).where(ExportFile.blob_ref.is_not(None)))
        if ref is not None
    ]


def _packed(row: ExportRow) -> list[Any]:
    values = {code: _packed_value(value) for code, value in row.values.items()}
    return [row.record_id.hex, [person.hex for person in row.persons], values]


def _unpacked(packed: list[Any]) -> ExportRow:
    record_id, persons, values = packed
    return ExportRow(
        uuid.UUID(hex=record_id),
        tuple(uuid.UUID(hex=person) for person in persons),
        {code: _unpacked_value(value) for code, value in values.items()},
    )


def _packed_value(value: Any) -> Any:
    if is_locked(value):
        return ["locked", ""]
    if isinstance(value, uuid.UUID):
        return ["link", value.hex]
    if isinstance(value, date):
        return ["day", value.isoformat()]
    return value if value is None or isinstance(value, int) else str(value)


def _unpacked_value(value: Any) -> Any:
    match value:
        case ["locked", _]:
            return LOCKED
        case ["link", name]:
            return uuid.UUID(hex=name)
        case ["day", day]:
            return date.fromisoformat(day)
        case _:
            return value
