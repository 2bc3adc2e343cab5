"""Somebody is always alerted to a disclosure for a vital interest, and nobody learns of a case by it."""

import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from caseapp.access import add_member, keep_out, remove_member
from caseapp.accounts.actions import change_roles, disable_user
from caseapp.accounts.models import User
from caseapp.audit import record, verify
from caseapp.cases import Case
from caseapp.db import Scope, db, write
from caseapp.web.roles import Role
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.consents.sheets import client_of
from tests.disclosures.test_disclosing import tell_now
from tests.doorway import prepared

NAME = "Dara Sample"


@pytest.fixture
def case(amina: Person, clara: Person) -> str:
    """A case that is shared with its members only; Amina is the only one."""
    case = start_case(amina, name=NAME)
    clara.post(
        f"{case}/access/level", {"level": "members"}
    )  # whoever narrows a case stays one of its members
    change_access(remove_member, amina, case, clara)
    clara.get(case, 404)
    return case


def case_at(address: str) -> Case:
    return db.session.get_one(Case, uuid.UUID(address.rpartition("/")[2]))


@prepared
def alert_of(person: Person) -> str:
    """The address of the alert on the home page; empty without one."""
    found = re.search(r'href="(/disclosures/alerts/[0-9a-f-]{36})"', person.get("/").text)
    return found.group(1) if found else ""


def answer(person: Person, alert: str) -> None:
    form = next(form for form in person.page(alert).forms if "row_version" in form["fields"])
    sent = {"row_version": form["fields"]["row_version"], "answer": "yes", "reason": "I spoke with Amina."}
    person.post(alert, sent)


def change_access(act: Callable[..., Any], worker: Person, case: str, colleague: Person) -> None:
    """Let a colleague into a case or keep them out of it."""
    with worker.app.app_context(), write():
        actor, other = db.session.get_one(User, worker.id), db.session.get_one(User, colleague.id)
        found = case_at(case)
        act(actor, db.session.get_one(Scope, found.scope_id), other, "a reason")
        record(actor, "case.changed", found, fields=[])


def test_where_nobody_else_sees_the_case_a_coordinator_is_told_no_more_than_who_and_when(
    amina: Person, clara: Person, drita: Person, case: str
) -> None:
    tell_now(amina, client_of(amina, case))
    alert = alert_of(clara)
    assert alert
    for text in (clara.page("/").text, clara.page(alert).text):
        assert "Amina Test" in text
        assert NAME not in text
        assert "The police stand at the door" not in text
    assert "You cannot open the case. Take it up with Amina Test today" in clara.page(alert).text
    assert alert_of(drita) == ""
    drita.get(alert, 404)


def test_their_answer_closes_the_review_and_stands_with_the_person(
    amina: Person, clara: Person, case: str
) -> None:
    client = client_of(amina, case)
    tell_now(amina, client)
    alert = alert_of(clara)
    answer(clara, alert)
    assert alert_of(clara) == ""
    clara.get(alert, 404)
    assert "reviewed: agreed" in amina.page(f"/disclosures/of/{client}").text
    with clara.app.app_context():
        assert list(verify()) == []


def test_a_coordinator_who_was_given_access_meanwhile_sees_the_whole_review(
    amina: Person, clara: Person, case: str
) -> None:
    tell_now(amina, client_of(amina, case))
    alert = alert_of(clara)
    change_access(add_member, amina, case, clara)
    assert clara.get(alert, 302).headers["Location"].startswith("/disclosures/reviews/")
    assert NAME in clara.page("/").text


def test_whoever_is_kept_out_is_never_alerted_and_an_administrator_is(
    amina: Person, clara: Person, drita: Person, case: str
) -> None:
    change_access(keep_out, amina, case, clara)
    tell_now(amina, client_of(amina, case))
    assert alert_of(clara) == ""
    alert = alert_of(drita)
    assert alert
    assert NAME not in drita.page(alert).text
    clara.get(alert, 404)
    answer(drita, alert)
    assert alert_of(drita) == ""


def test_whoever_is_kept_out_after_the_alert_finds_nothing_any_more(
    amina: Person, clara: Person, case: str
) -> None:
    tell_now(amina, client_of(amina, case))
    alert = alert_of(clara)
    change_access(keep_out, amina, case, clara)
    assert alert_of(clara) == ""
    clara.get(alert, 404)


def test_where_a_coordinator_sees_the_case_nobody_else_is_told(
    amina: Person, clara: Person, drita: Person
) -> None:
    case = start_case(amina, name=NAME)
    tell_now(amina, client_of(amina, case))
    assert alert_of(clara) == ""
    assert NAME in clara.page("/").text
    assert alert_of(drita) == ""


def test_support_workers_and_auditors_have_no_part_in_it(
    amina: Person, clara: Person, besnik: Person, edon: Person, case: str
) -> None:
    tell_now(amina, client_of(amina, case))
    alert = alert_of(clara)
    for person in (amina, besnik, edon):
        person.get(alert, 403)
        assert alert_of(person) == ""


def change_account(act: Callable[..., Any], administrator: Person, colleague: Person, *how: Any) -> None:
    """Let an administrator close an account or change its roles."""
    with administrator.app.app_context(), write():
        act(db.session.get_one(User, administrator.id), db.session.get_one(User, colleague.id), *how)


def test_keeping_out_the_only_one_who_was_told_alerts_an_administrator(
    amina: Person, clara: Person, drita: Person
) -> None:
    case = start_case(amina, name=NAME)
    tell_now(amina, client_of(amina, case))
    assert alert_of(drita) == ""
    change_access(keep_out, amina, case, clara)
    assert "/disclosures/" not in clara.get("/").text
    alert = alert_of(drita)
    assert alert
    assert NAME not in drita.page(alert).text
    answer(drita, alert)


@pytest.mark.parametrize("shared", [True, False], ids=["saw the case", "was told without seeing it"])
def test_when_the_account_of_whoever_was_told_is_closed_somebody_else_is_alerted(
    amina: Person, clara: Person, drita: Person, shared: bool
) -> None:
    case = start_case(amina, name=NAME)
    if not shared:
        clara.post(f"{case}/access/level", {"level": "members"})
        change_access(remove_member, amina, case, clara)
    tell_now(amina, client_of(amina, case))
    change_account(disable_user, drita, clara, "She left.")
    assert alert_of(drita)


def test_when_whoever_was_told_is_no_coordinator_any_more_somebody_else_is_alerted(
    amina: Person, clara: Person, drita: Person
) -> None:
    case = start_case(amina, name=NAME)
    tell_now(amina, client_of(amina, case))
    change_account(change_roles, drita, clara, [Role.SUPPORT])
    assert alert_of(drita)


def test_where_everybody_is_kept_out_an_administrator_is_alerted_all_the_same(
    amina: Person, clara: Person, drita: Person, case: str
) -> None:
    change_access(keep_out, amina, case, clara)
    change_access(keep_out, amina, case, drita)
    tell_now(amina, client_of(amina, case))
    assert alert_of(clara) == ""
    alert = alert_of(drita)
    assert "Amina Test" in drita.page(alert).text
    assert NAME not in drita.page(alert).text
    answer(drita, alert)
    assert alert_of(drita) == ""


def test_whoever_made_it_is_never_alerted_to_it(amina: Person, clara: Person, drita: Person) -> None:
    case = start_case(clara, name=NAME)
    tell_now(clara, client_of(clara, case))
    assert alert_of(clara) == ""
    alert = alert_of(drita)
    clara.get(alert, 404)
