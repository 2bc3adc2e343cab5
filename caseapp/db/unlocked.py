"""The unlocked vault of the running application: its keyring and its store of encrypted files."""

from dataclasses import dataclass

from flask import Flask, current_app

from caseapp.vault import BlobStore, Keyring, VaultError

EXTENSION = "caseapp-vault"


class Locked(VaultError):
    """The process holds no keys: nobody has unlocked it since it started."""


@dataclass
class Unlocked:
    """Holds the keyring once somebody has unlocked the process, and the file store."""

    files: BlobStore
    keys: Keyring | None = None


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


def blobs() -> BlobStore:
    """Return the store of encrypted files."""
    return vault_of(current_app).files
