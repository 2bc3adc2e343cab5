"""What one person did alone stands on the list for a second look until a colleague has looked at it."""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from caseapp.cases.workflow import CLOSING
from caseapp.clock import now
from caseapp.web.rules import TWO
from tests.cases.test_sharing import change
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.doorway import prepared
from tests.proposals.test_steps_that_take_two import propose
from tests.settings.test_rules import choose

PAGE = "/reviews/second-look"
CLOSE = {"manner": "done_here", "reason": "Settled in a town of their own."}


@pytest.fixture
def other(app: Flask, drita: Person, besnik: Person) -> Person:
    """Besnik, who coordinates as well."""
    number = re.search(r'name="row_version" value="(\d+)"', drita.get(f"/staff/{besnik.id}").text)
    assert number
    drita.post(f"/staff/{besnik.id}/roles", {"roles": ["coordinator"], "row_version": number.group(1)})
    return besnik.sign_in()


def shown(person: Person) -> list[str]:
    return [part.split('"')[0] for part in person.get(PAGE).text.split('name="shown" value="')[1:]]


@prepared
def close(person: Person, case: str) -> None:
    number = person.page(f"{case}/step/close").forms[-1]["fields"]["row_version"]
    person.post(f"{case}/step/close", {**CLOSE, "row_version": number})


def test_a_case_that_one_person_closed_waits_for_a_colleague_and_not_for_them(
    amina: Person, clara: Person, other: Person
) -> None:
    close(clara, start_case(amina))
    assert shown(clara) == []
    assert "Clara Test" in other.page(PAGE).text
    assert "For a second look" in other.page("/").text


def test_where_it_takes_two_it_is_on_no_list(app: Flask, amina: Person, clara: Person, other: Person) -> None:
    choose(app, CLOSING, TWO)
    case = start_case(amina)
    propose(amina, case.rpartition("/")[2])
    with time_machine.travel(now() + timedelta(days=1), tick=False):
        close(clara.sign_in(), case)
        assert shown(other.sign_in()) == []


def test_what_was_done_alone_stays_on_the_list_when_the_rule_is_tightened_afterwards(
    app: Flask, amina: Person, clara: Person, other: Person
) -> None:
    close(clara, start_case(amina))
    assert len(shown(other)) == 1
    choose(app, CLOSING, TWO)
    assert len(shown(other)) == 1
    assert "For a second look" in other.page("/").text


def test_once_a_colleague_has_looked_it_waits_no_more(amina: Person, clara: Person, other: Person) -> None:
    case = start_case(amina)
    close(clara, case)
    other.post(PAGE, {"shown": shown(other)})
    assert shown(other) == []
    assert "For a second look" not in other.page("/").text
    assert "Besnik Test looked last" in clara.page(PAGE).text


def test_who_was_let_into_a_case_is_on_the_list(amina: Person, clara: Person, other: Person) -> None:
    case = start_case(amina)
    change(clara, case, other, "add")
    assert "Gave a colleague access" in other.page(PAGE).text


def test_whoever_does_not_reach_a_record_is_told_nothing_of_it(
    amina: Person, clara: Person, other: Person
) -> None:
    case = start_case(amina)
    close(clara, case)
    change(clara, case, other, "keep_out")
    assert shown(other) == []


def test_marking_vouches_for_nothing_that_was_not_shown(amina: Person, clara: Person) -> None:
    start_case(amina)
    clara.post(PAGE, {"shown": [str(uuid.uuid4()), "nonsense"]})
    assert "Clara Test looked last" in clara.page(PAGE).text


def test_support_workers_auditors_and_administrators_have_no_such_list(
    amina: Person, drita: Person, edon: Person
) -> None:
    for person in (amina, drita, edon):
        person.get(PAGE, 403)
        person.post(PAGE, {}, status=403)


def test_what_nobody_looked_at_for_four_weeks_stays_in_the_log_alone(
    amina: Person, clara: Person, other: Person
) -> None:
    close(clara, start_case(amina))
    with time_machine.travel(now() + timedelta(days=29), tick=False):
        assert shown(other.sign_in()) == []


def test_the_home_page_asks_for_it_once_a_week(amina: Person, clara: Person, other: Person) -> None:
    other.post(PAGE, {})
    close(clara, start_case(amina))
    assert "For a second look" not in other.page("/").text
    assert len(shown(other)) == 1
    with time_machine.travel(now() + timedelta(days=7), tick=False):
        assert "For a second look" in other.sign_in().page("/").text


def test_nobody_is_called_to_look_again_by_a_case_that_they_are_kept_out_of(
    amina: Person, clara: Person, other: Person
) -> None:
    case = start_case(amina)
    change(clara, case, other, "keep_out")
    close(clara, case)
    assert "For a second look" not in other.page("/").text
    close(clara, start_case(amina))
    assert "For a second look" in other.page("/").text
