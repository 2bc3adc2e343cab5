"""The rows of an export as an encrypted file of the store: nothing of them ever stands readable on the disk."""

import json
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from caseapp.audit.packed import packed
from caseapp.db import LOCKED, blobs, current_act, db, is_locked
from caseapp.reports.models import ExportFile, FileStatus, RowExport
from caseapp.vault import BlobInfo, BlobNotFound
from caseapp.web.reported import ExportRow

HEAD = 256
"""Bytes at the beginning that say how long each part is."""
ROWS, KEY, IDS = "rows", "key", "ids"
BLOCK = 1_000
"""Rows that are read at once."""


def stage_rows(rows: list[ExportRow], key: bytes, written: Mapping[str, bytes]) -> BlobInfo:
    """Put rows into a new file of the store, with what numbers them and what was written from them.

    ``written`` has its parts by the codes of their kinds. The file is still to be adopted. Raises ``OSError`` on a full
    disk.
    """
    blocks = [rows[start : start + BLOCK] for start in range(0, len(rows), BLOCK)]
    lines = b"".join([_packed(block) for block in blocks])
    parts = {KEY: key, IDS: ids_in(rows), ROWS: lines, **written}
    head = json.dumps({name: len(content) for name, content in parts.items()}).encode().ljust(HEAD)
    with blobs().stage() as staged:
        for content in (head, *parts.values()):
            staged.write(content)
        return staged.finish()


def kept_rows(file: ExportFile) -> list[ExportRow]:
    """Return the rows of a kept file; raises ``BlobNotFound``, or ``Tampered`` where it was changed."""
    known: dict[Any, Any] = {}
    lines = kept_part(file, ROWS).splitlines()
    return [row for line in lines for row in _unpacked(_as_block(json.loads(line)), known)]


def ids_in(rows: Iterable[ExportRow]) -> bytes:
    """Return the ids of the records and of the persons in rows, packed."""
    return packed(each for row in rows for each in (row.record_id, *row.persons))


def kept_ids(file: ExportFile) -> bytes:
    """Return the same of a kept file, without reading its rows but in a file of a version that kept none."""
    try:
        return kept_part(file, IDS)
    except BlobNotFound:
        return ids_in(kept_rows(file))


def kept_key(file: ExportFile) -> bytes | None:
    """Return what numbers the records of a kept file; None in a file of a version that kept no key."""
    try:
        return kept_part(file, KEY)
    except BlobNotFound:
        return None


def kept_part(file: ExportFile, name: str) -> bytes:
    """Return one part of a kept file; raises as ``kept_rows``."""
    start = HEAD
    for part, length in json.loads(_between(file, 0, HEAD)).items():
        if part == name:
            return _between(file, start, start + length)
        start += length
    raise BlobNotFound("an export has no such part")


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


def _packed(rows: Sequence[ExportRow]) -> bytes:
    """Return a block of rows, all of one table, as a line."""
    codes = list(rows[0].values)
    packed = [
        (
            row.record_id.hex,
            [person.hex for person in row.persons],
            [_packed_value(row.values[code]) for code in codes],
        )
        for row in rows
    ]
    return json.dumps([codes, packed]).encode() + b"\n"


def _as_block(line: list[Any]) -> list[Any]:
    """Return a line as a block: files of the version before have a line for each row, and are kept for a week."""
    if len(line) == len(("codes", "rows")):
        return line
    record_id, persons, values = line
    return [list(values), [(record_id, persons, list(values.values()))]]


def _unpacked(block: list[Any], known: dict[Any, Any]) -> Iterator[ExportRow]:
    codes, packed = block
    for record_id, persons, values in packed:
        yield ExportRow(
            uuid.UUID(hex=record_id),
            tuple([uuid.UUID(hex=person) for person in persons]),
            {code: _unpacked_value(value, known) for code, value in zip(codes, values, strict=True)},
        )


def _packed_value(value: Any) -> Any:
    if type(value) is str or value is None:
        return value
    if is_locked(value):
        return [_LOCKED, ""]
    if isinstance(value, date):
        return [_DAY, value.isoformat()]
    if isinstance(value, uuid.UUID):
        return [_LINK, value.hex]
    return value if isinstance(value, int) else str(value)


def _unpacked_value(value: Any, known: dict[Any, Any]) -> Any:
    """Return a value; equal ones of all rows are one, since most are codes and days."""
    if not isinstance(value, list):
        return known.setdefault(value, value)
    kind, text = value
    found = known.get((kind, text))
    if found is None:
        found = known[kind, text] = _WAYS[kind](text)
    return found


_LOCKED, _DAY, _LINK = "locked", "day", "link"
_WAYS: dict[str, Callable[[str], Any]] = {
    _LOCKED: lambda _nothing: LOCKED,
    _DAY: date.fromisoformat,
    _LINK: lambda name: uuid.UUID(hex=name),
}
