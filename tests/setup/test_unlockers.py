"""Who can unlock is changed one by one, by somebody who can or by the sheet, and each change stands in the log."""

import os
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from caseapp.audit import AuditEvent, verify
from caseapp.backup.making import make_backup
from caseapp.db import db
from caseapp.setup.installing import adopt_root
from caseapp.vault import (
    Provider,
    Root,
    Tampered,
    WrongPassphrase,
    create_given_root,
    create_passphrase_root,
    new_recovery_code,
    open_file_root,
    provider,
    read_backup_head,
    unlock_with_passphrase,
    unlock_with_recovery_code,
    unlocker_names,
)
from caseapp.vault.keyring_file import read_envelope, read_keyring_file
from tests.conftest import CHEAP
from tests.setup.keyboard import Keyboard, opened

OFFICE, CHAIR, NEW = (
    "a river under seven bridges",
    "twelve clocks without hands",
    "a garden behind nine doors",
)
CODE = new_recovery_code()
KEY = bytes(range(32))


@pytest.fixture
def keyboard(instance: Path, monkeypatch: pytest.MonkeyPatch) -> Keyboard:
    """The instance under two passphrases and a sheet, with somebody at its keyboard."""
    ring = open_file_root(instance / "keys").keyring()
    for file in (instance / "keys").iterdir():
        file.unlink()
    unlockers = {"office": OFFICE, "chair": CHAIR}
    create_passphrase_root(instance / "keys", ring, unlockers, CODE, cost=CHEAP)
    return Keyboard(instance, monkeypatch)


def keep_elsewhere(keyboard: Keyboard, kind: Provider) -> None:
    keys = keyboard.folder / "keys"
    ring = unlock_with_passphrase(keys, OFFICE, cost=CHEAP).keyring()
    (keys / "keyring.json").unlink()
    create_given_root(keys, kind, ring, KEY, CODE)


def by(keyboard: Keyboard, passphrase: str) -> Root:
    return unlock_with_passphrase(keyboard.folder / "keys", passphrase, cost=CHEAP)


def logged(keyboard: Keyboard, root: Root, code: str) -> list[dict[str, Any]]:
    with opened(keyboard.folder) as app:
        adopt_root(app, root)
        assert list(verify()) == []
        found = db.session.scalars(select(AuditEvent).where(AuditEvent.code == code)).all()
        return [{key: value for key, value in event.detail.items() if key != "at"} for event in found]


def test_the_list_needs_no_key(keyboard: Keyboard) -> None:
    assert keyboard.run("unlockers", "list").output == "office\nchair\nAnd the recovery sheet.\n"


def test_one_who_can_unlock_lets_another(keyboard: Keyboard) -> None:
    result = keyboard.run("unlockers", "add", "treasurer", typed=[CHAIR, NEW, NEW])
    assert result.exit_code == 0, result.output
    assert "Can unlock: office, chair, treasurer." in result.output
    assert NEW not in result.output
    assert logged(keyboard, by(keyboard, NEW), "setup.unlocker_added") == [
        {"unlocker": "treasurer", "in_terminal": True}
    ]


def test_a_wrong_passphrase_changes_nothing(keyboard: Keyboard) -> None:
    before = (keyboard.folder / "keys" / "keyring.json").read_bytes()
    for arguments in (("add", "treasurer"), ("remove", "office", "--yes"), ("recovery-code",)):
        result = keyboard.run("unlockers", *arguments, typed=["not the one of anybody", NEW, NEW])
        assert isinstance(result.exception, WrongPassphrase)
    assert (keyboard.folder / "keys" / "keyring.json").read_bytes() == before


def test_a_weak_or_repeated_passphrase_is_asked_for_again(keyboard: Keyboard) -> None:
    typed = [OFFICE, "short", "short", "another one of them", "and not the same", NEW, NEW]
    result = keyboard.run("unlockers", "add", "treasurer", typed=typed)
    assert result.exit_code == 0, result.output
    assert "At least 15 characters" in result.output
    assert by(keyboard, NEW)


@pytest.mark.parametrize("name", ["Office", " ", "x" * 101])
def test_a_name_that_will_not_do_is_refused_before_a_passphrase_is_asked_for(
    keyboard: Keyboard, name: str
) -> None:
    result = keyboard.run("unlockers", "add", name, typed=[OFFICE])
    assert result.exit_code != 0
    assert unlocker_names(keyboard.folder / "keys") == ["office", "chair"]


def test_one_is_removed_after_a_question_and_the_last_one_stays(keyboard: Keyboard) -> None:
    asked = keyboard.run("unlockers", "remove", "chair", typed=[OFFICE, "n"])
    assert "one alone can unlock" in asked.output
    assert unlocker_names(keyboard.folder / "keys") == ["office", "chair"]
    result = keyboard.run("unlockers", "remove", "chair", typed=[OFFICE, "y"])
    assert result.exit_code == 0, result.output
    assert "destroy such copies" in result.output
    with pytest.raises(WrongPassphrase):
        by(keyboard, CHAIR)
    last = keyboard.run("unlockers", "remove", "office", "--yes", typed=[OFFICE])
    assert "The last unlocker cannot be removed." in str(last.exception)
    assert logged(keyboard, by(keyboard, OFFICE), "setup.unlocker_removed") == [
        {"unlocker": "chair", "in_terminal": True}
    ]


