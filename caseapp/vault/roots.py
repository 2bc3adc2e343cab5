"""The root key: what opens a keyring's file, and where it may lie.

With the provider `file` it lies in a key file beside the keyring, which guards against a stolen database or backup
only: whoever takes the whole machine has both. With passphrases (`passphrase_roots`) a machine that is switched off
stays closed. With `env` and `command` it lies elsewhere, and comes in as 64 hexadecimal digits at each start.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
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
from caseapp.vault.root_wraps import wrap_for_recovery_code

ROOT_KEY_FILE = "root.key"


@dataclass(frozen=True)
class Root:
    """The root key of a folder of keys, in the memory of a process that may read or change the keyring there.

    It opens nothing but the keyring, which the same process holds open anyway.
    """

    folder: Path
    provider: Provider
    key: bytes = field(repr=False)

    def keyring(self) -> Keyring:
        """Return the keyring as its file has it now; raise `Tampered` if that was changed, or has another root."""
        return read_keyring_file(self.folder, self.provider).open(self.key)

    def rewrite(self, keyring: Keyring) -> None:
        """Replace the keyring after a step of a rotation, for whoever opens it already.

        Raises `KeyringMismatch` for a foreign one.
        """
        with sole_writer(self.folder):
            replace_keyring(self.folder, read_keyring_file(self.folder, self.provider), self.key, keyring)

    def __reduce__(self) -> str:
        raise TypeError("A root key is not pickled: it would leave the process unencrypted.")


def provider(folder: Path) -> Provider | None:
    """Return who holds the root key of the keyring in `folder`, or None where there is no keyring."""
    return read_keyring_file(folder).provider if keyring_file_exists(folder) else None


def create_file_root(folder: Path, keyring: Keyring, recovery_code: str | None = None) -> Root:
    """Write `keyring.json` and the key that opens it, `root.key`; raise `KeyringExists` rather than replace one.

    A `root.key` without a keyring, left by an interrupted start, is used and never overwritten: it may be
    somebody's only copy.
    """
    with sole_writer(folder):
        refuse_a_second_keyring(folder)
        if not os.path.lexists(folder / ROOT_KEY_FILE):
            write_private_file(folder / ROOT_KEY_FILE, os.urandom(KEY_LENGTH).hex().encode() + b"\n")
        root = Root(folder, Provider.FILE, _root_key_of(folder))
        _write_for(root, keyring, recovery_code)
        return root


def create_given_root(
    folder: Path, provider: Provider, keyring: Keyring, root_key: bytes, recovery_code: str | None
) -> Root:
    """Write `keyring.json`, opened by a root key that is kept elsewhere, and by the recovery code.

    Without a code the records are lost with whoever keeps the key. Raises `KeyringExists` rather than replace a
    keyring.
    """
    with sole_writer(folder):
        refuse_a_second_keyring(folder)
        root = Root(folder, provider, root_key)
        _write_for(root, keyring, recovery_code)
        return root


def open_given_root(folder: Path, provider: Provider, root_key: bytes) -> Root:
    """Return the root of a keyring whose key is kept elsewhere, which it was found to open.

    Raises `KeyringNotFound` where there is none of this provider, `Tampered` if the key is another one.
    """
    return proven_root(folder, read_keyring_file(folder, provider), root_key)


def root_key_from_text(text: str) -> bytes:
    """Return the root key that 64 hexadecimal digits write, blanks around them or not; raise `VaultError` otherwise."""
    try:
        root_key = bytes.fromhex(text)
    except ValueError:
        root_key = b""
    if len(root_key) != KEY_LENGTH or len(set(root_key)) == 1:
        raise VaultError(
            "A root key is written as 64 hexadecimal digits, which `openssl rand -hex 32` makes."
        )
    return root_key


def open_file_root(folder: Path) -> Root:
    """Return the root of a keyring with a key file, which it was found to open.

    Raises `KeyringNotFound` where there is none, `UnsafeKeyFile` if any other account could read or replace it.
    """
    closed = read_keyring_file(folder, Provider.FILE)
    return proven_root(folder, closed, _root_key_of(folder))


def proven_root(folder: Path, closed: KeyringFile, key: bytes) -> Root:
    """Return a root that opens `closed`, the keyring's file in `folder`; raise `Tampered` for one that does not."""
    closed.open(key)
    return Root(folder, closed.provider, key)


def _write_for(root: Root, keyring: Keyring, recovery_code: str | None) -> None:
    wraps = () if recovery_code is None else (wrap_for_recovery_code(root.key, recovery_code),)
    write_keyring_file(root.folder, KeyringFile.sealing(root.provider, root.key, keyring, wraps))


def _root_key_of(folder: Path) -> bytes:
    try:
        root_key = bytes.fromhex(read_private_file(folder / ROOT_KEY_FILE).decode())
    except ValueError:
        root_key = b""
    if len(root_key) != KEY_LENGTH:
        raise VaultError(f"The file {ROOT_KEY_FILE} does not hold a key.")
    return root_key
