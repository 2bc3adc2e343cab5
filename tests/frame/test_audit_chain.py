"""The audit chain: whoever edits, removes, adds or reorders with a database tool is found, and where is told."""

import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from caseapp.audit import AuditEvent, verify
from caseapp.db import db
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.doorway import once
from tests.frame.conftest import RawSql


@pytest.fixture
def busy(amina: Person, clara: Person) -> Person:
    """Some days of work in the log: views, starts, changes."""

    def worked() -> str:
        case = start_case(amina)
        for person in (amina, clara):
            person.get(case)
        version = next(
            form["fields"]["row_version"]
            for form in amina.page(f"{case}/edit").forms
            if "row_version" in form["fields"]
        )
        amina.post(f"{case}/edit", {"row_version": version, "tonight": "In our flat.", "language": "fa"})
        return case

    once(amina.app, "some days of work in the log", worked)
    return amina


@pytest.fixture
def problems(busy: Person) -> Callable[[], list[str]]:
    """What `audit verify` finds."""

    def found() -> list[str]:
        with busy.app.app_context():
            return [f"{problem.where}: {problem.sentence}" for problem in verify()]

    assert found() == []
    return found


def last_number(raw_sql: RawSql) -> int:
    return raw_sql("SELECT max(number) FROM audit_event")[0][0]


def middle(raw_sql: RawSql) -> int:
    return last_number(raw_sql) // 2


def drop_event(raw_sql: RawSql, number: int) -> None:
    raw_sql("DELETE FROM audit_touch WHERE event_id = (SELECT id FROM audit_event WHERE number = ?)", number)
    raw_sql("DELETE FROM audit_event WHERE number = ?", number)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("day", "2020-01-01"),
        ("actor_id", uuid.UUID(int=1).hex),
        ("actor_id", None),
        ("code", "case.viewed.never"),
        ("act_id", uuid.UUID(int=2).hex),
        ("chain", b"\0" * 32),
    ],
    ids=lambda value: str(value)[:12],
)
def test_an_event_that_was_changed_is_named(
    problems: Callable[[], list[str]], raw_sql: RawSql, column: str, value: object
) -> None:
    number = middle(raw_sql)
    raw_sql(f"UPDATE audit_event SET {column} = ? WHERE number = ?", value, number)
    assert f"event {number}: was changed, or an event before it was removed or inserted" in problems()


def test_a_detail_taken_from_another_event_is_named(
    problems: Callable[[], list[str]], raw_sql: RawSql
) -> None:
    number = middle(raw_sql)
    raw_sql(
        "UPDATE audit_event SET detail = (SELECT detail FROM audit_event WHERE number = ?) WHERE number = ?",
        number + 1,
        number,
    )
    found = problems()
    assert any(problem.startswith(f"event {number}: was changed") for problem in found)
    assert f"event {number}: its detail is not the one that was written" in found


@pytest.mark.parametrize("place", ["first", "middle"])
def test_an_event_that_was_removed_is_missed(
    problems: Callable[[], list[str]], raw_sql: RawSql, place: str
) -> None:
    number = 1 if place == "first" else middle(raw_sql)
    drop_event(raw_sql, number)
    assert any(problem.startswith(f"event {number}: missing") for problem in problems())


def test_a_removal_hidden_by_counting_anew_is_found(
    problems: Callable[[], list[str]], raw_sql: RawSql
) -> None:
    number = middle(raw_sql)
    drop_event(raw_sql, number)
    for later in range(number + 1, last_number(raw_sql) + 1):
        raw_sql("UPDATE audit_event SET number = ? WHERE number = ?", later - 1, later)
    assert any(problem.startswith(f"event {number}: was changed") for problem in problems())


def test_an_event_that_was_inserted_is_found(problems: Callable[[], list[str]], raw_sql: RawSql) -> None:
    number = last_number(raw_sql) + 1
    raw_sql(
        "INSERT INTO audit_event (id, scope_id, number, day, actor_id, code, act_id, detail, key_version, chain) "
        "SELECT ?, scope_id, ?, day, actor_id, code, act_id, detail, key_version, chain "
        "FROM audit_event WHERE number = 1",
        uuid.uuid4().hex,
        number,
    )
    assert any(problem.startswith(f"event {number}: was changed") for problem in problems())


def test_two_events_that_changed_places_are_found(problems: Callable[[], list[str]], raw_sql: RawSql) -> None:
    number = middle(raw_sql)
    raw_sql("UPDATE audit_event SET number = -1 WHERE number = ?", number)
    raw_sql("UPDATE audit_event SET number = ? WHERE number = ?", number, number + 1)
    raw_sql("UPDATE audit_event SET number = ? WHERE number = -1", number + 1)
    found = problems()
    assert any(problem.startswith(f"event {number}:") for problem in found)


def test_a_cut_tail_that_wrote_records_is_found_by_the_records(
    problems: Callable[[], list[str]], raw_sql: RawSql
) -> None:
    """Without an anchor a cut of mere views shows nowhere; test_anchors.py holds the anchors to that."""
    last_write = raw_sql("SELECT max(number) FROM audit_event WHERE code = 'case.changed'")[0][0]
    for number in range(last_write, last_number(raw_sql) + 1):
        drop_event(raw_sql, number)
    assert any("is not as its last entry in the log left it" in problem for problem in problems())


