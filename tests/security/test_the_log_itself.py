"""Whoever edits the database is found out, and whoever is kept out learns nothing of it from the log."""

import re
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from caseapp.accounts.actions import activate_user, invite_user
from caseapp.accounts.models import Team, User
from caseapp.audit import verify
from caseapp.audit.nightly import verify_once_a_day
from caseapp.db import db, keyring, write
from caseapp.vault import hash_password
from caseapp.web.roles import Role
from tests.cases.test_starting_a_case import start_case
from tests.conftest import CHEAP, PASSPHRASE, Person
from tests.doorway import DOORWAY, once
from tests.letters.preparing import in_review, ready_for_review


@contextmanager
def raw(instance: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(instance / "caseapp.db", isolation_level=None)
    try:
        yield connection
    finally:
        connection.close()


def problems(app: Flask) -> list[str]:
    with app.app_context():
        return [f"{problem.where}: {problem.sentence}" for problem in verify()]


def colleague(app: Flask, name: str, *roles: Role) -> Person:
    """One more colleague in the first team, signed in."""

    def joined() -> str:
        user_id = uuid.uuid4()
        with app.app_context():
            drita = next(user for user in db.session.scalars(select(User)) if user.sign_in_name == "drita")
            team = db.session.scalars(select(Team)).first()
            hashed = hash_password(keyring(), PASSPHRASE, user_id, cost=CHEAP)
            with write():
                user, _code = invite_user(
                    drita, name=f"{name.title()} Test", sign_in_name=name, roles=roles, team=team, language="en",
                    user_id=user_id,
                )  # fmt: skip
                activate_user(user, hashed)
            db.session.remove()
        return Person(name, app, app.test_client()).sign_in().cookie()

    person = Person(name, app, app.test_client())
    cookie = once(app, f"{name} in the team as {roles}", joined)
    if DOORWAY in app.extensions:
        app.extensions[DOORWAY].join(person, cookie)
    person.take_up(cookie)
    return person


def test_a_former_state_of_who_may_reach_a_case_is_found_out(
    app: Flask, instance: Path, amina: Person, clara: Person
) -> None:
    case = start_case(amina)
    with raw(instance) as database:
        scope = database.execute(
            'SELECT scope_id FROM "case" WHERE id = ?', (uuid.UUID(case.rpartition("/")[2]).hex,)
        ).fetchone()[0]
        former = database.execute(
            "SELECT level, row_version, members_digest, mac FROM scope WHERE id = ?", (scope,)
        )
        level, version, digest, mac = former.fetchone()
    clara.post(f"{case}/access/level", {"level": "members"})
    assert problems(app) == []
    with raw(instance) as database:
        database.execute(
            "UPDATE scope SET level = ?, row_version = ?, members_digest = ?, mac = ? WHERE id = ?",
            (level, version, digest, mac, scope),
        )
    assert problems(app) == [f"scope {uuid.UUID(scope)}: is not as its last entry in the log left it"]


def test_a_former_state_that_was_taken_out_is_missed(app: Flask, instance: Path, amina: Person) -> None:
    letter = ready_for_review(amina)
    letter_id = letter.rpartition("/")[2]
    with raw(instance) as database:
        database.execute("DELETE FROM record_version WHERE record_id = ?", (uuid.UUID(letter_id).hex,))
    assert problems(app) == [f"letter {letter_id}: a former state of it is not there"]


def test_whoever_wrote_a_letter_is_not_written_out_of_the_log(
    app: Flask, instance: Path, amina: Person, clara: Person, besnik: Person
) -> None:
    letter = in_review(amina)
    letter_id = uuid.UUID(letter.rpartition("/")[2])
    with raw(instance) as database:
        touching = "SELECT event_id FROM audit_touch WHERE record_id = ?"
        changed = database.execute(
            f"UPDATE audit_event SET actor_id = ? WHERE id IN ({touching}) AND code = 'letter.text_changed'",
            (besnik.id.hex, letter_id.hex),
        )
        assert changed.rowcount
    assert clara.client.get(f"{letter}/approve").status_code == 500
    assert any("was changed" in problem for problem in problems(app))


def test_what_does_not_fit_is_found_by_itself_and_told_on_the_home_page(
    app: Flask, instance: Path, amina: Person, clara: Person, edon: Person, drita: Person
) -> None:
    with app.app_context():
        verify_once_a_day()
    assert "log and records are as they were written" in edon.page("/audit/").text
    assert "changed outside" not in clara.page("/").text
    ready_for_review(amina)
    with raw(instance) as database:
        database.execute("DELETE FROM record_version")
    with app.app_context():
        verify_once_a_day()  # once a day is enough
    assert "changed outside" not in clara.page("/").text
    with pytest.MonkeyPatch.context() as patch, app.app_context():
        patch.setattr("caseapp.audit.nightly.last_verification", lambda: None)
        verify_once_a_day()
    for watcher in (clara, edon, drita):
        assert "Something was changed outside the application" in watcher.page("/").text
    assert "changed outside" not in amina.page("/").text
    assert "a former state of it is not there" in edon.page("/audit/").text


def test_the_sign_of_a_search_tells_nobody_who_else_searched(
    app: Flask, amina: Person, clara: Person, edon: Person
) -> None:
    for searcher in (amina, clara):
        searcher.post("/search/find", {"query": "Parvin Emtehani"})
        searcher.get("/search/")
    page = edon.get("/audit/?code=search.made").text
    signs = re.findall(r"Sign of the words searched for</dt><dd><bdi>([0-9a-f]{8})", page)
    assert len(set(signs)) == 2


def test_a_record_with_fields_that_have_no_words_does_not_break_the_log(amina: Person, edon: Person) -> None:
    ready_for_review(amina)
    for language in ("en", "fa"):
        edon.post("/language", {"locale": language, "return_to": "/audit/"})
        edon.get("/audit/")


def test_nobody_joins_a_team_by_themselves(app: Flask, drita: Person) -> None:
    berta = colleague(app, "berta", Role.COORDINATOR, Role.ADMINISTRATOR)
    drita.post("/staff/teams", {"name": "The other team", "new_id": str(uuid.uuid4())})
    with app.app_context():
        teams = [str(team.id) for team in db.session.scalars(select(Team))]
    page = berta.post(f"/staff/{berta.id}/teams", {"teams": teams}, 422)
    assert "Nobody joins a team by themselves" in page.text
    drita.post(f"/staff/{berta.id}/teams", {"teams": teams})


def test_a_draft_is_kept_for_a_page_that_is_there_and_for_nothing_else(amina: Person) -> None:
    sent = {"csrf_token": amina.token(), "name": "Reza"}
    assert amina.client.post("/drafts/keep/cases/new", data=sent).status_code == 204
    assert amina.client.post("/drafts/keep/Reza-Samplepour-of-Sample-Street", data=sent).status_code == 404
