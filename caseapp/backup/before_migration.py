"""What is kept of the database before its structure is changed, so that the former version of caseapp can go on.

Where the keys open without asking anybody this is a whole backup. With passphrases nobody has unlocked anything at this
moment, and a backup cannot be sealed without keys: then the database file alone is copied beside itself, where it is as
safe as the original, and only the newest copy is kept. ``caseapp restore`` brings either back.
"""

from __future__ import annotations

import os
from pathlib import Path

from flask import Flask

from caseapp.backup.making import BackupFailed, make_backup_quietly, reason_of
from caseapp.backup.restoring import write_durably
from caseapp.db import DatabaseBusy, still_database
from caseapp.db.unlocked import vault_of
from caseapp.setup.installing import adopt_root, keys_folder, present_migration
from caseapp.setup.roots import handed_key, root_without_asking
from caseapp.vault.private_files import fsync_folder

FOLDER = "before-migration"


def keep_before_migration(app: Flask) -> Path:
    """Keep the installed database as it is; returns the file that was written.

    Raises:
        BackupFailed: it could not be written, and then nothing must be migrated.
        KeyringMismatch: the keys belong to another database.
        SettingError: what gives the root key gave none.
    """
    root = root_without_asking(app.config["SETTINGS"], keys_folder(app), handed_key(app))
    if root is None:
        try:
            return _copy(app.config["SETTINGS"].instance_path / FOLDER)
        except (OSError, DatabaseBusy) as error:
            raise BackupFailed(reason_of(error)) from error
    adopt_root(app, root)
    try:
        return make_backup_quietly().path
    finally:
        vault_of(app).keys = None


def _copy(folder: Path) -> Path:
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{present_migration()}.db"
    beside = path.with_suffix(".part")
    beside.unlink(missing_ok=True)  # what a kill in the middle left behind
    with still_database() as database, database.open() as content:
        write_durably(beside, content)
    os.rename(beside, path)
    fsync_folder(folder)
    for older in folder.iterdir():
        if older != path:
            older.unlink()
    return path
