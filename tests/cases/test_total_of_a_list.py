"""Above a list stands how many rows it has, of what its reader may see."""

import re
import uuid

import pytest
from flask import Flask
from sqlalchemy import select

from caseapp.access import Level, add_member, keep_out, set_level
from caseapp.accounts.models import User
from caseapp.cases.actions import move_case
from caseapp.cases.models import Case
from caseapp.clock import today
from caseapp.db import Scope, db, write
from caseapp.workflow import StepDetails
from tests.cases.test_list_of_cases import start
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.frame.counted import questions
from tests.page_rules import Page
from tests.people.walking import client_of, errand, look_up


def total(reader: Person, path: str) -> str:
    """What stands above a list about its number of rows."""
    found = re.search(r'<p class="list-total">(.*?)</p>', reader.get(path).text, re.DOTALL)
    return Page(found.group(1)).text if found else ""


@pytest.mark.parametrize("order", ["changed", "name", "responsible"])
def test_everybody_reads_how_many_of_their_own_there_are(
    app: Flask, amina: Person, besnik: Person, clara: Person, order: str
) -> None:
    with app.app_context():
        start("amina", "One", "Two")
        start("besnik", "Three")
    assert total(amina, f"/cases/?sort={order}") == "2 cases"
    assert total(besnik, f"/cases/?sort={order}") == "1 case"
    assert total(clara, f"/cases/?sort={order}") == "3 cases"
    assert total(besnik, f"/people/?sort={order}") == "1 person"


def test_an_empty_list_says_what_will_stand_there_and_no_number(amina: Person) -> None:
    assert total(amina, "/cases/") == ""


def test_with_filters_it_says_of_how_many(app: Flask, clara: Person) -> None:
    with app.app_context():
        start("amina", "New one", "Taken up")
        start("clara", "Claras own")
        user = next(user for user in db.session.scalars(select(User)) if user.sign_in_name == "clara")
        taken_up = db.session.scalars(select(Case).order_by(Case.seq)).all()[1]
        with write():
            move_case(user, taken_up, "take_up", StepDetails())
    assert total(clara, "/cases/?status=open") == "1 of 3 cases"
    assert total(clara, "/cases/?mine=1&sort=name") == "1 of 3 cases"
    assert total(clara, "/cases/?status=closed") == "0 of 3 cases"


def test_a_long_list_is_counted_so_far_and_said_to_be_longer(
    app: Flask, amina: Person, clara: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("caseapp.access.totals.COUNTED", 3)
    with app.app_context():
        start("amina", *"ABC")
    assert total(clara, "/cases/") == "3 cases"
    with app.app_context():
        start("clara", "D", "E")
    assert total(clara, "/cases/") == "more than 3 cases"
    assert total(clara, "/cases/?mine=1") == "2 of more than 3 cases"
    assert total(amina, "/cases/") == "3 cases"


def counting(app: Flask, reader: Person, path: str) -> int:
    """How many questions that count rows a list asks."""
    with questions(app) as sent:
        reader.get(path)
    return len([each for each in sent if "count(*)" in each and 'FROM (SELECT "case".id' in each])


def test_one_question_counts_with_and_without_filters_and_is_not_asked_again_before_something_changes(
    app: Flask, amina: Person, clara: Person
) -> None:
    with app.app_context():
        start("amina", *"ABC")
    assert counting(app, clara, "/cases/?mine=1") == 1
    assert counting(app, clara, "/cases/?mine=1") == 0
    assert counting(app, clara, "/cases/?mine=1&sort=name") == 0
    assert counting(app, clara, "/cases/") == 1
    assert counting(app, amina, "/cases/?mine=1") == 1, "each has their own"
    start_case(amina)
    assert counting(app, clara, "/cases/?mine=1") == 1
    assert counting(app, clara, "/cases/") == 1


def test_who_is_kept_out_reads_another_total_at_once(app: Flask, amina: Person, clara: Person) -> None:
    with app.app_context():
        start("amina", *"ABC")
    assert total(clara, "/cases/") == "3 cases"
    with app.app_context():
        users = {user.sign_in_name: user for user in db.session.scalars(select(User))}
        first, second, _third = db.session.scalars(select(Case.scope_id).order_by(Case.seq)).all()
        with write():
            keep_out(users["amina"], scope(first), users["clara"], "Her brother.")
        assert total(clara, "/cases/") == "2 cases"
        with write():
            set_level(users["amina"], scope(second), Level.ONLY_MEMBERS)
        assert total(clara, "/cases/") == "1 case"
        with write():
            add_member(users["amina"], scope(second), users["clara"], "For today.", until=today())
        assert total(clara, "/cases/") == "2 cases"


def scope(scope_id: uuid.UUID) -> Scope:
    found = db.session.get(Scope, scope_id)
    assert found is not None
    return found


def test_somebody_recorded_twice_counts_once(amina: Person) -> None:
    jaleh = client_of(amina, start_case(amina, name="Jaleh Emtehani"))
    case = start_case(amina, name="The woman from the bus")
    assert total(amina, "/people/") == "2 people"
    look_up(amina, "names", case, "Jaleh Emtehani")
    amina.post(f"/people/check/{errand('names', case, client_of(amina, case))}/pick", {"picked": jaleh})
    assert total(amina, "/people/") == "1 person"
    assert total(amina, "/people/?changed=week") == "1 of 1 person"
