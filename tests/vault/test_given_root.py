"""A root key that is kept elsewhere: handed over, or printed by a program; and the recovery code beside it."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

import pytest

from caseapp.vault import (
    Keyring,
    KeyringExists,
    KeyringNotFound,
    NoKeyPrinted,
    Provider,
    Tampered,
    UnlockerError,
    VaultError,
    create_file_root,
    create_given_root,
    hand_to_unlocker,
    has_recovery_code,
    new_recovery_code,
    new_unlocker,
    open_backup,
    open_file_root,
    open_given_root,
    open_recovery_sheet,
    provider,
    read_backup_head,
    root_key_by_command,
    root_key_from_text,
    sealed_backup,
    set_recovery_code,
    unlock_with_passphrase,
    unlock_with_recovery_code,
    unlocker_names,
)
from caseapp.vault.passphrase_roots import create_passphrase_root

from .abuse import CHEAP

KEY = bytes(range(32))
CODE = new_recovery_code()
NEW = "a fresh passphrase for samples"
ELSEWHERE = (Provider.ENV, Provider.COMMAND)


@pytest.fixture(params=ELSEWHERE)
def kept_elsewhere(request: pytest.FixtureRequest) -> Provider:
    found: Provider = request.param
    return found


@pytest.fixture
def folder(tmp_path: Path, keyring: Keyring, kept_elsewhere: Provider) -> Path:
    create_given_root(tmp_path / "keys", kept_elsewhere, keyring, KEY, CODE)
    return tmp_path / "keys"


def test_the_key_and_the_recovery_code_open_and_nothing_else_does(
    folder: Path, keyring: Keyring, kept_elsewhere: Provider
) -> None:
    assert provider(folder) is kept_elsewhere
    assert open_given_root(folder, kept_elsewhere, KEY).keyring().fingerprint() == keyring.fingerprint()
    assert unlock_with_recovery_code(folder, CODE).keyring().fingerprint() == keyring.fingerprint()
    with pytest.raises(Tampered):
        open_given_root(folder, kept_elsewhere, KEY[::-1])
    with pytest.raises(VaultError):
        unlock_with_recovery_code(folder, new_recovery_code())


def test_the_folder_holds_no_key_and_nobody_else_may_look_into_it(folder: Path) -> None:
    assert [path.name for path in folder.iterdir()] == ["keyring.json"]
    assert KEY.hex() not in (folder / "keyring.json").read_text()
    assert (folder / "keyring.json").stat().st_mode & 0o077 == 0


def test_a_provider_is_not_talked_into_being_another_one(folder: Path, kept_elsewhere: Provider) -> None:
    other = next(each for each in ELSEWHERE if each is not kept_elsewhere)
    with pytest.raises(KeyringNotFound):
        open_given_root(folder, other, KEY)
    with pytest.raises(KeyringNotFound):
        open_file_root(folder)
    path = folder / "keyring.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"provider": other.value}))
    with pytest.raises(Tampered):
        open_given_root(folder, other, KEY)


def test_a_keyring_is_never_replaced_by_a_new_one(folder: Path, kept_elsewhere: Provider) -> None:
    with pytest.raises(KeyringExists):
        create_given_root(folder, kept_elsewhere, Keyring.generate(), KEY, None)


def test_a_new_sheet_takes_the_place_of_the_old_one(
    folder: Path, keyring: Keyring, kept_elsewhere: Provider
) -> None:
    new = new_recovery_code()
    set_recovery_code(open_given_root(folder, kept_elsewhere, KEY), new)
    assert unlock_with_recovery_code(folder, new).keyring().fingerprint() == keyring.fingerprint()
    with pytest.raises(VaultError):
        unlock_with_recovery_code(folder, CODE)


def test_the_sheet_hands_the_keys_to_a_person_when_the_keeper_of_the_key_is_gone(
    folder: Path, keyring: Keyring, kept_elsewhere: Provider
) -> None:
    hand_to_unlocker(folder, CODE, "office", NEW, cost=CHEAP)
    assert unlocker_names(folder) == ["office"]
    found = unlock_with_passphrase(folder, NEW, cost=CHEAP)
    assert found.keyring().fingerprint() == keyring.fingerprint()
    assert found.key != KEY, "whoever still has the former key opens nothing"
    assert unlock_with_recovery_code(folder, CODE).key == found.key
    with pytest.raises(KeyringNotFound):
        open_given_root(folder, kept_elsewhere, KEY)


def test_nobody_is_given_a_passphrase_beside_a_key_that_is_kept_elsewhere(
    folder: Path, kept_elsewhere: Provider
) -> None:
    with pytest.raises(UnlockerError):
        new_unlocker(open_given_root(folder, kept_elsewhere, KEY), "office", NEW, cost=CHEAP)


@pytest.mark.parametrize("kind", list(Provider))
def test_a_recovery_sheet_opens_a_backup_whoever_holds_the_root_key(
    kind: Provider, tmp_path: Path, keyring: Keyring
) -> None:
    keys = tmp_path / "keys"
    if kind is Provider.FILE:
        create_file_root(keys, keyring, CODE)
    elif kind is Provider.PASSPHRASE:
        create_passphrase_root(keys, keyring, {"office": NEW}, CODE, cost=CHEAP)
    else:
        create_given_root(keys, kind, keyring, KEY, CODE)
    assert has_recovery_code(keys)
    with sealed_backup(tmp_path / "one.backup", keyring, keys, 7) as sealer:
        sealer.write(b"all of it")
    opened = open_recovery_sheet(read_backup_head(tmp_path / "one.backup"), CODE)
    assert b"".join(open_backup(tmp_path / "one.backup", opened)) == b"all of it"


@pytest.mark.parametrize("text", [KEY.hex(), KEY.hex().upper(), f"  {KEY.hex()}\n"])
def test_a_key_is_read_however_its_digits_are_written(text: str) -> None:
    assert root_key_from_text(text) == KEY


@pytest.mark.parametrize("text", ["", "change me", KEY.hex()[:-2], KEY.hex() + "00", "00" * 32, "ff" * 32])
def test_what_is_no_key_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(VaultError) as refused:
        root_key_from_text(text)
    assert not text or text not in str(refused.value)


def test_a_program_that_prints_the_key_is_run_without_a_shell() -> None:
    assert root_key_by_command([sys.executable, "-c", f"print({KEY.hex()!r})"]) == KEY
    with pytest.raises(NoKeyPrinted, match="printed something else"):
        root_key_by_command(["/bin/echo", f"$(printf {KEY.hex()})"])


@pytest.mark.parametrize(
    ("program", "sentence"),
    [
        ("import sys; print('secret of this test'); sys.exit(3)", "ended with the code 3"),
        ("print('secret of this test')", "printed something else"),
        ("import sys; sys.stdout.write('secret of this test' * 100_000)", "printed something else"),
        ("import sys; sys.stderr.write('secret of this test')", "printed something else"),
        ("import os; os.write(1, bytes(range(256)))", "printed something else"),
        ("import os; os.kill(os.getpid(), 9)", "ended with the code -9"),
    ],
)
def test_a_program_that_prints_no_key_is_one_sentence_without_what_it_said(
    program: str, sentence: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(NoKeyPrinted, match=sentence) as refused:
        root_key_by_command([sys.executable, "-c", program])
    written = capfd.readouterr()
    assert "secret" not in f"{refused.value} {refused.value.__cause__} {written.out} {written.err}"


@pytest.mark.parametrize("command", [["/no/such/program"], ["/tmp"], ["\0"]])
def test_a_program_that_is_not_there_is_one_sentence(command: list[str]) -> None:
    with pytest.raises(NoKeyPrinted, match="cannot be started"):
        root_key_by_command(command)


def test_a_program_that_waits_for_ever_is_ended_with_what_it_started(tmp_path: Path) -> None:
    noted = tmp_path / "children"
    program = f"sleep 60 & echo $! > '{noted}'; wait"
    with pytest.raises(NoKeyPrinted, match=r"within 0\.5 seconds"):
        root_key_by_command(["/bin/sh", "-c", program], patience=0.5)
    child, deadline = int(noted.read_text()), time.monotonic() + 60
    while _is_running(child):
        assert time.monotonic() < deadline, "what it started lives on"
        time.sleep(0.01)  # polling another process: nothing here depends on how long it takes


def _is_running(process_id: int) -> bool:
    try:
        return (
            os.path.exists(f"/proc/{process_id}")
            and " Z " not in Path(f"/proc/{process_id}/stat").read_text()
        )
    except OSError:
        return False
