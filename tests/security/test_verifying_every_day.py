"""The daily verification: nobody switches it off, crashes it or silences it by editing a row."""

import tracemalloc
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from caseapp.audit.nightly import last_verification, verify_once_a_day
from caseapp.clock import now
from caseapp.db import db
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.frame.conftest import RawSql, raw_sql

__all__ = ["raw_sql"]
ALARM = "Something was changed outside the application"
OVERDUE = "Log and records have not been compared for long"


@pytest.fixture
def verified(app: Flask, amina: Person) -> Flask:
    """An installation that was verified today, with a case in it."""
    start_case(amina)
    verify(app)
    return app


def verify(app: Flask) -> int:
    """Let the daily verification run if it is due; returns how many problems the last one found, -1 without one."""
    with app.app_context():
        db.session.remove()
        verify_once_a_day()
        last = last_verification()
        return last.problems if last is not None else -1


@pytest.mark.parametrize(
    "edit",
    ["day = '9998-01-01'", "day = 'no day'", "code = 'report.read'", "detail = x'c1'", "chain = x''"],
)
def test_an_edited_verification_does_not_stand_for_todays(
    verified: Flask, clara: Person, raw_sql: RawSql, edit: str
) -> None:
    assert ALARM not in clara.page("/").text
    raw_sql(f"UPDATE audit_event SET {edit} WHERE code = 'audit.verified'")
    if "code" not in edit:
        assert ALARM in clara.page("/").text
    assert verify(verified) > 0
    assert ALARM in clara.page("/").text


@pytest.mark.parametrize(
    "edit",
    [
        "UPDATE \"case\" SET created_on = 'garbage'",
        "UPDATE \"case\" SET row_mac = x''",
        "UPDATE \"case\" SET row_version = 'many'",
        "UPDATE \"case\" SET id = 'none'",
        "UPDATE scope SET mac = 1",
        "UPDATE audit_event SET day = 'garbage' WHERE number = 2",
        "UPDATE audit_event SET key_version = 77 WHERE number = 2",
        "UPDATE audit_touch SET record_id = 'none' WHERE record_kind = 'case'",
        "UPDATE record_version SET replaced_on = 'garbage'",
    ],
)
def test_a_row_that_cannot_be_read_is_found_the_next_day_and_told(
    verified: Flask, clara: Person, raw_sql: RawSql, edit: str
) -> None:
    clara.post("/me", {"language": "en", "calendar": "gregorian", "theme": "dark", "row_version": "2"})
    raw_sql(edit)
    with time_machine.travel(now() + timedelta(days=1)):
        assert verify(verified) > 0
        assert ALARM in clara.sign_in().page("/").text


def test_a_version_beyond_all_measure_fills_no_memory(verified: Flask, raw_sql: RawSql) -> None:
    raw_sql('UPDATE "case" SET row_version = 2000000')
    tracemalloc.start()
    try:
        with time_machine.travel(now() + timedelta(days=1)):
            assert verify(verified) > 0
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()


def test_an_alarm_is_not_silenced_by_calling_it_something_else(
    verified: Flask, clara: Person, raw_sql: RawSql
) -> None:
    raw_sql("UPDATE \"case\" SET status = 'closed'")
    with time_machine.travel(now() + timedelta(days=1)):
        assert verify(verified) > 0
        raw_sql("UPDATE audit_event SET code = 'report.read' WHERE code = 'audit.verified'")
        assert verify(verified) > 0
        assert ALARM in clara.sign_in().page("/").text


def test_a_clock_that_once_ran_ahead_does_not_end_the_verifying(verified: Flask) -> None:
    with time_machine.travel(now() + timedelta(days=900)):
        assert verify(verified) == 0
    with verified.app_context():
        assert last_verification() is None
    assert verify(verified) == 0


def test_the_home_page_says_when_nobody_has_verified_for_long(
    verified: Flask, clara: Person, amina: Person
) -> None:
    assert OVERDUE not in clara.page("/").text
    with time_machine.travel(now() + timedelta(hours=37)):
        assert OVERDUE in clara.sign_in().page("/").text
        assert OVERDUE not in amina.sign_in().page("/").text
        verify(verified)
        assert OVERDUE not in clara.page("/").text
