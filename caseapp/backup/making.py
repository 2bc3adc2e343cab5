"""Making a backup: one encrypted file, whole or not there at all."""

from __future__ import annotations

import errno
import logging
import re
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import current_app
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from caseapp.audit import AuditEvent, record
from caseapp.audit.anchors import note_anchor
from caseapp.backup.archive import Contents, read_archive, write_archive
from caseapp.backup.staying import nothing_is_let_go
from caseapp.clock import now
from caseapp.db import DatabaseBusy, Installation, StillDatabase, blobs, keyring, still_database, write
from caseapp.db.unlocked import follow_keyring, vault_of
from caseapp.setup.installing import keys_folder, present_migration, settle_keyring
from caseapp.vault import Keyring, VaultError, glance_into_backup, has_next, open_backup, sealed_backup

log = logging.getLogger("caseapp")
SUFFIX = ".caseapp"
_NAME = re.compile(r"(\d{4}-\d\d-\d\d)-(\d+)-[0-9a-f]+\.caseapp")
"""Day and time at which one was begun, in UTC, and what keeps apart those of one moment. No number of the log: whoever
sees the list of backups need not be told of everything in it."""
SPARE = 8 * 1024 * 1024
"""Bytes that a disk must have beyond what the backup needs."""
Progress = Callable[[int, int], None]
"""Is told how many bytes of how many are done."""


class Reason(StrEnum):
    """Why a backup could not be made."""

    FOLDER = "folder"
    FULL = "full"
    DENIED = "denied"
    BUSY = "busy"
    READING = "reading"


