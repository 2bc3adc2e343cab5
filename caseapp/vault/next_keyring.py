"""The keyring on its way into the place of the present one, in step with a database that names the one in use.

A change writes the new ring to `keyring-next.json`, then lets the database name it, then puts it into `keyring.json`.
Whatever ends the process in between, the database says which of the two files counts. The next ring is sealed under
the same root key and comes without wraps: who may unlock stands in `keyring.json` alone, so that somebody who was
removed meanwhile does not come back with it.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from caseapp.vault.errors import KeyringNotFound, VaultError
from caseapp.vault.keyring import Keyring
from caseapp.vault.keyring_file import (
    KEYRING_FILE,
    KeyringFile,
    envelope_bytes,
    read_envelope,
    read_keyring_file,
    replace_keyring,
)
from caseapp.vault.private_files import fsync_folder, read_private_file, write_private_file
from caseapp.vault.roots import Root

NEXT_FILE = "keyring-next.json"
Mark = tuple[int, int, int]
"""What tells one keyring file from the one that takes its place: inode, time of its change, length."""


def mark_of(root: Root) -> Mark | None:
    """Return the mark of the keyring's file as it lies there now; None where there is none."""
    try:
        status = os.stat(_path_of(root.folder))
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size


@lru_cache(maxsize=8)
def _path_of(folder: Path) -> str:
    return str(
        folder / KEYRING_FILE
    )  # asked before each request: joining paths takes longer than the file's mark


def write_next(root: Root, keyring: Keyring) -> None:
    """Put `keyring` beside the present one, durably. The caller is the folder's sole writer."""
    closed = KeyringFile.sealing(root.provider, root.key, keyring)
    write_private_file(root.folder / NEXT_FILE, envelope_bytes(closed))


def has_next(root: Root) -> bool:
    """Tell whether a next ring lies there: somebody is changing the ring, or was killed while doing so."""
    return os.path.lexists(root.folder / NEXT_FILE)


def keyring_named(root: Root, fingerprint: str) -> Keyring | None:
    """Return the ring that the database names, None where neither file holds it.

    Needs no lock: when the next one takes the place of the present one in between, it is found there.
    """
    for read in (root.keyring, lambda: _next(root), root.keyring):
        try:
            found = read()
        except (VaultError, OSError):
            continue
        if found.fingerprint() == fingerprint:
            return found
    return None


def settle(root: Root, fingerprint: str) -> None:
    """Finish a change that the database knows of, and drop one that it does not. The caller is the sole writer.

    Where neither file holds the ring that the database names, both stay as they are.
    """
    if not has_next(root):
        return
    if root.keyring().fingerprint() != fingerprint:
        try:
            coming = _next(root)
        except (VaultError, OSError):
            return
        if coming.fingerprint() != fingerprint:
            return
        replace_keyring(root.folder, read_keyring_file(root.folder, root.provider), root.key, coming)
    (root.folder / NEXT_FILE).unlink(missing_ok=True)
    fsync_folder(root.folder)


def _next(root: Root) -> Keyring:
    closed = read_envelope(read_private_file(root.folder / NEXT_FILE))
    if closed.provider is not root.provider:
        raise KeyringNotFound("The next keyring is opened in another way than the present one.")
    return closed.open(root.key)
