"""Copies of the installation from before an update or a restore, which lie in its folder until somebody removes them.

They are as encrypted as the installation itself, under the same keys, and so they hold whatever is erased from it.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flask import current_app

from caseapp.accounts.models import User
from caseapp.audit import record
from caseapp.backup.staying import nothing_is_let_go
from caseapp.db import write
from caseapp.setup.installing import KEYS_FOLDER
from caseapp.vault.private_files import fsync_folder


class NoSuchCopy(ValueError):
    """There is no such copy (any more)."""


class HeldBack(ValueError):
    """Nothing may be erased for now, so no copy goes either."""


@dataclass(frozen=True)
class OldCopy:
    """A copy that was kept."""

    name: str
    """The name of its folder."""
    made: datetime
    """When it was put there, as the disk has it."""
    has_keys: bool
    """Whether a key folder lies in it: backups from before a restore may open with no other."""


def old_copies() -> list[OldCopy]:
    """Return the copies that lie in the folder of this installation."""
    return [
        OldCopy(
            each.name,
            datetime.fromtimestamp(each.stat().st_mtime, UTC),
            (each / KEYS_FOLDER).is_dir(),
        )
        for each in sorted(_instance().glob("before-*"))
        if each.is_dir()
    ]


def remove_old_copy(actor: User, name: str) -> None:
    """Remove a copy for good. Outside of any write.

    The log says so before: killed in between, it tells of a copy that still lies there and can be removed again, and
    never tells nothing of one that is gone.

    Raises:
        NoSuchCopy: there is none of this name.
        HeldBack: erasing is paused.
        OSError: the disk does not let it go; what is left of it can be removed again.
    """
    if name not in {copy.name for copy in old_copies()}:
        raise NoSuchCopy("there is no such copy")
    if nothing_is_let_go():
        raise HeldBack
    with write():
        record(actor, "backup.copy_removed", copy=name)
    shutil.rmtree(_instance() / name)
    fsync_folder(_instance())


def _instance() -> Path:
    path: Path = current_app.config["SETTINGS"].instance_path
    return path