class BackupFailed(Exception):
    """A backup was not made; ``reason`` says why, and nothing was left behind."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(f"no backup was made: {SENTENCES[reason]}")
        self.reason = reason


SENTENCES = {
    Reason.FOLDER: "the folder for backups is not there. Is the disk plugged in?",
    Reason.FULL: "the disk is full",
    Reason.DENIED: "this account may not write to the folder for backups",
    Reason.BUSY: "the database was too busy to be held still",
    Reason.READING: "the disk could not be read or written",
}
"""For the terminal; the pages have their own, translated words."""


@dataclass(frozen=True)
class Backup:
    """A whole backup."""

    path: Path
    sequence: int
    size: int
    held_back: int = 0
    """How many old ones would have been let go, were erasing not stopped."""


def make_backup(
    actor: Any, folder: Path | None = None, progress: Progress = lambda _done, _all: None
) -> Backup:
    """Write everything but the keys into one file in ``folder``, read it back, and let the oldest ones go.

    Raises:
        BackupFailed: saying why; the failure stands in the audit log.
    """
    begun = now()
    note_anchor()
    try:
        made = _make_or_explain(folder, progress)
    except BackupFailed as failure:
        _note_failure(actor, failure)
        raise
    with write():
        record(
            actor,
            "backup.made",
            sequence=made.sequence,
            megabytes=round(made.size / 1e6, 1),
            seconds=round((now() - begun).total_seconds()),
        )
        if made.held_back:
            record(actor, "backup.old_ones_kept", held_back=made.held_back)
    return made


def make_backup_quietly() -> Backup:
    """Make a backup that the log is not told of: before a migration it cannot be written to by this version.

    Raises:
        BackupFailed: saying why.
    """
    return _make_or_explain(None, lambda _done, _all: None)


def backups_in(folder: Path) -> list[Path]:
    """Return this installation's backups in a folder, the newest first.

    Only what opens with our keys counts, a copy beside its original once, and nothing that is named after a day which
    has not come: else whoever may write to the folder could have every new backup let go in favour of what is none.
    """
    found = []
    for path in folder.glob(f"*{SUFFIX}") if folder.is_dir() else ():
        named = _NAME.fullmatch(path.name)
        if named and named.group(1) <= now().date().isoformat():
            # By day and time, not by sequence: after a restore the log goes on from an older number.
            found.append((named.group(1), int(named.group(2)), path))
    ours: dict[UUID, Path] = {}
    for _day, _time, path in sorted(found, reverse=True):
        try:
            ours.setdefault(glance_into_backup(path, keyring()).ref, path)
        except (VaultError, OSError):
            continue
    return list(ours.values())


def _make_or_explain(folder: Path | None, progress: Progress) -> Backup:
    place = folder or current_app.config["SETTINGS"].backup_path
    try:
        made = _make(_ready(place), progress)
        made = replace(made, held_back=_let_go(place, made.path))
    except (OSError, VaultError, DatabaseBusy, SQLAlchemyError) as error:
        raise BackupFailed(reason_of(error)) from error
    return made


def _ready(folder: Path) -> Path:
    settings = current_app.config["SETTINGS"]
    if folder == settings.instance_path / "backups":
        folder.mkdir(mode=0o700, exist_ok=True)
    if not folder.is_dir():
        raise FileNotFoundError(errno.ENOENT, "no such folder", str(folder))
    return folder


def _make(folder: Path, progress: Progress) -> Backup:
    settings = current_app.config["SETTINGS"]
    _end_a_change_of_keys()
    with still_database() as database:
        ring = _ring_of(database)
        sequence = database.connection.scalar(select(func.max(AuditEvent.number))) or 0
        total = database.size + sum(path.stat().st_size for _ref, path in blobs().kept())
        if shutil.disk_usage(folder).free < total + SPARE:
            raise OSError(errno.ENOSPC, "the disk is too full for the backup")
        path = folder / f"{now():%Y-%m-%d-%H%M%S%f}-{secrets.token_hex(3)}{SUFFIX}"
        done = 0

        def told(more: int) -> None:
            nonlocal done
            done += more
            progress(done, 2 * total)

        with sealed_backup(path, ring, keys_folder(current_app), sequence) as sealer:
            contents = Contents(present_migration() or "")
            write_archive(sealer, contents, database, blobs(), settings.instance_path, told)
            _require_unchanged(ring)
    _read_back(path, told)
    return Backup(path, sequence, path.stat().st_size)


def _end_a_change_of_keys() -> None:
    # The recovery sheet is taken from the key folder: what a kill left half changed there has to be settled before.
    root = vault_of(current_app).root
    if root is not None and has_next(root):
        settle_keyring(root)
    follow_keyring()  # another process may have changed it since our last request


def _ring_of(database: StillDatabase) -> Keyring:
    named = database.connection.scalar(select(Installation.keyring_fingerprint))
    if named != keyring().fingerprint():
        raise DatabaseBusy
    return keyring()


def _require_unchanged(ring: Keyring) -> None:
    # A key that was destroyed meanwhile may be needed by the database that was held still; and the sheet lacks it.
    now_used = vault_of(current_app).follow()
    if now_used is None or now_used.fingerprint() != ring.fingerprint():
        raise DatabaseBusy


def _read_back(path: Path, told: Callable[[int], None]) -> None:
    # What was written is worth nothing before it could be read again: every piece is authenticated on the way.
    try:
        with open_backup(path, keyring()) as pieces, read_archive(pieces) as members:
            for _name, _size, content in members:
                while piece := content.read(1 << 20):
                    told(len(piece))
    except (VaultError, OSError):
        path.unlink(missing_ok=True)
        raise


def _let_go(folder: Path, made: Path) -> int:
    """Let the oldest backups go; returns how many had to stay instead."""
    others = [path for path in backups_in(folder) if path != made]
    old = others[current_app.config["SETTINGS"].backups_kept - 1 :]
    if old and nothing_is_let_go():
        return len(old)
    for path in old:
        path.unlink(missing_ok=True)
    return 0


def reason_of(error: Exception) -> Reason:
    """Return the reason that an error amounts to."""
    if isinstance(error, DatabaseBusy):
        return Reason.BUSY
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Reason.FOLDER
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return Reason.FULL
    if isinstance(error, OSError) and error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return Reason.DENIED
    return Reason.READING


def _note_failure(actor: Any, failure: BackupFailed) -> None:
    log.error("no backup was made: %s", failure.reason.value)
    try:
        with write():
            record(actor, "backup.failed", reason=failure.reason.value)
    except (OSError, SQLAlchemyError) as error:  # a full disk takes no note of being full either
        log.error("that no backup was made could not be noted: %s", type(error).__name__)  # noqa: TRY400 - a trace would name values
