"""What people in an office type in a terminal answers in the language of their organisation."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from caseapp.db import db
from caseapp.setup.door import Door
from caseapp.setup.unlocking import EXTENSION
from caseapp.vault import Provider
from tests.backup.test_restoring import backed_up, run
from tests.conftest import Person
from tests.settings.test_settings import SENT
from tests.setup.keyboard import Keyboard
from tests.setup.test_door import OFFICE, keep

UNLOCK_PASSPHRASE = "عبارت عبور بازگشایی"
IS_WHAT_IT_WAS = "گزارش هنوز همان است"
NOT_OURS = "این گواه از این سامانه نیست"


@pytest.fixture
def keyboard(
    app: Flask, instance: Path, drita: Person, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Keyboard]:
    """A terminal that speaks no language, beside the server of an organisation that speaks Persian."""
    drita.post("/settings/", {**SENT, "language": "fa", "row_version": "1"})
    app.extensions.pop(EXTENSION, None)
    door = Door(app)
    assert door.open()
    yield Keyboard(instance, monkeypatch)
    door.close()


def test_how_the_server_stands_is_told_with_the_digits_of_that_language(
    app: Flask, keyboard: Keyboard
) -> None:
    keep(app, Provider.PASSPHRASE)
    told = keyboard.run("unlock", typed=[OFFICE])
    assert told.exit_code == 0, told.output
    assert UNLOCK_PASSPHRASE in told.output
    for command in ("unlock", "status"):
        assert re.search(r"[۰-۹]{4}-[۰-۹]{2}-[۰-۹]{2} [۰-۹]{2}:[۰-۹]{2}", keyboard.run(command).output)


def test_the_log_is_verified_and_compared_with_an_anchor_in_that_language(
    app: Flask, keyboard: Keyboard
) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    assert re.match("[۰-۹]+ ", keyboard.run("audit", "verify").output)
    anchor = keyboard.run("audit", "anchor", "--paper").output
    assert IS_WHAT_IT_WAS in keyboard.run("audit", "check", *anchor.split()).output
    assert NOT_OURS in keyboard.run("audit", "check", "A").output


def test_a_restore_speaks_as_the_terminal_does(
    app: Flask, instance: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = backed_up(app, tmp_path / "disk")
    monkeypatch.setenv("LC_ALL", "fa_IR.UTF-8")
    done = run(tmp_path / "new machine", path, "--keys", instance / "keys")
    assert done.exit_code == 0, done.output
    assert re.search("[۰-۹]+", done.output)
    assert not re.search("[0-9] (sessions|accounts|erasures)", done.output)
