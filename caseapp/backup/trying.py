"""Trying a backup out: it is opened into memory and everything in it is verified. The instance is not touched."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask

from caseapp.audit import Problem, record, verify
from caseapp.audit.chain import count_events
from caseapp.backup.restoring import stage_backup
from caseapp.config import Settings
from caseapp.db import db, write
from caseapp.db.schema import remove_foreign_parts
from caseapp.setup.installing import adopt_keyring, is_newest_schema
from caseapp.vault import Keyring, read_backup_head
from caseapp.web.installed import features

MEMORY = Path("/dev/shm")  # noqa: S108 - memory, and refused where it is none


class NoMemory(Exception):
    """This machine has no folder that lies in memory alone, so that a backup cannot be tried out on it."""

    def __init__(self) -> None:
        super().__init__(
            "trying a backup out needs a folder in memory (/dev/shm as tmpfs), and there is none here"
        )


@dataclass(frozen=True)
class Trial:
    """What came of it."""

    sequence: int
    events: int
    files: int
    problems: tuple[Problem, ...]


def try_out(
    path: Path, ring: Keyring, make_app: Callable[[Settings], Flask], time_zone: str = "UTC"
) -> Trial:
    """Open a backup into memory, verify log, records and codes, and that every file a record names is in it.

    Raises:
        NoMemory: there is no folder in memory.
        RestoreRefused, VaultError, OSError: it can't be opened at all.
    """
    with _memory_folder() as folder:
        staged = folder / "instance"
        names = stage_backup(path, ring, staged, with_files=False)
        app = make_app(Settings(instance_path=staged, time_zone=time_zone))
        with prepared(app, ring):
            problems = list(verify())
            named = {ref.hex for feature in features() for ref in feature.answers.files()}
            problems += [
                Problem(f"file {name}", "is named by a record and is not there") for name in named - names
            ]
            return Trial(read_backup_head(path).sequence, count_events(), len(names), tuple(problems))


def record_trial(actor: Any, trial: Trial) -> None:
    """Note in the log of the running instance how it went."""
    with write():
        record(actor, "backup.tried_out", sequence=trial.sequence, problems=len(trial.problems))


@contextmanager
def prepared(app: Flask, ring: Keyring, *, forced: bool = False) -> Iterator[list[Problem]]:
    """Run a block in the application of a staged instance, unlocked and at the newest schema; let go of its database.

    The block is given what was taken out of the database because it is none of ours, if it is ``forced``.

    Raises:
        KeyringMismatch: the keys fit the file but not the database in it.
        UnknownKey: the keys that it was last used with were destroyed.
        Tampered: there is such, and it is not forced.
    """
    with app.app_context():
        try:
            removed = remove_foreign_parts(migrated=False) if forced else []
            if not is_newest_schema():
                from caseapp.setup.migrating import migrate  # here: a server does not carry what it needs

                migrate()
            removed += remove_foreign_parts(migrated=True) if forced else []
            adopt_keyring(app, ring, restored=True)
            yield [Problem(part, "is none of ours and was taken out") for part in removed]
        finally:
            db.session.remove()
            db.engine.dispose()


@contextmanager
def _memory_folder() -> Iterator[Path]:
    mounts = Path("/proc/self/mounts")  # /proc/mounts is not there where a service sees processes alone
    lines = mounts.read_text("utf-8").splitlines() if mounts.exists() else []
    if not any(line.split()[1:3] == [str(MEMORY), "tmpfs"] for line in lines):
        raise NoMemory
    folder = Path(tempfile.mkdtemp(dir=MEMORY, prefix="caseapp-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
