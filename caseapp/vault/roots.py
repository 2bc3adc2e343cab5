"""The root key in a key file beside the keyring.

A key file guards against a stolen database or backup only: whoever takes the whole machine has both. With
passphrases (`passphrase_roots`) a machine that is switched off stays closed.
"""

from __future__ import annotations

import os
from pathlib import Path

from caseapp.vault.errors import VaultError
from caseapp.vault.keyring import KEY_LENGTH, Keyring
from caseapp.vault.keyring_file import (
    KeyringFile,
    Provider,
    keyring_file_exists,
    read_keyring_file,
    refuse_a_second_keyring,
    replace_keyring,
    write_keyring_file,
)
from caseapp.vault.private_files import read_private_file, sole_writer, write_private_file

ROOT_KEY_FILE = "root.key"


def provider(folder: Path) -> Provider | None:
    """Return who holds the root key of the keyring in `folder`, or None where there is no keyring."""
    return read_keyring_file(folder).provider if keyring_file_exists(folder) else None


def create_file_root(folder: Path, keyring: Keyring) -> None:
    """Write `keyring.json` and the key that opens it, `root.key`; raise `KeyringExists` rather than replace
    one.

    A `root.key` without a keyring, left by an interrupted start, is used and never overwritten: it may be
    somebody's only copy.
    """
    with sole_writer(folder):
        refuse_a_second_keyring(folder)
        if not os.path.lexists(folder / ROOT_KEY_FILE):
            write_private_file(folder / ROOT_KEY_FILE, os.urandom(KEY_LENGTH).hex().encode() + b"\n")
        write_keyring_file(folder, KeyringFile.sealing(Provider.FILE, _root_key_of(folder), keyring))


def open_file_root(folder: Path) -> Keyring:
    """Return the keyring; raise `UnsafeKeyFile` if any other account could read or replace its files."""
    return read_keyring_file(folder, Provider.FILE).open(_root_key_of(folder))


def rewrite_file_root(folder: Path, keyring: Keyring) -> None:
    """Replace the keyring after a rotation step, under the same root key.

    Raise `KeyringMismatch` for a foreign one.
    """
    with sole_writer(folder):
        root_key = _root_key_of(folder)
        replace_keyring(folder, read_keyring_file(folder, Provider.FILE), root_key, keyring)


def _root_key_of(folder: Path) -> bytes:
    try:
        root_key = bytes.fromhex(read_private_file(folder / ROOT_KEY_FILE).decode())
    except ValueError:
        root_key = b""
    if len(root_key) != KEY_LENGTH:
        raise VaultError(f"The file {ROOT_KEY_FILE} does not hold a key.")
    return root_key
