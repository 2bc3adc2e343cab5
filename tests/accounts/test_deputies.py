"""A deputy holds what was lent between two dates, and stands for whoever lent it."""

import re
import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from time_machine import travel

from caseapp.accounts.actions import change_roles, change_teams, disable_user
from caseapp.accounts.deputies import FOR_SOMEBODY_ILL, Deputy, lent_to, stands_for
from caseapp.accounts.factors.demanded import REQUIRED, RULES, rule_for
from caseapp.accounts.models import User
from caseapp.accounts.rules import set_rule
from caseapp.audit import AuditEvent
from caseapp.cases.models import Case
from caseapp.cases.workflow import CLOSING
from caseapp.db import db, write
from caseapp.web.gate import can, roles_that
from caseapp.web.installed import lendable
from caseapp.web.roles import Role
from caseapp.web.rules import TWO
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.doorway import prepared
from tests.letters.preparing import approve, in_review, status_of
from tests.statements.writing import read_back, sign, write_statement

MONDAY = date(2026, 11, 30)
CLOSE = {"manner": "done_here", "reason": "Settled in a town of their own."}


@pytest.fixture(autouse=True)
def on_monday() -> Iterator[None]:
    with at(MONDAY):
        yield


def at(day: date) -> travel:
    return travel(f"{day}T12:00:00+00:00", tick=False)


@prepared
def case_of(person: Person) -> str:
    return start_case(person).rpartition("/")[2]


def lend(deputy: Person, first: date, last: date, *lent: str) -> dict[str, object]:
    boxes: dict[str, object] = {"deputy": str(deputy.id), "lent": list(lent or ("case:close",))}
    for name, day in (("first", first), ("last", last)):
        boxes |= {
            f"{name}-day": str(day.day),
            f"{name}-month": str(day.month),
            f"{name}-year": str(day.year),
            f"{name}-calendar": "gregorian",
        }
    return boxes


def anew(person: Person) -> Person:
    person.client = person.app.test_client()
    return person.sign_in()


def step_of(case_id: str) -> str:
    return f"/cases/{case_id}/step/close"


def version_of(app: Flask, case_id: str) -> str:
    with app.app_context():
        return str(db.session.get_one(Case, uuid.UUID(case_id)).row_version)


def try_to_close(app: Flask, person: Person, case_id: str, status: int) -> str:
    sent = {**CLOSE, "row_version": version_of(app, case_id)}
    return person.post(step_of(case_id), sent, status=status).text


def let_closing_take_two(app: Flask) -> None:
    with app.test_request_context(), write():
        set_rule(db.session.scalars(select(User)).first(), CLOSING, TWO)


def propose_to_close(person: Person, case_id: str) -> None:
    sent = {"new_id": str(uuid.uuid4()), "reason": "Nothing has happened for two years."}
    person.post(f"/proposals/propose/case/{case_id}/close", sent)


def test_a_deputy_may_on_the_first_day_and_the_last_and_not_besides(
    app: Flask, amina: Person, clara: Person
) -> None:
    first, last = MONDAY + timedelta(days=1), MONDAY + timedelta(days=3)
    case_id = case_of(amina)
    clara.post("/me/deputies", lend(amina, first, last))
    for day, status in ((MONDAY, 403), (first, 200), (last, 200), (last + timedelta(days=1), 403)):
        with at(day):
            anew(amina).get(step_of(case_id), status=status)


def test_whose_role_demands_a_second_factor_their_deputy_gives_one_on_those_days(
    app: Flask, amina: Person, besnik: Person, clara: Person, drita: Person
) -> None:
    tomorrow = MONDAY + timedelta(days=1)
    clara.post("/me/deputies", lend(amina, tomorrow, tomorrow))
    with app.app_context(), write():
        user = db.session.get_one(User, drita.id)
        of_coordinators = next(rule for rule in RULES if rule.code == rule_for(Role.COORDINATOR))
        set_rule(user, of_coordinators, REQUIRED, "")
    for day, opens in ((MONDAY, True), (tomorrow, False), (MONDAY + timedelta(days=2), True)):
        with at(day):
            assert (anew(amina).client.get("/").status_code == 200) is opens, day
            anew(besnik).get("/")
    with at(tomorrow):
        assert "second factor" in anew(amina).client.get("/sign-in", follow_redirects=True).text


