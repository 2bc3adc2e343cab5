"""Changing the keyring while everybody goes on working: a key is added, then used for writing, and one day destroyed.

Each step reaches the key folder and the database together (``caseapp.vault.next_keyring``). A process that has not
taken the new ring yet takes it before its next request, and before it writes.
"""

from collections.abc import Callable
from typing import Any

from flask import current_app
from sqlalchemy import select

from caseapp.audit import record
from caseapp.audit.key_versions import ADDED
from caseapp.db import Installation, Locked, db, write
from caseapp.db.unlocked import vault_of
from caseapp.setup.installing import name_keyring
from caseapp.vault import Keyring, KeyState, Purpose, Root, settle, sole_writer, write_next

PROMOTED, DESTROYED = "keys.promoted", "keys.destroyed"
__all__ = ["ADDED", "DESTROYED", "PROMOTED", "change_keyring", "newest", "rotate"]


def rotate(actor: Any, purpose: Purpose) -> int:
    """Write with a new key of ``purpose`` from now on; returns its version. What was written before still opens.

    A rotation that was interrupted is gone on with.
    """
    ring = change_keyring(actor, ADDED, purpose, lambda present: _with_pending(present, purpose))
    version = newest(ring, purpose)
    change_keyring(actor, PROMOTED, purpose, lambda present: _with_promoted(present, purpose, version))
    return version


def change_keyring(
    actor: Any,
    code: str,
    purpose: Purpose,
    step: Callable[[Keyring], Keyring],
    *,
    version: int | None = None,
    require: Callable[[], None] = lambda: None,
) -> Keyring:
    """Take one step with the keyring, named in the log by ``code``; returns the ring that is in use from then on.

    ``step`` returns the ring that it is given where there is nothing left to do. ``require`` is asked with the write
    lock held, and raises where the step must not be taken. ``version`` is that of the key, by default the newest.

    Raises:
        Locked: this process cannot read the key folder.
    """
    vault = vault_of(current_app)
    root = vault.root
    if root is None:
        raise Locked("the keyring cannot be changed by who has not opened the key folder")
    with sole_writer(root.folder):
        settle(root, _named())
        present = root.keyring()
        vault.take(present)
        ring = step(present)
        if ring.fingerprint() == present.fingerprint():
            return ring
        write_next(root, ring)
        try:
            with write():
                require()
                name_keyring(ring)
                record(actor, code, purpose=purpose.value, version=version or newest(ring, purpose))
        finally:
            _settle(root)
    vault.take(ring)
    return ring


def newest(ring: Keyring, purpose: Purpose) -> int:
    """Return the highest version of ``purpose``."""
    return max(ring.states(purpose))


def _settle(root: Root) -> None:
    db.session.rollback()  # it looks anew
    settle(root, _named())
    db.session.rollback()


def _named() -> str:
    return db.session.execute(select(Installation.keyring_fingerprint)).scalar_one()


def _with_pending(ring: Keyring, purpose: Purpose) -> Keyring:
    waiting = ring.states(purpose)[newest(ring, purpose)] is KeyState.PENDING
    return ring if waiting else ring.with_pending_key(purpose)


def _with_promoted(ring: Keyring, purpose: Purpose, version: int) -> Keyring:
    # Another process may have gone on with the same rotation.
    waiting = ring.states(purpose).get(version) is KeyState.PENDING
    return ring.with_promoted_key(purpose, version) if waiting else ring
