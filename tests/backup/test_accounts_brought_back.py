"""What a backup brings back of accounts lets nobody in: closed ones, leaked passphrases, stolen factors, used codes."""

import re
import shutil
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from caseapp.audit import verify
from caseapp.db import db
from tests.accounts.second_factors import (
    HALF_MINUTE,
    code_of,
    give_code,
    give_passphrase,
    is_in,
    send,
    set_up_app,
)
from tests.backup.test_restoring import backed_up, let_in, opened, run
from tests.conftest import PASSPHRASE, Person

LEAKED, FRESH = PASSPHRASE, "seven brown boats and a bell"


def restored(app: Flask, instance: Path, path: Path) -> tuple[Flask, str]:
    """The application after the backup took the place of the instance, and what was said about it."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    done = run(instance, path, "--force")
    assert done.exit_code == 0, done.output
    again = opened(instance)
    with again.app_context():
        assert list(verify()) == []
        db.session.remove()
    return again, done.output


def knocks(app: Flask, name: str, passphrase: str = PASSPHRASE) -> FlaskClient:
    """A new browser in which somebody has tried to sign in."""
    client = app.test_client()
    send(client, "/sign-in", {"sign_in_name": name, "passphrase": passphrase})
    return client


def choose(client: FlaskClient, link: str, passphrase: str = FRESH) -> None:
    """Choose a passphrase with a link."""
    send(client, link, {"passphrase": passphrase, "repeated": passphrase})


def person(app: Flask, name: str) -> Person:
    """Somebody who signs in with their passphrase alone, in the restored application."""
    return Person(name, app, app.test_client()).sign_in()


def test_whoever_was_left_as_in_the_backup_signs_in_as_ever(
    amina: Person, instance: Path, tmp_path: Path
) -> None:
    path = backed_up(amina.app, tmp_path / "disk")
    amina.get("/me")
    app, said = restored(amina.app, instance, path)
    assert "let nobody in" not in said
    assert is_in(knocks(app, "amina"))


def test_whoever_chose_another_language_or_other_colours_since_signs_in_as_ever(
    amina: Person, instance: Path, tmp_path: Path
) -> None:
    path = backed_up(amina.app, tmp_path / "disk")
    amina.post("/me", {"language": "fa", "calendar": "jalali", "theme": "dark"})
    app, said = restored(amina.app, instance, path)
    assert "let nobody in" not in said
    assert is_in(knocks(app, "amina"))


def test_an_account_with_another_role_since_is_looked_at_first(
    amina: Person, besnik: Person, drita: Person, instance: Path, tmp_path: Path
) -> None:
    path = backed_up(amina.app, tmp_path / "disk")
    drita.post(f"/staff/{amina.id}/roles", {"roles": ["auditor"]})
    app, said = restored(amina.app, instance, path)
    assert "1 accounts let nobody in" in said
    assert not is_in(knocks(app, "amina"))
    assert is_in(knocks(app, "besnik"))


def test_an_account_that_was_closed_since_stays_out_until_an_administrator_decides(
    amina: Person, drita: Person, instance: Path, tmp_path: Path
) -> None:
    path = backed_up(amina.app, tmp_path / "disk")
    drita.post(f"/staff/{amina.id}/disable", {"reason": "Left us after a quarrel."})
    app, said = restored(amina.app, instance, path)
    assert "1 accounts let nobody in" in said
    assert not is_in(knocks(app, "amina"))
    again = person(app, "drita")
    assert "may not be as it was left. It opens nothing." in again.get("/").text
    page = again.post(f"/staff/{amina.id}/reset", status=200).text
    link = re.search(r"http://localhost:8000(/activate/[^<\s\"]+)", page)
    assert link
    client = app.test_client()
    choose(client, link.group(1))
    assert (
        "Your passphrase and second factors of before count no more."
        in knocks(app, "amina", FRESH).get("/").text
    )


def test_a_passphrase_that_was_changed_since_opens_nothing(
    amina: Person, instance: Path, tmp_path: Path
) -> None:
    path = backed_up(amina.app, tmp_path / "disk")
    amina.post("/me/passphrase", {"present": LEAKED, "passphrase": FRESH, "repeated": FRESH})
    app, _said = restored(amina.app, instance, path)
    assert not is_in(knocks(app, "amina", LEAKED))
    assert not is_in(knocks(app, "amina", FRESH))
    assert is_in(knocks(app, "besnik"))


def test_a_second_factor_that_was_ended_since_proves_nothing(
    clock: time_machine.Traveller, amina: Person, instance: Path, tmp_path: Path
) -> None:
    set_up_app(amina)
    path = backed_up(amina.app, tmp_path / "disk")
    factor = re.search(r"/me/factors/([0-9a-f-]{36})", amina.get("/me").text)
    assert factor
    amina.post(f"/me/factors/{factor.group(1)}/remove")
    app, _said = restored(amina.app, instance, path)
    clock.shift(HALF_MINUTE)
    client = knocks(app, "amina")
    assert client.get("/sign-in/second").headers["Location"].startswith("/sign-in")
    assert not is_in(client)


def test_a_recovery_code_that_was_used_since_is_used_and_its_owner_is_told(
    clock: time_machine.Traveller, amina: Person, instance: Path, tmp_path: Path
) -> None:
    seed, codes = set_up_app(amina)
    path = backed_up(amina.app, tmp_path / "disk")
    give_code(give_passphrase(amina.app, "amina"), codes[0])
    app, said = restored(amina.app, instance, path)
    assert "let nobody in" not in said
    for code in codes[:2]:
        client = give_passphrase(app, "amina")
        assert give_code(client, code).status_code == 422
    clock.shift(HALF_MINUTE)
    client = give_passphrase(app, "amina")
    give_code(client, code_of(seed))
    assert "Your recovery codes count no more" in client.get("/").text
    assert "Recovery codes left: 0." in client.get("/me").text


def test_an_account_that_was_put_into_another_team_since_is_looked_at_first(
    amina: Person, drita: Person, instance: Path, tmp_path: Path
) -> None:
    path = backed_up(amina.app, tmp_path / "disk")
    drita.post(f"/staff/{amina.id}/teams", {"teams": []})
    app, _said = restored(amina.app, instance, path)
    assert not is_in(knocks(app, "amina"))


def test_where_nothing_tells_how_accounts_were_left_the_terminal_lets_an_administrator_in(
    amina: Person, drita: Person, instance: Path, tmp_path: Path
) -> None:
    path = backed_up(amina.app, tmp_path / "disk")
    elsewhere = tmp_path / "clean"
    said = run(elsewhere, path, "--keys", instance / "keys").output
    assert "5 accounts let nobody in" in said
    assert "caseapp accounts let-in" in said
    app = opened(elsewhere)
    assert not is_in(knocks(app, "drita"))
    client = let_in(app, "drita")
    assert is_in(client)
    assert client.get("/").text.count("It opens nothing.") == 5


@pytest.mark.parametrize("damage", ["no database", "rolled back"])
def test_a_database_that_proves_nothing_is_not_believed(
    damage: str, amina: Person, drita: Person, instance: Path, tmp_path: Path
) -> None:
    path = backed_up(amina.app, tmp_path / "disk")
    with amina.app.app_context():
        db.session.remove()
        db.engine.dispose()
    shutil.copy(instance / "caseapp.db", tmp_path / "former.db")
    drita.post(f"/staff/{amina.id}/disable", {"reason": "Left us after a quarrel."})
    backed_up(amina.app, tmp_path / "disk")
    with amina.app.app_context():
        db.session.remove()
        db.engine.dispose()
    for log in instance.glob("caseapp.db-*"):
        log.unlink()
    if damage == "rolled back":
        shutil.copy(tmp_path / "former.db", instance / "caseapp.db")
    else:
        (instance / "caseapp.db").write_bytes(b"nothing")
    app, said = restored(amina.app, instance, path)
    assert "5 accounts let nobody in" in said
    assert not is_in(knocks(app, "amina"))
