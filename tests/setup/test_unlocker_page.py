"""The page of who can unlock: an administrator opens it, and somebody who can unlock has to stand by."""

import shutil
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from caseapp.audit import AuditEvent
from caseapp.clock import now
from caseapp.db import db
from caseapp.setup.installing import adopt_root, keys_folder
from caseapp.setup.unlocking import EXTENSION
from caseapp.vault import (
    WrongPassphrase,
    create_passphrase_root,
    open_file_root,
    unlock_with_passphrase,
    unlocker_names,
)
from tests.conftest import CHEAP, Person

PAGE = "/settings/unlockers"
OFFICE, CHAIR, NEW = (
    "a river under seven bridges",
    "twelve clocks without hands",
    "a garden behind nine doors",
)
TREASURER = {"word": "treasurer", "passphrase": NEW, "repeated": NEW, "present": CHAIR}


@pytest.fixture
def by_people(app: Flask) -> Flask:
    """The application, its keys under two passphrases."""
    folder = keys_folder(app)
    ring = open_file_root(folder).keyring()
    shutil.rmtree(folder)
    app.extensions.pop(EXTENSION, None)
    with app.app_context():
        adopt_root(
            app, create_passphrase_root(folder, ring, {"office": OFFICE, "chair": CHAIR}, None, cost=CHEAP)
        )
        db.session.remove()
    return app


def opens(app: Flask, passphrase: str) -> bool:
    try:
        unlock_with_passphrase(keys_folder(app), passphrase, cost=CHEAP)
    except WrongPassphrase:
        return False
    return True


def logged(app: Flask) -> list[tuple[str, Any]]:
    with app.app_context():
        found = db.session.scalars(select(AuditEvent).order_by(AuditEvent.number)).all()
        return [
            (event.code, event.detail.get("unlocker")) for event in found if event.code.startswith("setup.")
        ][1:]


def test_an_administrator_and_an_unlocker_let_a_third_person_unlock(by_people: Flask, drita: Person) -> None:
    page = drita.page(PAGE)
    assert "office" in page.text
    assert "chair" in page.text
    drita.post(PAGE, TREASURER)
    assert unlocker_names(keys_folder(by_people)) == ["office", "chair", "treasurer"]
    assert opens(by_people, NEW)
    assert "One more person can unlock now." in drita.page(PAGE).text
    assert logged(by_people) == [("setup.unlocker_added", "treasurer")]


def test_somebody_is_let_go_and_the_last_one_stays(by_people: Flask, drita: Person) -> None:
    drita.post(f"{PAGE}/remove", {"whom": "chair", "allowed_by": OFFICE})
    assert not opens(by_people, CHAIR)
    page = drita.page(PAGE)
    assert "One alone can unlock" in page.text
    assert "Take it from them" not in page.text
    last = drita.post(f"{PAGE}/remove", {"whom": "office", "allowed_by": OFFICE}, status=422)
    assert "The last one stays" in last.text
    assert opens(by_people, OFFICE)
    assert logged(by_people) == [("setup.unlocker_removed", "chair")]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"word": "Office"}, "Somebody can unlock under this word already."),
        ({"word": " "}, "Please fill this in."),
        ({"passphrase": "short", "repeated": "short"}, "At least 15 characters, please."),
        ({"repeated": CHAIR}, "The two are not the same."),
        ({"present": NEW}, "Please use a passphrase of its own for each purpose."),
        ({"present": ""}, "Please fill this in."),
        ({"present": "not the one of anybody"}, "This passphrase does not unlock."),
    ],
    ids=str,
)
def test_what_will_not_do_stands_beside_its_box_and_changes_nothing(
    by_people: Flask, drita: Person, changes: dict[str, str], sentence: str
) -> None:
    before = (keys_folder(by_people) / "keyring.json").read_bytes()
    answer = drita.post(PAGE, {**TREASURER, **changes}, status=422)
    assert sentence in answer.text
    assert not any(secret in answer.text for secret in (OFFICE, CHAIR, NEW)), "no passphrase comes back"
    assert (keys_folder(by_people) / "keyring.json").read_bytes() == before


def test_guesses_are_slowed_and_stand_in_the_log(by_people: Flask, drita: Person) -> None:
    with time_machine.travel(now(), tick=False):  # two seconds are soon over
        for _guess in range(3):
            drita.post(PAGE, {**TREASURER, "present": "not the one of anybody"}, status=422)
        assert "Please try again in" in drita.post(PAGE, TREASURER, status=422).text
    assert not opens(by_people, NEW)
    assert logged(by_people) == [("setup.not_authorised", None)] * 3


def test_nobody_is_let_go_who_is_not_there(by_people: Flask, drita: Person) -> None:
    drita.post(f"{PAGE}/remove", {"whom": "nobody", "allowed_by": OFFICE}, status=422)
    assert unlocker_names(keys_folder(by_people)) == ["office", "chair"]


def test_keys_that_open_by_themselves_say_so(app: Flask, drita: Person) -> None:
    page = drita.page(PAGE)
    assert "Nobody types a passphrase" in page.text
    assert "There is no recovery sheet." in page.text
    assert "Let them unlock" not in page.text
    drita.post(PAGE, TREASURER, status=404)
    drita.post(f"{PAGE}/remove", {"whom": "office", "allowed_by": OFFICE}, status=404)