def test_a_touch_that_was_removed_changed_or_added_is_found(
    problems: Callable[[], list[str]], raw_sql: RawSql, busy: Person
) -> None:
    event_id, number = raw_sql(
        "SELECT e.id, e.number FROM audit_event e JOIN audit_touch t ON t.event_id = e.id "
        "WHERE e.code = 'case.viewed' LIMIT 1"
    )[0]
    raw_sql("DELETE FROM audit_touch WHERE event_id = ?", event_id)
    assert any(problem.startswith(f"event {number}: was changed") for problem in problems())


def test_touches_of_an_event_that_is_not_there_are_found(
    problems: Callable[[], list[str]], raw_sql: RawSql
) -> None:
    raw_sql(
        "INSERT INTO audit_touch (event_id, record_id, record_kind) VALUES (?, ?, 'case')",
        uuid.uuid4().hex,
        uuid.uuid4().hex,
    )
    assert any("under an event that is not there" in problem for problem in problems())


def test_a_record_edited_without_the_log_is_found(problems: Callable[[], list[str]], raw_sql: RawSql) -> None:
    raw_sql("UPDATE \"case\" SET status = 'closed'")
    assert any(problem.endswith("was edited outside the application") for problem in problems())


def test_a_record_put_back_to_an_earlier_state_is_found(
    busy: Person, problems: Callable[[], list[str]], raw_sql: RawSql
) -> None:
    """A roll-back of one row: its codes are genuine, only the log knows that it moved on."""
    columns = [row[1] for row in raw_sql('PRAGMA table_info("case")')]
    before = raw_sql('SELECT * FROM "case"')[0]
    case_id = str(uuid.UUID(before[columns.index("id")]))
    form = next(f for f in busy.page(f"/cases/{case_id}/edit").forms if "row_version" in f["fields"])
    sent = {"row_version": form["fields"]["row_version"], "tonight": "Somewhere else.", "language": "fa"}
    busy.post(f"/cases/{case_id}/edit", sent)
    assert problems() == []
    assignments = ", ".join(f'"{column}" = ?' for column in columns)
    raw_sql(f'UPDATE "case" SET {assignments}', *before)
    assert f"case {case_id}: is not as its last entry in the log left it" in problems()


def test_a_record_removed_with_a_database_tool_is_missed(
    problems: Callable[[], list[str]], raw_sql: RawSql
) -> None:
    raw_sql("DELETE FROM person_name")
    assert any("was written according to the log and is not there" in problem for problem in problems())


def test_a_copied_record_is_found(problems: Callable[[], list[str]], raw_sql: RawSql) -> None:
    columns = [row[1] for row in raw_sql("PRAGMA table_info(team)")]
    rest = ", ".join(f'"{column}"' for column in columns if column != "id")
    raw_sql(f"INSERT INTO team (id, {rest}) SELECT ?, {rest} FROM team LIMIT 1", uuid.uuid4().hex)
    found = problems()
    assert any("no event of the log wrote this record" in problem for problem in found)
    assert any("was edited outside the application" in problem for problem in found)


def test_a_counter_of_changes_that_was_set_back_is_found(
    problems: Callable[[], list[str]], raw_sql: RawSql
) -> None:
    """By it a step is taken with the record as it was proposed: what is changed afterwards would seem to be older."""
    raw_sql("UPDATE installation SET change_seq = change_seq - 3")
    assert problems() == ["database: its counter of changes was set back outside the application"]


def test_the_log_of_another_installation_does_not_fit(
    app: Flask, problems: Callable[[], list[str]], raw_sql: RawSql
) -> None:
    raw_sql("UPDATE installation SET instance_id = ?", uuid.uuid4().hex)
    with app.app_context():
        assert next(iter(verify())).where == "event 1"


def test_a_page_view_a_refusal_and_a_failed_sign_in_are_each_one_event(
    amina: Person, drita: Person, raw_sql: RawSql
) -> None:
    case = start_case(amina)
    before = last_number(raw_sql)
    amina.get(case)
    drita.get(case, 403)
    amina.client.get("/cases/" + str(uuid.uuid4()))
    codes = [
        row[0] for row in raw_sql("SELECT code FROM audit_event WHERE number > ? ORDER BY number", before)
    ]
    # where they are tonight, and the way to reach them: each is told of once a day
    assert codes == ["case.viewed", *["access.shown_to_assigned"] * 2, "access.denied", "access.not_reached"]
    with amina.app.app_context():
        denied = db.session.scalars(select(AuditEvent).where(AuditEvent.code == "access.denied")).one()
        assert denied.actor_id == drita.id
        assert denied.detail["permission"] == "case:read"


@pytest.mark.parametrize(
    "trigger",
    [
        "BEFORE INSERT ON audit_event WHEN new.code = 'case.viewed' BEGIN SELECT raise(IGNORE); END",
        "AFTER INSERT ON audit_event WHEN new.code = 'case.viewed' "
        "BEGIN UPDATE audit_event SET code = 'report.read' WHERE id = new.id; END",
        "BEFORE INSERT ON audit_touch BEGIN SELECT raise(IGNORE); END",
    ],
    ids=["swallowed", "renamed", "records swallowed"],
)
def test_a_page_is_not_shown_whose_event_the_database_swallows_or_changes(
    amina: Person, raw_sql: RawSql, trigger: str
) -> None:
    case = start_case(amina)
    raw_sql(f"CREATE TRIGGER quiet {trigger}")
    answer = amina.client.get(case)
    assert answer.status_code == 500
    assert "Reza" not in answer.text
