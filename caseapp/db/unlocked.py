"""The unlocked vault of the running application: its keyring and its store of encrypted files."""

from dataclasses import dataclass, field
from typing import Any

from flask import Flask, current_app

from caseapp.vault import BlobStore, Keyring, Root, VaultError

EXTENSION = "caseapp-vault"


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
    _keys: Keyring | None = None

    @property
    def keys(self) -> Keyring | None:
        """Return the keyring, None while locked."""
        return self._keys

    @keys.setter
    def keys(self, keys: Keyring | None) -> None:
        # A new dictionary rather than an emptied one: what a request under way still puts into the old is lost.
        self._keys, self.memory, self.root = keys, {}, None


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
    vault_of(current_app).memory = {}
