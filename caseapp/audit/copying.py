"""The log leaves the machine: every few minutes what is new is added to a file elsewhere, sealed, and never taken back.

How far the copy is stands in the copy itself. A kill at any moment leaves it with all of a batch or with a beginning
that counts for nothing, and the next one goes on from there; no event is lost, at the worst one is there twice.
"""

import logging
import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask import current_app
from sqlalchemy import func, select

from caseapp.audit import batches
from caseapp.audit.anchors import require_plain
from caseapp.audit.batches import Batch, NoBatch, line_of, read_line
from caseapp.audit.models import AuditEvent
from caseapp.audit.whole_log import events_with_touches
from caseapp.clock import now
from caseapp.db import Locked, db

log = logging.getLogger("caseapp")
FILE_NAME = "audit-log.txt"
NOTE = "audit-log-copied.txt"
"""Beside the database: up to which event the copy was brought, and by its own date when that was."""
EVERY = timedelta(minutes=5)
OVERDUE = timedelta(hours=1)
"""After so long without a copy the home page says so."""
_TAIL = 256 * 1024
_lock = threading.Lock()


def copy_file() -> Path | None:
    """Return the file elsewhere that the log is copied to, None where none is set."""
    place = current_app.config["SETTINGS"].log_copy
    if not place:
        return None
    return Path(place) / FILE_NAME if Path(place).is_dir() else Path(place)


def copy_log() -> int:
    """Add to the copy what it lacks; returns how many events that were. A place that takes nothing is tried again."""
    place = copy_file()
    if place is None:
        return 0
    try:
        with _lock:
            return _bring_up(place)
    except Locked:
        return 0  # somebody locked the system; what is missing is added once it is unlocked
    except OSError as error:
        log.error("the audit log could not be copied to log_copy: %s", error.strerror)  # noqa: TRY400 - a trace would name folders
        return 0


def copied() -> tuple[int, datetime | None]:
    """Return up to which event the log was copied, and when it was last tried with success."""
    note = _note()
    try:
        return int(note.read_text("ascii")), datetime.fromtimestamp(note.stat().st_mtime, UTC)
    except (OSError, ValueError):
        return 0, None


def is_overdue() -> bool:
    """Tell whether the log should have been copied and has not been for long."""
    if not current_app.config["SETTINGS"].log_copy:
        return False
    _number, at = copied()
    return at is None or now() - at > OVERDUE


def _bring_up(place: Path) -> int:
    require_plain(place)
    newest = db.session.scalar(select(func.max(AuditEvent.number))) or 0
    done = position = _position(place)
    for events, touches in events_with_touches(after=position, until=newest):
        _append(place, line_of(events, touches))
        done = events[-1].number
    if position < copied()[0] <= newest:
        log.error("the copy of the audit log did not end as it was written; what it lacked was added")
    _write_note(newest)
    return done - position


def _position(place: Path) -> int:
    """Return up to which event the copy holds the log as it is here: the end of its last batch that fits.

    After a database was put back to an older state that is a former one, and what came since is added behind it.
    """
    for batch in _backwards(place):
        query = select(AuditEvent.chain).where(AuditEvent.number == batch.last)
        if db.session.scalar(query) == batch.anchor.chain:
            return batch.last
    return 0


def _backwards(place: Path) -> Iterator[Batch]:
    if not place.exists():
        return
    with place.open("rb") as file:
        start, begun = file.seek(0, os.SEEK_END), b""
        while start:
            end, start = start, max(0, start - _TAIL)
            file.seek(start)
            lines = (file.read(end - start) + begun).splitlines(keepends=True)
            # Where the piece begins, the line may have begun before; of one that is too long nothing is kept.
            begun = lines.pop(0) if start else b""
            begun = begun if len(begun) <= batches.LONGEST else b""
            for line in reversed(lines):
                try:
                    yield read_line(line.decode("ascii", "replace"))
                except NoBatch:
                    continue


def _append(place: Path, line: str) -> None:
    handle = os.open(place, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
    try:
        content = line.encode("ascii")
        size = os.fstat(handle).st_size
        if size and os.pread(handle, 1, size - 1) != b"\n":
            content = b"\n" + content  # a power cut broke the last one off; what is there stays as it is
        while content:
            content = content[os.write(handle, content) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def _note() -> Path:
    path: Path = current_app.config["SETTINGS"].instance_path / NOTE
    return path


def _write_note(number: int) -> None:
    handle = os.open(_note(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(handle, b"%d\n" % number)
    finally:
        os.close(handle)
