"""The door for terminals: who is heard, what they ask, and that nothing said there ends the process."""

import errno
import json
import os
import shutil
import socket
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from caseapp.audit import AuditEvent
from caseapp.db import Locked, db
from caseapp.db.unlocked import vault_of
from caseapp.processes import local_socket
from caseapp.processes.local_socket import DOOR, LONGEST, NobodyThere
from caseapp.setup import door, unlocking
from caseapp.setup.door import Door, ask
from caseapp.setup.installing import adopt_root, keys_folder
from caseapp.setup.unlocking import EXTENSION, TooSoon, unlock_with
from caseapp.vault import (
    Keyring,
    Provider,
    Root,
    WrongPassphrase,
    create_file_root,
    create_given_root,
    create_passphrase_root,
    new_recovery_code,
    open_file_root,
    unlock_with_passphrase,
)
from tests.conftest import CHEAP

OFFICE = "a river under seven bridges"
CODE = new_recovery_code()
KEY = bytes(range(32))
MORNING = "2030-03-02 08:00:00+00:00"


def keep(app: Flask, kind: Provider) -> None:
    """Put the keys of ``app`` under a root of this kind, and lock it."""
    folder = keys_folder(app)
    ring: Keyring = open_file_root(folder).keyring()
    if kind is not Provider.FILE:
        shutil.rmtree(folder)
    if kind is Provider.PASSPHRASE:
        create_passphrase_root(folder, ring, {"office": OFFICE}, CODE, cost=CHEAP)
    elif kind is not Provider.FILE:
        create_given_root(folder, kind, ring, KEY, CODE)
    vault_of(app).keys = None


@pytest.fixture
def folder(app: Flask) -> Iterator[Path]:
    """The instance, with somebody at its door."""
    app.extensions.pop(EXTENSION, None)
    opened = Door(app)
    assert opened.open()
    yield app.config["SETTINGS"].instance_path
    opened.close()


def events(app: Flask, code: str) -> list[dict[str, Any]]:
    with app.app_context():
        found = db.session.scalars(select(AuditEvent).where(AuditEvent.code == code)).all()
        return [{key: value for key, value in event.detail.items() if key != "at"} for event in found]


def test_a_terminal_locks_and_unlocks_and_both_stand_in_the_log(app: Flask, folder: Path) -> None:
    keep(app, Provider.PASSPHRASE)
    assert ask(folder, {"act": "status"}) == {
        "state": "locked",
        "since": None,
        "root": "passphrase",
        "language": "en",
    }
    assert ask(folder, {"act": "unlock", "passphrase": "not the one"}) == {"refused": "wrong"}
    assert ask(folder, {"act": "unlock", "passphrase": OFFICE})["state"] == "unlocked"
    assert ask(folder, {"act": "status"})["since"] is not None
    assert ask(folder, {"act": "lock"})["state"] == "locked"
    assert vault_of(app).keys is None
    with app.app_context():
        adopt_root(app, unlock_with_passphrase(keys_folder(app), OFFICE, cost=CHEAP))
    assert events(app, "setup.unlocked") == [{"wrong_before": 1, "in_terminal": True}]
    assert events(app, "setup.locked") == [{"in_terminal": True}]


def test_wrong_passphrases_wait_at_the_door_as_on_the_page(app: Flask, folder: Path) -> None:
    keep(app, Provider.PASSPHRASE)
    with time_machine.travel(MORNING, tick=False) as clock:
        for _try in range(3):
            assert ask(folder, {"act": "unlock", "passphrase": "not the one"}) == {"refused": "wrong"}
        assert ask(folder, {"act": "unlock", "passphrase": OFFICE}) == {"refused": "too soon", "seconds": 2}
        assert app.test_client().get("/unlock").status_code == 503
        clock.shift(2)
        assert ask(folder, {"act": "unlock", "passphrase": OFFICE})["state"] == "unlocked"


