"""Bringing back a bare copy of the database, as it is kept before a migration where passphrases guard the keys.

It holds the database alone: files, keys and settings stay those of the instance. Nothing seals it as a whole, so it
counts for what the log and every record in it prove, and the anchors of the instance up to where it ends.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from caseapp.audit import AuditEvent
from caseapp.audit.anchors import FILE_NAME as ANCHORS
from caseapp.audit.anchors import Anchor
from caseapp.backup.archive import DATABASE
from caseapp.backup.restoring import RestoreRefused, refuse_newer, write_durably
from caseapp.db import db
from caseapp.setup.installing import present_migration

BEGINNING = b"SQLite format 3\0"


def is_bare_copy(path: Path) -> bool:
    """Tell whether a file is a database, and not a backup."""
    with path.open("rb") as file:
        return file.read(len(BEGINNING)) == BEGINNING


def stage_bare_copy(path: Path, into: Path) -> None:
    """Write the copy to where a restore makes the new instance ready.

    Raises:
        OSError: the disk is full.
    """
    into.mkdir(mode=0o700)
    with path.open("rb") as content:
        write_durably(into / DATABASE, content)


def read_bare_copy(app: Flask, anchors: Path) -> int:
    """Return the number of the last event in the staged copy, whose application ``app`` is.

    The lines of ``anchors`` up to there are put beside it, so that its log is compared with them.

    Raises:
        RestoreRefused: a newer version of caseapp wrote it, or it is cut or another database.
    """
    with app.app_context():
        try:
            refuse_newer(present_migration() or "")
            last = db.session.scalar(select(func.max(AuditEvent.number))) or 0
        except SQLAlchemyError:
            raise RestoreRefused("This is no whole copy of a database of caseapp.") from None
        finally:
            db.session.remove()
            db.engine.dispose()
    lines = anchors.read_text("ascii", "replace").splitlines() if anchors.exists() else ()
    upto = "".join(f"{line}\n" for line in lines if _is_upto(line, last))
    if upto:
        write_durably(app.config["SETTINGS"].instance_path / ANCHORS, BytesIO(upto.encode("ascii")))
    return last


def _is_upto(line: str, last: int) -> bool:
    try:
        return Anchor.read(line).number <= last
    except ValueError:
        return False
