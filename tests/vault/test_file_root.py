from __future__ import annotations

import fcntl
import json
import os
import stat
from pathlib import Path

import pytest

from caseapp.vault import (
    Keyring,
    KeyringExists,
    KeyringMismatch,
    KeyringNotFound,
    Provider,
    Purpose,
    Tampered,
    UnsafeKeyFile,
    VaultError,
    create_file_root,
    open_file_root,
    provider,
    unlock_with_passphrase,
    unlocker_names,
)
from caseapp.vault.private_files import sole_writer


@pytest.fixture
def folder(tmp_path: Path, keyring: Keyring) -> Path:
    create_file_root(tmp_path / "keys", keyring)
    return tmp_path / "keys"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_keyring_comes_back_from_its_key_file(folder: Path, keyring: Keyring) -> None:
    assert open_file_root(folder).keyring().fingerprint() == keyring.fingerprint()
    assert provider(folder) is Provider.FILE
    assert provider(folder) == "file"
    assert unlocker_names(folder) == []


def test_an_empty_or_missing_folder_has_no_provider(tmp_path: Path) -> None:
    assert provider(tmp_path) is None
    assert provider(tmp_path / "missing") is None
    with pytest.raises(KeyringNotFound):
        open_file_root(tmp_path)


def test_key_files_are_readable_by_their_account_alone_whatever_the_umask(
    tmp_path: Path, keyring: Keyring
) -> None:
    former = os.umask(0)
    try:
        create_file_root(tmp_path / "keys", keyring)
    finally:
        os.umask(former)
    assert mode(tmp_path / "keys") == 0o700
    assert {mode(path) for path in (tmp_path / "keys").iterdir()} == {0o600}
    assert {path.name for path in (tmp_path / "keys").iterdir()} == {"keyring.json", "root.key"}


def test_no_key_of_the_ring_stands_in_the_keyring_file(folder: Path, keyring: Keyring) -> None:
    stored = (folder / "keyring.json").read_bytes()
    for purpose in Purpose:
        key = keyring.active(purpose)[1]
        assert key not in stored
        assert key.hex().encode() not in stored
    assert str(keyring.instance_id).encode() not in stored


@pytest.mark.parametrize("name", ["keyring.json", "root.key"])
@pytest.mark.parametrize("open_mode", [0o640, 0o604, 0o660, 0o644, 0o601, 0o777])
def test_a_key_file_open_to_others_is_refused_in_a_plain_sentence(
    folder: Path, name: str, open_mode: int
) -> None:
    (folder / name).chmod(open_mode)
    with pytest.raises(UnsafeKeyFile, match=rf"{name} is open to other accounts. Set its mode to 0600."):
        open_file_root(folder)


def test_a_key_file_of_another_account_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: ours + 1)
    with pytest.raises(UnsafeKeyFile, match="belongs to another account"):
        open_file_root(folder)


def test_a_folder_that_others_can_write_to_is_refused(folder: Path) -> None:
    folder.chmod(0o770)
    with pytest.raises(UnsafeKeyFile, match="Other accounts can write"):
        open_file_root(folder)


@pytest.mark.parametrize("name", ["keyring.json", "root.key"])
def test_a_link_or_a_folder_in_place_of_a_key_file_is_refused(folder: Path, name: str) -> None:
    (folder / name).rename(folder / "elsewhere")
    (folder / name).symlink_to(folder / "elsewhere")
    with pytest.raises(UnsafeKeyFile):
        open_file_root(folder)
    (folder / name).unlink()
    (folder / name).mkdir()
    with pytest.raises(VaultError):
        open_file_root(folder)


def test_a_keyring_is_never_overwritten_by_a_new_one(folder: Path, keyring: Keyring) -> None:
    with pytest.raises(KeyringExists):
        create_file_root(folder, Keyring.generate())
    assert open_file_root(folder).keyring().fingerprint() == keyring.fingerprint()


def test_a_start_interrupted_after_the_key_is_taken_up_with_the_same_key(folder: Path) -> None:
    (folder / "keyring.json").unlink()
    root_key = (folder / "root.key").read_bytes()
    second = Keyring.generate()
    create_file_root(folder, second)
    assert (folder / "root.key").read_bytes() == root_key
    assert open_file_root(folder).keyring().fingerprint() == second.fingerprint()