def test_what_a_deputy_did_stands_in_the_log_as_done_for_somebody(
    app: Flask, amina: Person, clara: Person, drita: Person
) -> None:
    case_id = case_of(amina)
    clara.post("/me/deputies", lend(amina, MONDAY, MONDAY))
    try_to_close(app, amina, case_id, 302)
    with app.app_context():
        event = db.session.scalars(select(AuditEvent).where(AuditEvent.code == "case.moved")).one()
        assert (event.detail or {})["as_deputy_of"] == [str(clara.id)]
    assert (
        "As deputy of" in drita.page("/audit/?code=case.moved").text
        or "As deputy of" in drita.page("/audit/").text
    )


def test_a_deputy_reaches_no_more_than_before(amina: Person, besnik: Person, clara: Person) -> None:
    case_id = case_of(amina)
    clara.post("/me/deputies", lend(besnik, MONDAY, MONDAY))
    besnik.get(step_of(case_id), status=404)


def test_somebody_who_asked_cannot_have_their_own_deputy_agree(
    app: Flask, amina: Person, clara: Person
) -> None:
    case_id = case_of(amina)
    let_closing_take_two(app)
    clara.post("/me/deputies", lend(amina, MONDAY, MONDAY))
    propose_to_close(clara, case_id)
    assert "This takes two" in try_to_close(app, amina, case_id, 422)
    assert "Proposed by colleagues" not in amina.page("/").text


def test_what_was_taken_back_holds_no_more_for_a_form_that_is_open(
    app: Flask, amina: Person, clara: Person
) -> None:
    case_id = case_of(amina)
    clara.post("/me/deputies", lend(amina, MONDAY, MONDAY))
    amina.get(step_of(case_id))
    back = re.search(r"/deputies/[0-9a-f-]{36}/end", clara.get("/me/deputies").text)
    assert back
    amina.post(back.group(0), status=404)
    clara.post(back.group(0))
    try_to_close(app, amina, case_id, 403)


def test_what_was_lent_by_a_form_sent_twice_is_taken_back_at_once(
    app: Flask, amina: Person, clara: Person
) -> None:
    case_id = case_of(amina)
    for _time in range(2):
        clara.post("/me/deputies", lend(amina, MONDAY, MONDAY))
    amina.get(step_of(case_id))
    end = re.search(r'action="(/deputies/[0-9a-f-]{36}/end)"', clara.get("/me/deputies").text)
    assert end
    clara.post(end.group(1))
    amina.get(step_of(case_id), status=403)


def test_a_deputy_reads_on_their_account_for_whom_they_stand_in_until_it_is_over(
    amina: Person, besnik: Person, clara: Person
) -> None:
    clara.post("/me/deputies", lend(amina, MONDAY, MONDAY + timedelta(days=1)))
    text = amina.page("/me").text
    assert "Whose deputy I am" in text
    assert "Clara Test" in text
    assert "30 November 2026 to 1 December 2026: Close cases" in text
    assert "Whose deputy I am" not in besnik.page("/me").text
    with at(MONDAY + timedelta(days=2)):
        assert "Whose deputy I am" not in anew(amina).page("/me").text


def test_the_account_leads_to_deputies_where_there_is_something_to_lend(amina: Person, clara: Person) -> None:
    assert 'href="/me/deputies"' in clara.get("/me").text
    assert 'href="/me/deputies"' not in amina.get("/me").text


def test_whoever_has_nothing_to_lend_is_told_where_to_say_who_covers(amina: Person) -> None:
    assert (
        "Who looks after cases in the meantime is entered under “Who is away”."
        in amina.page("/me/deputies").text
    )


def test_a_deputy_lends_nothing_on(amina: Person, besnik: Person, clara: Person) -> None:
    clara.post("/me/deputies", lend(amina, MONDAY, MONDAY))
    assert "holds nothing of that kind to lend" in amina.page("/me/deputies").text
    amina.post("/me/deputies", lend(besnik, MONDAY, MONDAY), status=422)


