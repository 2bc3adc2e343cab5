"""A backup opens with the keyring or with the recovery sheet, and with nothing else; changed or cut it opens never."""

from __future__ import annotations

from pathlib import Path

import pytest

from caseapp.vault import (
    Keyring,
    KeyringExists,
    KeyringMismatch,
    KeyringNotFound,
    NotACiphertext,
    PasswordCost,
    Tampered,
    UnknownKey,
    VaultError,
    WrongPassphrase,
    create_file_root,
    create_passphrase_root,
    create_root_from_sheet,
    new_recovery_code,
    open_backup,
    open_recovery_sheet,
    read_backup_head,
    sealed_backup,
    unlock_with_passphrase,
    unlock_with_recovery_code,
)
from caseapp.vault.keyring import Purpose

CHEAP = PasswordCost(memory_kib=1024, passes=1)
CONTENT = b"the whole installation, " * 9000
PASSPHRASE = "a river under seven bridges"


def make(folder: Path, keyring: Keyring, code: str | None = None) -> Path:
    """A backup beside the keys of a new installation: in a key file, or with ``code`` under a passphrase."""
    keys = folder / "keys"
    if code is None:
        create_file_root(keys, keyring)
    else:
        create_passphrase_root(keys, keyring, {"office": PASSPHRASE}, code, cost=CHEAP)
    path = folder / "one.backup"
    with sealed_backup(path, keyring, keys, 7) as sealer:
        sealer.write(CONTENT)
    return path


def read(path: Path, keyring: Keyring) -> bytes:
    with open_backup(path, keyring) as pieces:
        return b"".join(pieces)


def break_off(path: Path, keyring: Keyring) -> None:
    with sealed_backup(path, keyring, path.parent / "keys", 8) as sealer:
        sealer.write(CONTENT)
        raise OSError("full")


def test_a_backup_opens_with_its_keyring_and_says_how_new_it_is(tmp_path: Path, keyring: Keyring) -> None:
    path = make(tmp_path, keyring)
    assert read_backup_head(path).sequence == 7
    assert read(path, keyring) == CONTENT
    assert b"installation" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0


def test_the_recovery_sheet_alone_opens_a_backup_and_makes_its_keys_anew(
    tmp_path: Path, keyring: Keyring
) -> None:
    code = new_recovery_code()
    path = make(tmp_path, keyring, code)
    head = read_backup_head(path)
    assert read(path, open_recovery_sheet(head, code.lower())) == CONTENT
    elsewhere = tmp_path / "elsewhere"
    create_root_from_sheet(elsewhere, head, code, "chair", "twelve clocks without hands", cost=CHEAP)
    found = unlock_with_passphrase(elsewhere, "twelve clocks without hands", cost=CHEAP)
    assert found.keyring().fingerprint() == keyring.fingerprint()
    assert unlock_with_recovery_code(elsewhere, code).keyring().fingerprint() == keyring.fingerprint()
    with pytest.raises(KeyringExists):
        create_root_from_sheet(elsewhere, head, code, "chair", PASSPHRASE, cost=CHEAP)


def test_no_passphrase_and_no_other_sheet_opens_a_backup(tmp_path: Path, keyring: Keyring) -> None:
    path = make(tmp_path, keyring, new_recovery_code())
    head = read_backup_head(path)
    assert b"office" not in head.sheet, (
        "whom the passphrases belong to stays at home, and what tries them out"
    )
    assert b'"passphrase"' not in head.sheet.replace(b'"provider": "passphrase"', b"")
    with pytest.raises(WrongPassphrase):
        open_recovery_sheet(head, new_recovery_code())


def test_without_a_sheet_inside_the_key_folder_is_asked_for(tmp_path: Path, keyring: Keyring) -> None:
    with pytest.raises(KeyringNotFound, match="key folder"):
        open_recovery_sheet(read_backup_head(make(tmp_path, keyring)), new_recovery_code())


def test_other_keys_and_destroyed_keys_open_nothing(tmp_path: Path, keyring: Keyring) -> None:
    path = make(tmp_path, keyring)
    with pytest.raises(KeyringMismatch):
        open_backup(path, Keyring.generate())
    rotated = keyring.with_pending_key(Purpose.SCOPE_WRAP).with_promoted_key(Purpose.SCOPE_WRAP, 2)
    assert read(path, rotated) == CONTENT
    with pytest.raises(UnknownKey):
        open_backup(path, rotated.with_destroyed_key(Purpose.SCOPE_WRAP, 1))


def test_no_changed_byte_and_no_cut_goes_unnoticed(tmp_path: Path, keyring: Keyring) -> None:
    path = make(tmp_path, keyring, new_recovery_code())
    whole = path.read_bytes()
    for position in [*range(120), *range(120, len(whole), 4001), len(whole) - 1]:
        path.write_bytes(whole[:position] + bytes((whole[position] ^ 1,)) + whole[position + 1 :])
        with pytest.raises(VaultError):
            read(path, keyring)
    for length in (0, 3, 50, 100, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises((NotACiphertext, Tampered)):
            read(path, keyring)


def test_a_backup_broken_off_leaves_nothing_and_none_is_replaced(tmp_path: Path, keyring: Keyring) -> None:
    path = make(tmp_path, keyring)
    with pytest.raises(FileExistsError), sealed_backup(path, keyring, tmp_path / "keys", 8):
        pass
    with pytest.raises(OSError, match="full"):
        break_off(tmp_path / "other.backup", keyring)
    assert {each.name for each in tmp_path.iterdir()} == {"keys", "one.backup"}
