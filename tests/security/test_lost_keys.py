"""Whoever takes the key of a record away destroys it: verification tells that from an erasure."""

import uuid
from pathlib import Path

import pytest
from flask import Flask

from caseapp.audit.ledger import LABEL, LEDGER
from caseapp.db import AUDIT, ORGANISATION, db, keyring, system_scope_id
from caseapp.vault import keyed_token
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.security.test_the_log_itself import problems, raw

LOST = "has lost a key, and nothing erased it: what it sealed cannot be read"


def scope_of(instance: Path, case: str) -> uuid.UUID:
    with raw(instance) as database:
        asked = 'SELECT scope_id FROM "case" WHERE id = ?'
        return uuid.UUID(database.execute(asked, (uuid.UUID(case.rpartition("/")[2]).hex,)).fetchone()[0])


def lose_key(instance: Path, scope: uuid.UUID) -> None:
    with raw(instance) as database:
        assert database.execute("DELETE FROM scope_key WHERE scope_id = ?", (scope.hex,)).rowcount


def note_erasure(app: Flask, instance: Path, scope: uuid.UUID) -> None:
    with app.app_context():
        token = keyed_token(keyring(), LABEL, scope.bytes)
    (instance / LEDGER).write_text(f"1 1 {token.hex()}\n", "ascii")


def test_a_record_whose_key_was_taken_away_is_told(app: Flask, instance: Path, amina: Person) -> None:
    scope = scope_of(instance, start_case(amina))
    assert problems(app) == []
    lose_key(instance, scope)
    assert problems(app) == [f"scope {scope}: {LOST}"]


def test_a_record_that_was_erased_is_no_problem_until_it_has_a_key_again(
    app: Flask, instance: Path, amina: Person
) -> None:
    scope = scope_of(instance, start_case(amina))
    note_erasure(app, instance, scope)
    assert problems(app) == [f"scope {scope}: was erased, and has a key again"]
    lose_key(instance, scope)
    assert problems(app) == []


def test_a_line_that_no_key_of_ours_made_excuses_nothing(app: Flask, instance: Path, amina: Person) -> None:
    scope = scope_of(instance, start_case(amina))
    lose_key(instance, scope)
    (instance / LEDGER).write_text(f"1 1 {'00' * 32}\n", "ascii")
    assert problems(app) == [f"scope {scope}: {LOST}"]
    (instance / LEDGER).write_text("everything was erased\n", "ascii")
    assert len(problems(app)) == 2


@pytest.mark.parametrize("kind", [AUDIT, ORGANISATION])
def test_no_erasure_takes_the_key_of_the_log_or_of_the_organisation(
    kind: str, app: Flask, instance: Path
) -> None:
    with app.app_context():
        scope = system_scope_id(kind)
        db.session.remove()
    note_erasure(app, instance, scope)
    lose_key(instance, scope)
    assert f"scope {scope}: {LOST}" in problems(app)


def test_a_key_that_was_written_over_is_told(app: Flask, instance: Path, amina: Person) -> None:
    scope = scope_of(instance, start_case(amina))
    with raw(instance) as database:
        database.execute(
            "UPDATE scope_key SET wrap = substr(wrap, 1, length(wrap) - 1) || x'00' WHERE scope_id = ?",
            (scope.hex,),
        )
    assert any(problem.startswith(f"scope {scope}: has a key that was edited") for problem in problems(app))
    with raw(instance) as database:
        database.execute("UPDATE scope_key SET generation = 2 WHERE scope_id = ?", (scope.hex,))
    assert any(problem.startswith(f"scope {scope}: has lost a key") for problem in problems(app))