def test_what_a_role_no_longer_includes_is_lent_no_longer(app: Flask, amina: Person, clara: Person) -> None:
    clara.post("/me/deputies", lend(amina, MONDAY, MONDAY))
    with app.test_request_context():
        assert can(db.session.get_one(User, amina.id), "case:close")
    with app.test_request_context(), write():
        drita = next(u for u in db.session.scalars(select(User)) if "administrator" in u.roles)
        disable_user(drita, db.session.get_one(User, clara.id), "Left.")
    with app.test_request_context():
        assert not can(db.session.get_one(User, amina.id), "case:close")


def test_a_row_edited_outside_lends_nothing(app: Flask, instance: Path, amina: Person, clara: Person) -> None:
    clara.post("/me/deputies", lend(amina, MONDAY, MONDAY))
    with closing(sqlite3.connect(instance / "caseapp.db")) as database, database:
        database.execute("UPDATE deputy SET permission = 'letter:approve'")
    with app.test_request_context():
        deputy = db.session.get_one(User, amina.id)
        assert lent_to(deputy) == {}
        assert stands_for(deputy) == {deputy.id}


def test_an_administrator_names_one_where_the_rule_lets_them(
    app: Flask, amina: Person, clara: Person, drita: Person
) -> None:
    page = f"/staff/{clara.id}/deputies"
    assert "name their own deputy alone" in drita.post(page, lend(amina, MONDAY, MONDAY), status=422).text
    with app.test_request_context(), write():
        set_rule(db.session.scalars(select(User)).first(), FOR_SOMEBODY_ILL, "administrator")
    drita.post(page, lend(amina, MONDAY, MONDAY))
    assert "made Amina Test deputy of Clara Test" in re.sub("[\u2068\u2069]", "", clara.page("/").text)
    told = re.sub("[\u2068\u2069]", "", anew(amina).page("/").text)
    assert "made you deputy of Clara Test" in told


def test_whoever_holds_it_already_is_no_deputy(app: Flask, amina: Person, clara: Person) -> None:
    with app.test_request_context(), write():
        drita = next(u for u in db.session.scalars(select(User)) if "administrator" in u.roles)
        change_roles(drita, db.session.get_one(User, amina.id), [Role.COORDINATOR])
    page = clara.post("/me/deputies", lend(amina, MONDAY, MONDAY), status=422)
    assert "They hold some of this already" in page.text
    with app.app_context():
        assert db.session.scalars(select(Deputy)).all() == []


def test_a_deputy_approves_letters_and_none_that_they_wrote(
    amina: Person, besnik: Person, clara: Person
) -> None:
    member = {"colleague": str(besnik.id), "act": "add", "reason": "Reads it, too."}
    own = in_review(amina)
    case = re.search(r"/cases/[0-9a-f-]{36}", clara.get(own).text)
    assert case
    clara.post(f"{case.group(0)}/access/", member)
    clara.post("/me/deputies", lend(amina, MONDAY, MONDAY, "letter:approve"))
    clara.post("/me/deputies", lend(besnik, MONDAY, MONDAY, "letter:approve"))
    assert "You have written a part of this letter." in approve(amina, own, 422).text
    approve(besnik, own)
    assert status_of(clara, own) == "approved"


def test_a_deputy_approves_no_letter_of_whoever_lent_it(app: Flask, amina: Person, clara: Person) -> None:
    letter = in_review(clara)
    case = re.search(r"/cases/[0-9a-f-]{36}", clara.get(letter).text)
    assert case
    clara.post(f"{case.group(0)}/access/", {"colleague": str(amina.id), "act": "add", "reason": "Helps."})
    clara.post("/me/deputies", lend(amina, MONDAY, MONDAY, "letter:approve"))
    assert "You have written a part of this letter." in approve(amina, letter, 422).text
    assert status_of(clara, letter) == "to be checked"


def coordinate(app: Flask, person: Person) -> Person:
    """Let somebody coordinate from now on, who works in no team."""
    with app.test_request_context(), write():
        drita = next(u for u in db.session.scalars(select(User)) if "administrator" in u.roles)
        user = db.session.get_one(User, person.id)
        change_roles(drita, user, [Role.COORDINATOR])
        change_teams(drita, user, [])
    return anew(person)