def test_the_recovery_sheet_unlocks_whoever_holds_the_root(app: Flask, folder: Path) -> None:
    for kind in (Provider.PASSPHRASE, Provider.ENV):
        keep(app, kind)
        assert ask(folder, {"act": "unlock", "sheet": new_recovery_code()}) == {"refused": "wrong"}
        assert ask(folder, {"act": "unlock", "sheet": CODE[:-1] + "?"}) == {"refused": "mistyped", "line": 4}
        assert ask(folder, {"act": "unlock", "sheet": CODE})["state"] == "unlocked"
        _back_to_a_key_file(app)


def _back_to_a_key_file(app: Flask) -> None:
    ring = vault_of(app).keys
    assert ring is not None
    shutil.rmtree(keys_folder(app))
    create_file_root(keys_folder(app), ring)


def test_a_key_file_opens_again_without_asking(app: Flask, folder: Path) -> None:
    keep(app, Provider.FILE)
    assert ask(folder, {"act": "unlock"})["state"] == "unlocked"


def test_a_key_that_was_handed_over_is_handed_over_again(app: Flask, folder: Path) -> None:
    keep(app, Provider.ENV)
    assert "CASEAPP_ROOT_KEY: is missing" in ask(folder, {"act": "unlock"})["sentence"]
    wrong = ask(folder, {"act": "unlock", "root_key": KEY[::-1].hex()})
    assert (wrong["refused"], KEY[::-1].hex() in wrong["sentence"]) == ("impossible", False)
    assert ask(folder, {"act": "unlock", "root_key": KEY.hex()})["state"] == "unlocked"


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"\n",
        b"no JSON\n",
        b"\xff\xfe\n",
        b"[1, 2]\n",
        b'"unlock"\n',
        b'{"act": "dance"}\n',
        b'{"act": {"unlock": 1}}\n',
        b"[" * 4000 + b"\n",
        b"x" * (LONGEST + 10),
        b'{"act": "unlock", "passphrase": "' + b"x" * LONGEST + b'"}\n',
    ],
)
def test_what_cannot_be_understood_changes_nothing(app: Flask, folder: Path, said: bytes) -> None:
    keep(app, Provider.PASSPHRASE)
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(str(folder / DOOR))
        line.sendall(said)
        line.shutdown(socket.SHUT_WR)
        assert json.loads(line.recv(LONGEST)) == {"refused": "unreadable"}
    assert ask(folder, {"act": "status"})["state"] == "locked"


@pytest.mark.parametrize(
    "given", [{"passphrase": 5}, {"passphrase": None}, {"sheet": ["a"]}, {"root_key": {}}]
)
def test_a_question_with_other_things_than_text_unlocks_nothing(app: Flask, folder: Path, given: Any) -> None:
    keep(app, Provider.PASSPHRASE)
    assert ask(folder, {"act": "unlock", **given}) == {"refused": "wrong"}


