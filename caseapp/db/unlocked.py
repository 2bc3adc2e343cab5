"""The unlocked vault of the running application: its keyring and its store of encrypted files.

Another process may change the keyring (``caseapp keys rotate``): each request looks whether its file is another one,
and so does whoever meets a version that the ring in memory does not know.
"""

import logging
import threading
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, current_app
from sqlalchemy import select

from caseapp.db.engine import db
from caseapp.db.installation import Installation
from caseapp.processes.across_workers import Forgetting
from caseapp.vault import (
    BlobStore,
    Keyring,
    Mark,
    Purpose,
    Root,
    UnknownKey,
    VaultError,
    keyring_named,
    mark_of,
)

log = logging.getLogger("caseapp")
EXTENSION = "caseapp-vault"
_NAMED = select(Installation.keyring_fingerprint)


class Locked(VaultError):
    """The process holds no keys: nobody has unlocked it since it started."""


@dataclass
class Unlocked:
    """Holds the keyring once somebody has unlocked the process, and the file store."""

    files: BlobStore
    memory: dict[str, Any] = field(default_factory=dict)
    """What was made of opened records (the name index). It lives as long as the keys and goes with them."""
    root: Root | None = None
    """What the keyring was opened with, to read it anew when another process has changed it. It goes with the keys;
    None where the keys came from elsewhere (a backup that is tried out).
    """
    forgetting: Forgetting | None = None
    """How other workers hear that they have to drop what they made of opened records; None where there are none."""
    _keys: Keyring | None = None
    _mark: Mark | None = None
    _changing: threading.Lock = field(default_factory=threading.Lock, repr=False)
    """Held by whoever puts keys in or takes them out: what another is about to put in must not outlast a lock."""

    @property
    def keys(self) -> Keyring | None:
        """Return the keyring, None while locked."""
        return self._keys

    @keys.setter
    def keys(self, keys: Keyring | None) -> None:
        # A new dictionary rather than an emptied one: what a request under way still puts into the old is lost.
        with self._changing:
            self._keys, self.memory, self.root = self._followed(keys), {}, None

    def opened_by(self, root: Root, mark: Mark | None) -> None:
        """Remember what opened the keyring, whose file bore ``mark`` before it was read, to follow its changes."""
        with self._changing:
            if self._keys is not None:
                self.root, self._mark = root, mark

    def take(self, ring: Keyring) -> None:
        """Go on with a changed ring of the same installation. What was made of opened records stays as it is."""
        with self._changing:
            if self._keys is not None:
                self._keys = self._followed(ring)

    def follow(self) -> Keyring | None:
        """Take the ring that another process has put in the place of ours, if it did; returns the one in use.

        It must be the one that the database names: an older copy that somebody has put back is not taken.
        """
        root = self.root  # somebody may lock meanwhile
        if root is None:
            return self._keys
        mark = mark_of(root)
        if mark == self._mark:
            return self._keys
        with db.engine.connect() as connection:  # a view of its own: ours may be from before the change
            named = connection.execute(_NAMED).scalar()
        found = keyring_named(root, named) if named is not None else None
        self._mark = mark
        if found is None:
            log.error("the keyring in the key folder is not the one that the database was last used with")
        elif self._keys is not None and found.fingerprint() != self._keys.fingerprint():
            self.take(found)
        return self._keys

    def _followed(self, ring: Keyring | None) -> Keyring | None:
        return None if ring is None else _Followed(ring, self)


class _Followed(Keyring):
    """The ring in use. Asked for a version that it lacks, it looks whether there is another one by now."""

    def __init__(self, ring: Keyring, vault: Unlocked) -> None:
        super().__init__(ring.instance_id, ring.entries)
        self._vault = vault

    def key(self, purpose: Purpose, version: int) -> bytes:
        """Return the key of ``version``, of the ring that took this one's place meanwhile if need be."""
        try:
            return super().key(purpose, version)
        except UnknownKey:
            newer = self._vault.follow()
            if newer is None or newer is self:
                raise
            return Keyring.key(newer, purpose, version)


def attach(app: Flask, files: BlobStore) -> Unlocked:
    """Give ``app`` its vault, locked."""
    vault = Unlocked(files)
    app.extensions[EXTENSION] = vault
    return vault


def vault_of(app: Flask) -> Unlocked:
    """Return the vault of ``app``."""
    vault = app.extensions[EXTENSION]
    assert isinstance(vault, Unlocked)
    return vault


def keyring() -> Keyring:
    """Return the keyring of the running application.

    Raises:
        Locked: nobody has unlocked this process yet.
    """
    keys = vault_of(current_app).keys
    if keys is None:
        raise Locked("the system is locked")
    return keys


def follow_keyring() -> None:
    """Take the keyring that another process has put in the place of ours; before each request."""
    vault_of(current_app).follow()


def is_unlocked() -> bool:
    """Tell whether the running application has its keys: they may be taken while a page is made."""
    return vault_of(current_app).keys is not None


def blobs() -> BlobStore:
    """Return the store of encrypted files."""
    return vault_of(current_app).files


def memory() -> dict[str, Any]:
    """Return the place for what is made of opened records and must be gone when the process is locked.

    Raises:
        Locked: nobody has unlocked this process yet.
    """
    keyring()
    return vault_of(current_app).memory


def forget_memory() -> None:
    """Drop everything that was made of opened records; what is needed is made anew of those that are there."""
    vault = vault_of(current_app)
    vault.memory = {}
    if vault.forgetting is not None:
        vault.forgetting.add()