def test_the_key_of_another_keyring_does_not_open(folder: Path, tmp_path: Path) -> None:
    create_file_root(tmp_path / "other", Keyring.generate())
    (folder / "root.key").write_bytes((tmp_path / "other" / "root.key").read_bytes())
    with pytest.raises(Tampered):
        open_file_root(folder)


@pytest.mark.parametrize("content", ["", "not a key", "00" * 31, "00" * 33, "é" * 32])
def test_a_root_key_file_without_a_key_is_refused(folder: Path, content: str) -> None:
    (folder / "root.key").write_text(content)
    with pytest.raises(VaultError, match="does not hold a key"):
        open_file_root(folder)


def test_a_changed_keyring_body_is_noticed(folder: Path) -> None:
    path = folder / "keyring.json"
    envelope = json.loads(path.read_text())
    first = envelope["body"][0]
    envelope["body"] = ("B" if first == "A" else "A") + envelope["body"][1:]
    path.write_text(json.dumps(envelope))
    with pytest.raises(Tampered):
        open_file_root(folder)


def test_a_keyring_relabelled_as_another_provider_does_not_open(folder: Path) -> None:
    path = folder / "keyring.json"
    path.write_text(path.read_text().replace('"file"', '"passphrase"'))
    with pytest.raises(KeyringNotFound):
        open_file_root(folder)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{}",
        "null",
        '{"format": 2, "provider": "file", "body": "", "wraps": []}',
        '{"format": 1, "provider": "guess", "body": "", "wraps": []}',
        '{"format": 1, "provider": "file", "body": "!", "wraps": []}',
        '{"format": 1, "provider": "file", "body": 3, "wraps": []}',
        '{"format": 1, "provider": "file", "body": "", "wraps": [{}]}',
        '{"format": 1, "provider": "file", "body": "", "wraps": 3}',
        '{"format": 1, "provider": "file", "body": "", "wraps": []}',
    ],
)
def test_a_keyring_file_with_other_content_is_refused(folder: Path, content: str) -> None:
    (folder / "keyring.json").write_text(content)
    with pytest.raises(VaultError):
        open_file_root(folder)


def test_a_rotated_keyring_replaces_the_former_one_under_the_same_key(folder: Path, keyring: Keyring) -> None:
    rotated = keyring.with_pending_key(Purpose.ROW_MAC)
    open_file_root(folder).rewrite(rotated)
    assert open_file_root(folder).keyring().fingerprint() == rotated.fingerprint()
    assert {path.name for path in folder.iterdir()} == {"keyring.json", "root.key"}


def test_a_keyring_of_another_installation_never_replaces_ours(folder: Path, keyring: Keyring) -> None:
    with pytest.raises(KeyringMismatch):
        open_file_root(folder).rewrite(Keyring.generate())
    assert open_file_root(folder).keyring().fingerprint() == keyring.fingerprint()


def test_a_failed_write_leaves_the_former_keyring_and_nothing_beside_it(
    folder: Path, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            open_file_root(folder).rewrite(keyring.with_pending_key(Purpose.ROW_MAC))
    assert open_file_root(folder).keyring().fingerprint() == keyring.fingerprint()
    assert {path.name for path in folder.iterdir()} == {"keyring.json", "root.key"}


def test_file_and_folder_are_both_made_durable(
    tmp_path: Path, keyring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds: list[str] = []
    real = os.fsync

    def noted(handle: int) -> None:
        kinds.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else "file")
        real(handle)

    monkeypatch.setattr(os, "fsync", noted)
    create_file_root(tmp_path / "keys", keyring)
    assert kinds == ["file", "folder", "file", "folder"]


def test_only_one_writer_holds_the_folder_at_a_time(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        with sole_writer(folder), pytest.raises(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    finally:
        os.close(handle)


def test_a_passphrase_is_not_asked_of_a_key_file(folder: Path) -> None:
    with pytest.raises(KeyringNotFound):
        unlock_with_passphrase(folder, "any passphrase at all")
