"""A backup: one file that holds everything but the keys, and the way to the keys for whoever has the paper.

BACKUP: "CAB1" | key version u32 | instance 16 | reference 16 | sequence u64 | length u32 | sheet | FILE. `sheet` is
the keyring under the root key with the root key under the recovery code alone, as JSON; it is empty where there is no
recovery code. FILE is the format of `blob_format`; its key is HKDF-Expand(key version of the scopes' wrapping
key, LP("FH/backup/1") LP(all bytes before FILE)).

So whoever lacks the keyring can neither read a backup nor make one, and every byte before FILE is authenticated,
because another one gives another key. The wraps for passphrases stay out: a passphrase can be guessed at, the 256 bits
of a recovery code cannot. A rotation that destroys the old wrapping key closes the backups made under it for ever.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from caseapp.vault.blob_reading import BlobReader
from caseapp.vault.blob_writing import UNFINISHED, BlobSealer
from caseapp.vault.derivation import PASSPHRASE_COST, PasswordCost
from caseapp.vault.errors import KeyringMismatch, KeyringNotFound, NotACiphertext
from caseapp.vault.framing import lp
from caseapp.vault.keyring import KEY_LENGTH, Keyring, Purpose
from caseapp.vault.keyring_file import (
    KeyringFile,
    envelope_bytes,
    read_envelope,
    read_keyring_file,
    refuse_a_second_keyring,
    write_keyring_file,
)
from caseapp.vault.passphrase_roots import closed_for, root_key_by_recovery_code
from caseapp.vault.private_files import FILE_MODE, fsync_folder, sole_writer
from caseapp.vault.root_wraps import WrapKind

_MAGIC = b"CAB1"
_FIXED = len(_MAGIC) + 4 + 16 + 16 + 8 + 4
_SHEET_MOST = 1 << 20


@dataclass(frozen=True)
class BackupHead:
    """What stands before the encrypted part. It tells which installation and how old, and nothing of its content."""

    key_version: int
    instance_id: UUID
    ref: UUID
    sequence: int
    """The number of the last event of the audit log inside: of two backups, the newer has the greater."""
    sheet: bytes

    def to_bytes(self) -> bytes:
        """Return the head as the file begins with it."""
        return b"".join(
            (
                _MAGIC,
                self.key_version.to_bytes(4, "big"),
                self.instance_id.bytes,
                self.ref.bytes,
                self.sequence.to_bytes(8, "big"),
                len(self.sheet).to_bytes(4, "big"),
                self.sheet,
            )
        )

    @classmethod
    def from_fixed(cls, fixed: bytes, sheet: bytes = b"") -> BackupHead:
        """Return the head whose part of fixed length is `fixed`."""
        return cls(
            int.from_bytes(fixed[4:8], "big"),
            UUID(bytes=fixed[8:24]),
            UUID(bytes=fixed[24:40]),
            int.from_bytes(fixed[40:48], "big"),
            sheet,
        )

    @property
    def has_sheet(self) -> bool:
        """Tell whether the recovery sheet opens this backup."""
        return bool(self.sheet)

    def key(self, keyring: Keyring) -> bytes:
        """Return the key of the encrypted part.

        Raises `KeyringMismatch` for the keys of another installation, `UnknownKey` if the key was destroyed.
        """
        if keyring.instance_id != self.instance_id:
            raise KeyringMismatch("This backup belongs to another installation than these keys.")
        wrapping = keyring.key(Purpose.SCOPE_WRAP, self.key_version)
        return HKDFExpand(SHA256(), KEY_LENGTH, lp(b"FH/backup/1", self.to_bytes())).derive(wrapping)


def read_backup_head(path: Path) -> BackupHead:
    """Return what a backup says before it is opened; raise `NotACiphertext` for a file that is none."""
    try:
        with path.open("rb") as file:
            fixed = file.read(_FIXED)
            length = int.from_bytes(fixed[-4:], "big")
            sheet = file.read(length) if len(fixed) == _FIXED and length <= _SHEET_MOST else b""
    except OSError as error:
        raise NotACiphertext(f"The file {path} cannot be read: {error.strerror}.") from None
    if len(fixed) != _FIXED or not fixed.startswith(_MAGIC) or len(sheet) != length:
        raise NotACiphertext(f"{path.name} is not a backup of caseapp, or was cut.")
    return BackupHead.from_fixed(fixed, sheet)


@contextmanager
def sealed_backup(path: Path, keyring: Keyring, keys_folder: Path, sequence: int) -> Iterator[BlobSealer]:
    """Write a backup: what is written to the sealer becomes `path` when the block ends well, and nothing otherwise.

    Raises `FileExistsError` rather than replace one, and `OSError` where the disk takes no more.
    """
    if path.exists():
        raise FileExistsError(f"There is a backup {path.name} already.")
    version, _key = keyring.active(Purpose.SCOPE_WRAP)
    head = BackupHead(version, keyring.instance_id, uuid4(), sequence, _sheet_of(keys_folder))
    beside = path.with_name(path.name + UNFINISHED)
    _remove_abandoned(path.parent, path.suffix + UNFINISHED)
    file = _begin(beside)
    try:
        file.write(head.to_bytes())
        sealer = BlobSealer(file, head.key(keyring), head.ref)
        yield sealer
        sealer.finish()
        file.close()
        os.rename(beside, path)
        fsync_folder(path.parent)
    except BaseException:
        with suppress(OSError):
            file.close()
        beside.unlink(missing_ok=True)
        raise


def open_backup(path: Path, keyring: Keyring) -> BlobReader:
    """Return the content of a backup, as an iterator over pieces that are authenticated one by one.

    Raises `NotACiphertext` for another file, `KeyringMismatch` and `UnknownKey` for other keys, `Tampered` for a file
    that was changed or cut.
    """
    head = read_backup_head(path)
    return BlobReader(path, head.ref, head.key(keyring), base=len(head.to_bytes()))


def glance_into_backup(path: Path, keyring: Keyring) -> BackupHead:
    """Return the head of a backup whose beginning and end are those that were written; what lies between is not read.

    Raises as `open_backup`, and `OSError` where the file cannot be read.
    """
    head = read_backup_head(path)
    BlobReader(path, head.ref, head.key(keyring), base=len(head.to_bytes()), verified=0).close()
    return head


def open_recovery_sheet(head: BackupHead, code: str) -> Keyring:
    """Return the keyring that the backup's recovery sheet opens.

    Raises `KeyringNotFound` where the keys have no sheet, `RecoveryCodeError` naming a mistyped line,
    `WrongPassphrase` for the sheet of another keyring.
    """
    closed = _closed(head)
    return closed.open(root_key_by_recovery_code(closed, code))


def create_root_from_sheet(
    folder: Path,
    head: BackupHead,
    code: str,
    unlocker: str,
    passphrase: str,
    *,
    cost: PasswordCost = PASSPHRASE_COST,
) -> None:
    """Write the keyring of a backup into an empty folder, opened by a new passphrase and by the same sheet as before.

    Raises as `open_recovery_sheet`, and `KeyringExists` rather than replace a keyring.
    """
    closed = closed_for(open_recovery_sheet(head, code), code, unlocker, passphrase, cost)
    with sole_writer(folder):
        refuse_a_second_keyring(folder)
        write_keyring_file(folder, closed)


def _remove_abandoned(folder: Path, ending: str) -> None:
    """Remove the unfinished files that nobody is writing any more: what a kill in the middle left behind."""
    for path in folder.glob(f"*{ending}"):
        with suppress(OSError), path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            path.unlink(missing_ok=True)


def _begin(path: Path) -> BinaryIO:
    while True:
        file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE), "wb")
        with suppress(OSError):  # a disk that knows no locks; nobody removes anything from it then
            fcntl.flock(file, fcntl.LOCK_EX)  # until the file is closed: somebody is writing it
        if path.exists():
            return file
        file.close()  # somebody took it for abandoned before it was locked


def _closed(head: BackupHead) -> KeyringFile:
    if not head.has_sheet:
        raise KeyringNotFound(
            "No recovery sheet opens this backup: its keys lie in the key folder of the instance."
        )
    return read_envelope(head.sheet)


def _sheet_of(keys_folder: Path) -> bytes:
    closed = read_keyring_file(keys_folder)
    wraps = tuple(wrap for wrap in closed.wraps if wrap.kind is WrapKind.RECOVERY_CODE)
    if not wraps:
        return b""
    return envelope_bytes(KeyringFile(closed.provider, closed.body, wraps))