def test_the_sheet_lets_somebody_unlock_when_every_passphrase_is_forgotten(keyboard: Keyboard) -> None:
    result = keyboard.run("unlockers", "add", "treasurer", "--sheet", typed=[*CODE.splitlines(), NEW, NEW])
    assert result.exit_code == 0, result.output
    assert logged(keyboard, by(keyboard, NEW), "setup.unlocker_added") == [
        {"unlocker": "treasurer", "in_terminal": True, "by_sheet": True}
    ]


def test_a_new_sheet_counts_once_it_was_typed_back(keyboard: Keyboard) -> None:
    new = new_recovery_code()
    groups = keyboard.know_sheet(new)
    given_up = keyboard.run("unlockers", "recovery-code", typed=[OFFICE, *reversed(groups)])
    assert given_up.exit_code != 0
    assert unlock_with_recovery_code(keyboard.folder / "keys", CODE)
    result = keyboard.run("unlockers", "recovery-code", typed=[OFFICE, *reversed(groups), *groups])
    assert result.exit_code == 0, result.output
    assert "not what the sheet says" in result.output
    with pytest.raises(WrongPassphrase):
        unlock_with_recovery_code(keyboard.folder / "keys", CODE)
    root = unlock_with_recovery_code(keyboard.folder / "keys", new)
    assert logged(keyboard, root, "setup.sheet_replaced") == [{"in_terminal": True}]


def test_a_script_hands_over_passphrases_through_a_descriptor(keyboard: Keyboard) -> None:
    reading, writing = os.pipe()
    os.write(writing, f"{OFFICE}\n{NEW}\n".encode())
    os.close(writing)
    result = keyboard.run("unlockers", "add", "treasurer", "--passphrases-fd", str(reading))
    os.close(reading)
    assert result.exit_code == 0, result.output
    assert by(keyboard, NEW)


@pytest.mark.parametrize("kind", [Provider.ENV, Provider.COMMAND])
def test_the_sheet_closes_keys_under_a_passphrase_when_what_opened_them_is_gone(
    keyboard: Keyboard, kind: Provider
) -> None:
    keep_elsewhere(keyboard, kind)
    assert "These keys are opened by a" in keyboard.run("unlockers", "list").output
    typed = [*CODE.splitlines(), "y", NEW, NEW]
    result = keyboard.run("unlockers", "add", "office", "--sheet", typed=typed)
    assert result.exit_code == 0, result.output
    assert provider(keyboard.folder / "keys") is Provider.PASSPHRASE
    assert by(keyboard, NEW).key != KEY
    added = logged(keyboard, by(keyboard, NEW), "setup.unlocker_added")
    assert added == [{"unlocker": "office", "in_terminal": True, "by_sheet": True}]


def test_keys_that_are_opened_elsewhere_take_no_passphrase_beside(
    keyboard: Keyboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_elsewhere(keyboard, Provider.ENV)
    monkeypatch.setenv("CASEAPP_ROOT_KEY", KEY.hex())
    result = keyboard.run("unlockers", "add", "office")
    assert "with --sheet they are closed under a passphrase" in result.output
    assert provider(keyboard.folder / "keys") is Provider.ENV


def test_a_new_root_closes_the_keys_to_whoever_can_open_a_copy_from_before(
    keyboard: Keyboard, tmp_path: Path
) -> None:
    keys = keyboard.folder / "keys"
    former = by(keyboard, OFFICE)
    typed = [*CODE.splitlines(), "y", NEW, NEW]
    refused = keyboard.run("unlockers", "add", "treasurer", "--instead", typed=typed)
    assert "--instead needs --sheet" in refused.output
    assert by(keyboard, OFFICE)
    result = keyboard.run("unlockers", "add", "treasurer", "--sheet", "--instead", typed=typed)
    assert result.exit_code == 0, result.output
    assert "lock and unlock it once" in result.output
    assert unlocker_names(keys) == ["treasurer"]
    with pytest.raises(WrongPassphrase):
        by(keyboard, OFFICE)
    with opened(keyboard.folder) as app:
        adopt_root(app, by(keyboard, NEW))
        backup = make_backup(None, tmp_path).path
    sheet = read_envelope(read_backup_head(backup).sheet)
    for closed in (read_keyring_file(keys), sheet):
        with pytest.raises(Tampered):
            closed.open(former.key)
        assert closed.open(by(keyboard, NEW).key)
    assert unlock_with_recovery_code(keys, CODE)
    removed = logged(keyboard, by(keyboard, NEW), "setup.unlocker_removed")
    assert [event["unlocker"] for event in removed] == ["office", "chair"]
