"""The key of a case is renewed: everything in it is sealed anew, says what it said, and the former key is gone."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from caseapp.accounts.models import User
from caseapp.cases.models import Case
from caseapp.db import ScopeKey, db, write
from caseapp.db.carried import codes_by_version
from caseapp.db.resealing import former_rows, rows_beyond
from caseapp.db.scopes import AUDIT, system_scope_id
from caseapp.keys import renewing
from caseapp.keys.changing import rotate
from caseapp.keys.destroying import destroy
from caseapp.keys.renewing import Renewal, renew_scopes, scopes_older_than
from caseapp.vault import Purpose
from tests.cases.test_starting_a_case import NIGHT, reference_of, start_case
from tests.conftest import Person
from tests.doorway import prepared
from tests.frame.inhabited import add_everything
from tests.keys.test_rotating import Killed, ask
from tests.keys.turning import problems
from tests.security.test_lost_keys import LOST, lose_key, scope_of
from tests.security.test_the_log_itself import raw


def renew_all(person: Person) -> Renewal:
    with person.app.app_context():
        done = renew_scopes(None, scopes_older_than(0))
        db.session.remove()
        return done


@prepared
def fill(person: Person, case: str) -> None:
    """Everything that the features' demonstrations make for a case."""
    with person.app.app_context():
        users = {user.sign_in_name: user for user in db.session.scalars(select(User))}
        found = db.session.scalars(select(Case)).first()
        with write():
            add_everything(users, found, seed=1)
        db.session.remove()


def test_the_key_of_a_case_is_renewed_and_nobody_notices(
    amina: Person, drita: Person, instance: Path
) -> None:
    case = start_case(amina, name="Dara Sample")
    reference = reference_of(amina, case)
    before = amina.page(case).text
    done = ask(drita, "renew", reference)
    assert done.exit_code == 0, done.output
    scope = scope_of(instance, case)
    with amina.app.app_context():
        assert not rows_beyond(scope, [2], limit=1)
        assert [key.generation for key in db.session.scalars(select(ScopeKey).filter_by(scope_id=scope))] == [
            2
        ]
        db.session.remove()
    assert amina.page(case).text == before
    assert problems(amina.app) == []
    history = amina.page(f"/history/case/{case.rpartition('/')[2]}").text
    assert "Renewed the keys" in history


def test_everything_that_there_is_may_be_renewed_twice_and_verifies(
    people: dict[str, Person], app: Any
) -> None:
    amina = people["amina"]
    case = start_case(amina, name="Dara Sample")
    fill(amina, case)
    pages = ["/cases/", "/people/", "/letters/", "/statements/", case]
    before = {page: amina.page(page).text for page in pages}
    for generation in (2, 3):
        done = renew_all(amina)
        assert not done.damaged
        with app.app_context():
            log = system_scope_id(AUDIT)
            keys = db.session.scalars(select(ScopeKey).where(ScopeKey.scope_id != log)).all()
            assert {key.generation for key in keys} == {generation}
            db.session.remove()
        assert problems(app) == []
    assert {page: amina.page(page).text for page in pages} == before
    again = Person("amina", app, app.test_client()).sign_in()
    start_case(again, name="Somebody Else")
    assert problems(app) == []


def test_a_former_key_for_codes_and_one_for_wraps_can_go_after_everything_was_renewed(
    people: dict[str, Person], app: Any
) -> None:
    amina = people["amina"]
    case = start_case(amina, name="Dara Sample")
    fill(amina, case)
    with app.app_context():
        for purpose in (Purpose.ROW_MAC, Purpose.SCOPE_WRAP, Purpose.TOKEN):
            rotate(None, purpose)
        db.session.remove()
    reference = reference_of(amina, case)
    renew_all(amina)
    with app.app_context():
        assert set(codes_by_version()) == {2}
        destroy(None, Purpose.ROW_MAC, 1)
        db.session.remove()
    assert problems(app) == []
    assert reference in amina.page(case).text
    assert amina.post("/search/find", {"query": reference}).headers["Location"] == case


def test_a_form_that_was_open_while_keys_were_renewed_is_saved(amina: Person) -> None:
    case = start_case(amina, name="Dara Sample")
    page = amina.page(f"{case}/edit")
    fields = next(form["fields"] for form in page.forms if "row_version" in form["fields"])
    renew_all(amina)
    amina.post(f"{case}/edit", {**NIGHT, "row_version": fields["row_version"], "summary": "What she told."})
    amina.post(
        f"{case}/edit",
        {**NIGHT, "row_version": fields["row_version"], "summary": "Something else."},
        status=409,
    )
    assert problems(amina.app) == []


@pytest.mark.parametrize("killed_at", range(1, 12))
def test_a_renewal_that_is_killed_anywhere_is_taken_up_again(
    killed_at: int, amina: Person, instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = start_case(amina, name="Dara Sample")
    monkeypatch.setattr(renewing, "BATCH", 2)
    calls = 0

    def counted(name: str) -> Any:
        call = getattr(renewing, name)

        def go(*arguments: Any, **named: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == killed_at:
                raise Killed
            return call(*arguments, **named)

        return go

    with monkeypatch.context() as killing:
        for name in ("add_generation", "reseal_row", "drop_former_generations", "record"):
            killing.setattr(renewing, name, counted(name))
        with amina.app.app_context():
            scope = scope_of(instance, case)
            try:
                renew_scopes(None, [scope])
                killed = False
            except Killed:
                killed = True
            db.session.remove()
    assert "Dara Sample" in amina.page(case).text
    assert problems(amina.app) == []
    if not killed:
        return
    with amina.app.app_context():
        assert not renew_scopes(None, [scope]).damaged
        assert not former_rows(scope, limit=1)
        db.session.remove()
    assert "Dara Sample" in amina.page(case).text
    assert problems(amina.app) == []


def test_a_damaged_row_keeps_its_key_and_is_told_of(amina: Person, drita: Person, instance: Path) -> None:
    case = start_case(amina, name="Dara Sample")
    reference = reference_of(amina, case)
    scope = scope_of(instance, case)
    with raw(instance) as database:
        database.execute("UPDATE \"case\" SET status = 'closed'")
    done = ask(drita, "renew", reference)
    assert done.exit_code == 1
    assert "1 rows could not be opened" in done.output
    with amina.app.app_context():
        assert len(former_rows(scope, limit=9)) == 1
        db.session.remove()


def test_a_newer_key_that_is_taken_away_is_told(amina: Person, instance: Path) -> None:
    case = start_case(amina, name="Dara Sample")
    scope = scope_of(instance, case)
    with raw(instance) as database:
        former = database.execute("SELECT * FROM scope_key WHERE scope_id = ?", (scope.hex,)).fetchone()
    with amina.app.app_context():
        renew_scopes(None, [scope])
        db.session.remove()
    lose_key(instance, scope)
    with raw(instance) as database:
        database.execute(f"INSERT INTO scope_key VALUES ({','.join('?' * len(former))})", former)
    assert f"scope {scope}: {LOST}" in problems(amina.app)


def test_an_unknown_reference_changes_nothing(drita: Person) -> None:
    assert "Nothing bears the reference" in ask(drita, "renew", "C-26-AAAA").output
    assert "Name a reference" in ask(drita, "renew").output