def test_a_letter_that_a_deputy_may_approve_is_not_said_to_wait_for_nobody(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    letter = in_review(clara)
    case = re.search(r"/cases/[0-9a-f-]{36}", clara.get(letter).text)
    assert case
    clara.post(f"{case.group(0)}/access/", {"colleague": str(amina.id), "act": "add", "reason": "Helps."})
    coordinate(app, besnik)
    assert "Nobody can approve it as things stand" in clara.get(letter).text
    besnik.post("/me/deputies", lend(amina, MONDAY, MONDAY, "letter:approve"))
    page = re.sub("[\u2068\u2069]", "", clara.get(letter).text)
    assert "Nobody can approve it as things stand" not in page
    assert "These colleagues can approve it: Amina Test" in page
    assert letter in amina.get("/").text
    approve(amina, letter)
    assert status_of(clara, letter) == "approved"
    with at(MONDAY + timedelta(days=1)):
        assert "These colleagues can approve it" not in anew(clara).get(letter).text


def test_whoever_stands_for_its_writer_is_not_asked_to_review_a_statement(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    statement = write_statement(clara)
    case = re.search(r"/cases/[0-9a-f-]{36}", clara.get(statement).text)
    assert case
    clara.post(f"{case.group(0)}/access/", {"colleague": str(amina.id), "act": "add", "reason": "Helps."})
    read_back(clara, statement)
    sign(clara, statement)
    clara.post("/me/deputies", lend(amina, MONDAY, MONDAY, "statement:review"))
    assert "These colleagues can review it" not in clara.get(statement).text
    assert statement not in amina.get("/").text
    coordinate(app, besnik)
    besnik.post("/me/deputies", lend(amina, MONDAY, MONDAY, "statement:review"))
    assert "These colleagues can review it" not in clara.get(statement).text, (
        "she stands for the writer still"
    )


def test_a_deputy_who_stands_for_nobody_of_its_writers_is_asked_to_review_a_statement(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    statement = write_statement(clara)
    case = re.search(r"/cases/[0-9a-f-]{36}", clara.get(statement).text)
    assert case
    clara.post(f"{case.group(0)}/access/", {"colleague": str(amina.id), "act": "add", "reason": "Helps."})
    read_back(clara, statement)
    sign(clara, statement)
    coordinate(app, besnik)
    besnik.post("/me/deputies", lend(amina, MONDAY, MONDAY, "statement:review"))
    page = re.sub("[\u2068\u2069]", "", clara.get(statement).text)
    assert "These colleagues can review it: Amina Test" in page
    assert statement in amina.get("/").text


def test_what_a_colleague_proposes_reaches_the_deputy_who_takes_it(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    """The proposer may be anybody but the deputy and whoever lent it."""
    case_id = case_of(amina)
    let_closing_take_two(app)
    clara.post(f"/cases/{case_id}/access/", {"colleague": str(besnik.id), "act": "add", "reason": "Helps."})
    clara.post("/me/deputies", lend(amina, MONDAY, MONDAY))
    propose_to_close(besnik, case_id)
    assert "Proposed by colleagues" in amina.page("/").text
    try_to_close(app, amina, case_id, 302)


def test_whoever_lent_it_takes_what_their_deputy_proposed_as_any_colleague_may(
    app: Flask, amina: Person, clara: Person
) -> None:
    """Proposing was never lent: two people have looked, each by a right of their own."""
    case_id = case_of(amina)
    let_closing_take_two(app)
    clara.post("/me/deputies", lend(amina, MONDAY, MONDAY))
    propose_to_close(amina, case_id)
    assert "This takes two" in try_to_close(app, amina, case_id, 422), "nobody takes their own"
    try_to_close(app, clara, case_id, 302)


def test_nobody_asks_by_role_who_holds_what_may_be_lent(app: Flask) -> None:
    with app.app_context():
        assert lendable()
        for permission in lendable():
            with pytest.raises(ValueError, match="may be lent to a deputy"):
                roles_that(permission)
