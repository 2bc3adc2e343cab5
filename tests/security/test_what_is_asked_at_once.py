"""What a page asks at once, or remembers, tells an edited row as surely as what it asked one by one."""

import pytest
from flask import Flask
from sqlalchemy import select

from caseapp.access.reach import kept_out_of
from caseapp.db import db, fitting, memory
from caseapp.people.models import Person as Client
from caseapp.vault import Tampered
from caseapp.web.roles import Role
from tests.cases.test_sharing import change
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.frame.conftest import RawSql, raw_sql
from tests.security.test_the_log_itself import colleague

__all__ = ["raw_sql"]


def test_a_second_row_of_a_scope_that_is_shared_more_widely_lets_nobody_in(
    app: Flask, amina: Person, clara: Person, raw_sql: RawSql
) -> None:
    case = start_case(amina)
    clara.post(f"{case}/access/level", {"level": "members"})
    other = colleague(app, "coleen", Role.COORDINATOR)
    assert "Reza" not in other.client.get("/cases/").text
    for table in ("scope", "audit_event", "audit_touch"):  # without keys nothing hinders a second row
        raw_sql(f"CREATE TABLE plain AS SELECT * FROM {table}")
        raw_sql(f"DROP TABLE {table}")
        raw_sql(f"ALTER TABLE plain RENAME TO {table}")
    raw_sql("CREATE TABLE genuine AS SELECT * FROM scope WHERE level = 'members'")
    raw_sql("UPDATE scope SET level = 'team' WHERE level = 'members'")
    raw_sql("INSERT INTO scope SELECT * FROM genuine")
    raw_sql("DROP TABLE genuine")
    answer = other.client.get("/cases/")
    assert "Reza" not in answer.text
    assert answer.status_code == 500


def test_who_is_kept_out_is_not_sought_for_ever_behind_a_scope_that_was_taken_out(
    app: Flask, amina: Person, besnik: Person, clara: Person, raw_sql: RawSql
) -> None:
    case = start_case(amina)
    change(clara, case, besnik, "keep_out")
    with app.app_context():
        [scope_id] = db.session.scalars(select(Client.scope_id))
        assert kept_out_of(scope_id) == {besnik.id}
        db.session.remove()
    raw_sql("DELETE FROM scope WHERE kind = 'case'")
    with app.app_context(), pytest.raises(Tampered):
        kept_out_of(scope_id)


@pytest.mark.parametrize(
    "edit",
    [
        "DELETE FROM scope_exclusion",
        "UPDATE scope_exclusion SET removed_on = changed_on",
        "DELETE FROM scope_link",
    ],
)
def test_who_is_kept_out_is_compared_before_anybody_is_told(
    app: Flask, amina: Person, besnik: Person, clara: Person, raw_sql: RawSql, edit: str
) -> None:
    change(clara, start_case(amina), besnik, "keep_out")
    raw_sql(edit)
    with app.app_context(), pytest.raises(Tampered):
        kept_out_of(db.session.scalars(select(Client.scope_id)).one())


DAMAGED = [
    """name = (SELECT name FROM "user" WHERE status = 'active' AND id != ? LIMIT 1)""",
    "name = 'A name', id = ?",
    "scope_id = 'x', id = ?",
]


@pytest.mark.parametrize("damaged", [*DAMAGED, "id = 'x' || substr(?, 2)"])
def test_a_damaged_name_of_a_colleague_stops_the_pages_that_name_them_and_no_others(
    amina: Person, clara: Person, edon: Person, raw_sql: RawSql, damaged: str
) -> None:
    start_case(amina)
    raw_sql(f'UPDATE "user" SET {damaged} WHERE id = ?', edon.id.hex, edon.id.hex)
    assert "Amina Test" in clara.get("/cases/").text
    assert "Amina Test" in clara.get("/cases/?sort=responsible").text


@pytest.mark.parametrize("damaged", DAMAGED)
def test_a_damaged_name_is_not_shown_as_if_nobody_bore_it(
    amina: Person, clara: Person, raw_sql: RawSql, damaged: str
) -> None:
    start_case(amina)
    raw_sql(f'UPDATE "user" SET {damaged} WHERE id = ?', amina.id.hex, amina.id.hex)
    assert clara.client.get("/cases/").status_code == 500


def test_a_question_that_finds_many_rows_fills_no_memory(
    app: Flask, amina: Person, clara: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fitting, "_MOST", 7)
    for _case in range(5):
        start_case(amina)
    assert clara.get("/cases/").text.count("Reza from the camp") == 5
    with app.app_context():
        assert 0 < len(memory()[fitting._MEMORY]) <= 7