def test_whoever_says_nothing_is_waited_for_no_longer_than_a_moment(
    app: Flask, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(app, Provider.PASSPHRASE)
    monkeypatch.setattr(door, "PATIENCE", 0.1)
    with socket.socket(socket.AF_UNIX) as silent:
        silent.connect(str(folder / DOOR))
        began = time.monotonic()
        assert ask(folder, {"act": "status"})["state"] == "locked"
        assert time.monotonic() - began < 4


def test_whoever_hangs_up_does_not_end_the_thread(app: Flask, folder: Path) -> None:
    for _time in range(3):
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(str(folder / DOOR))
            line.sendall(b'{"act": "status"}\n')
    assert ask(folder, {"act": "status"})["state"] == "unlocked"


def test_another_account_is_not_heard(app: Flask, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(app, Provider.FILE)
    assert stat.S_IMODE((folder / DOOR).stat().st_mode) == 0o600
    stranger = os.geteuid() + 12_345
    monkeypatch.setattr(local_socket, "account_of", lambda _line: stranger)
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(str(folder / DOOR))
        line.sendall(b'{"act": "unlock"}\n')
        assert json.loads(line.recv(LONGEST)) == {"refused": "stranger"}
    assert vault_of(app).keys is None
    with pytest.raises(NobodyThere, match="another account"):
        ask(folder, {"act": "status"})


def test_the_system_tells_who_is_at_the_other_end() -> None:
    here, there = socket.socketpair(socket.AF_UNIX)
    with here, there:
        assert local_socket.account_of(here) == os.geteuid()


def test_a_socket_that_nobody_hears_at_is_replaced_and_one_in_use_is_left_alone(
    app: Flask, instance: Path
) -> None:
    with socket.socket(socket.AF_UNIX) as killed:
        killed.bind(str(instance / DOOR))
    first, second = Door(app), Door(app)
    assert first.open()
    assert not second.open()
    second.close()
    assert ask(instance, {"act": "status"})["state"] == "unlocked"
    first.close()
    assert not (instance / DOOR).exists()
    with pytest.raises(NobodyThere, match="not running"):
        ask(instance, {"act": "status"})


def test_a_folder_with_a_long_name_has_a_door_too(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / ("a-long-name-" * 12)
    deep.mkdir(mode=0o700)
    opened = Door(app)
    monkeypatch.setattr(opened, "_folder", deep)
    assert opened.open()
    assert ask(deep, {"act": "status"})["state"] == "unlocked"
    opened.close()
    assert not (deep / DOOR).exists()


def test_a_folder_that_takes_no_socket_leaves_the_page(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    closed = Door(app)
    closed._folder = Path("/no/such/folder")
    assert not closed.open()
    assert "caseapp unlock cannot reach this process" in caplog.text
    closed.close()


def test_whoever_guesses_on_the_page_without_end_keeps_no_terminal_from_unlocking(
    app: Flask, folder: Path
) -> None:
    keep(app, Provider.PASSPHRASE)
    with time_machine.travel(MORNING, tick=False) as clock, app.app_context():
        for _try in range(12):
            with pytest.raises(WrongPassphrase):
                unlock_with(app, "not the one")
            clock.shift(60)
        with pytest.raises(WrongPassphrase):
            unlock_with(app, "not the one")
        with pytest.raises(TooSoon):
            unlock_with(app, OFFICE)
        assert ask(folder, {"act": "unlock", "passphrase": OFFICE})["state"] == "unlocked"
    assert events(app, "setup.unlocked") == [{"wrong_before": 13, "in_terminal": True}]


def test_an_unlocking_that_cannot_be_noted_leaves_the_system_locked(
    app: Flask, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(app, Provider.PASSPHRASE)

    def full(*_said: Any, **_how: Any) -> None:
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(unlocking, "record", full)
    with app.app_context(), pytest.raises(OSError, match="no room"):
        unlock_with(app, OFFICE)
    assert vault_of(app).keys is None


def test_who_locks_while_somebody_unlocks_finds_it_locked_afterwards(
    app: Flask, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(app, Provider.PASSPHRASE)

    def opened(*given: Any, **how: Any) -> Root:
        root = unlock_with_passphrase(*given, **how)
        assert ask(folder, {"act": "lock"})["state"] == "locked"
        return root

    monkeypatch.setattr(unlocking, "unlock_with_passphrase", opened)
    with app.app_context(), pytest.raises(Locked):
        unlock_with(app, OFFICE)
    monkeypatch.undo()
    assert vault_of(app).keys is None
    assert ask(folder, {"act": "unlock", "passphrase": OFFICE})["state"] == "unlocked"


def test_an_unlocking_that_cannot_be_noted_takes_no_keys_from_one_that_was(
    app: Flask, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(app, Provider.PASSPHRASE)

    def opened(*given: Any, **how: Any) -> Root:
        monkeypatch.setattr(unlocking, "unlock_with_passphrase", unlock_with_passphrase)
        assert ask(folder, {"act": "unlock", "passphrase": OFFICE})["state"] == "unlocked"
        monkeypatch.setattr(unlocking, "record", full)
        return unlock_with_passphrase(*given, **how)

    def full(*_said: Any, **_how: Any) -> None:
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(unlocking, "unlock_with_passphrase", opened)
    with app.app_context(), pytest.raises(OSError, match="no room"):
        unlock_with(app, OFFICE)
    assert ask(folder, {"act": "status"})["state"] == "unlocked"
