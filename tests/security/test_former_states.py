"""Former states: whoever edits what a record was, or who changed it, is found out, and no rule rests on it."""

import uuid

import pytest
from flask import Flask

from caseapp.audit import verify
from caseapp.db import db
from tests.cases.test_starting_a_case import NIGHT, start_case
from tests.conftest import Person
from tests.frame.conftest import RawSql, raw_sql
from tests.letters.preparing import version_of
from tests.statements import writing as statements
from tests.statements.test_changed_answers import answer

__all__ = ["raw_sql"]
EDITED = "A change stands here that somebody edited with another program."


def problems(app: Flask) -> list[str]:
    with app.app_context():
        db.session.remove()
        return [f"{problem.where}: {problem.sentence}" for problem in verify()]


@pytest.fixture
def case(amina: Person) -> str:
    """The id of a case that was changed three times."""
    address = start_case(amina)
    for version, place in enumerate(("The first flat.", "The second flat.", "The third flat."), 1):
        amina.post(f"{address}/edit", {**NIGHT, "tonight": place, "row_version": str(version)})
    assert problems(amina.app) == []
    return address.rpartition("/")[2]


@pytest.mark.parametrize(
    "edit",
    [
        "act_id = (SELECT act_id FROM audit_event WHERE code = 'account.activated' LIMIT 1)",
        "replaced_on = '2020-01-01'",
        "replaced_on = 'no day at all'",
        "record_kind = 'letter'",
        "state = x'c1' || randomblob(200)",
        "state = 'plain text'",
        "row_version = 9",
    ],
)
def test_an_edited_former_state_is_named_and_the_history_says_so(
    amina: Person, case: str, raw_sql: RawSql, edit: str
) -> None:
    raw_sql(f"UPDATE record_version SET {edit} WHERE record_id = ? AND row_version = 2", uuid.UUID(case).hex)
    text = amina.page(f"/history/case/{case}").text
    assert text.count(EDITED) == 1
    assert "The third flat." in text
    assert f"case {case}: a former state of it is not there" in problems(amina.app)


def test_former_states_that_changed_places_are_found_out(amina: Person, case: str, raw_sql: RawSql) -> None:
    for before, after in ((2, 102), (3, 2), (102, 3)):
        raw_sql("UPDATE record_version SET row_version = ? WHERE row_version = ?", after, before)
    assert amina.page(f"/history/case/{case}").text.count(EDITED) == 2
    assert len([each for each in problems(amina.app) if each.startswith("former state")]) == 2


def test_a_former_state_that_was_taken_out_is_missed_in_the_history(
    amina: Person, case: str, raw_sql: RawSql
) -> None:
    raw_sql("DELETE FROM record_version WHERE row_version = 2")
    assert amina.page(f"/history/case/{case}").text.count(EDITED) == 1


def test_the_history_names_nobody_whom_somebody_wrote_into_the_log(
    amina: Person, besnik: Person, case: str, raw_sql: RawSql
) -> None:
    raw_sql("UPDATE audit_event SET actor_id = ? WHERE code = 'case.changed'", besnik.id.hex)
    text = amina.page(f"/history/case/{case}").text
    assert text.count(EDITED) == 3
    assert "Besnik" not in text


@pytest.mark.parametrize(
    "edit",
    [
        "UPDATE record_version SET act_id = ? WHERE record_kind = 'statement_person'",
        "DELETE FROM record_version WHERE record_kind = 'statement_person' AND ? <> ''",
    ],
)
def test_whoever_changed_an_answer_does_not_become_the_second_person_with_a_database_tool(
    amina: Person, besnik: Person, clara: Person, raw_sql: RawSql, edit: str
) -> None:
    case = start_case(amina)
    statement = statements.write_statement(amina, case)
    client = statements.client_of(amina, case)
    answer(clara, statement, unpressed="no")
    other = raw_sql("SELECT act_id FROM audit_event WHERE actor_id = ? LIMIT 1", besnik.id.hex)[0][0]
    raw_sql(edit, other)
    page = f"{statement}/concern/{client}"
    decided = {"decision": "Fine.", "row_version": version_of(clara, page), "csrf_token": clara.token()}
    assert clara.client.post(page, data=decided).status_code == 500
    assert "Fine." not in clara.get(statement).text
    assert "was edited with another program" in clara.page(statement).text
