"""A rule that was made stricter counts for those who are signed in, at their next request."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from caseapp.accounts.factors.demanded import REQUIRED, rule_for
from caseapp.db import db
from caseapp.web.drafts import Draft
from caseapp.web.roles import Role
from tests.accounts.second_factors import (
    code_of,
    codes_on,
    form_token,
    is_in,
    seed_on,
    set_up_app,
)
from tests.accounts.test_proving_again import prove
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person

LATER = timedelta(minutes=15)


def demand(drita: Person, *roles: Role) -> None:
    """Let the rules of these roles demand a second factor, on the page of the rules."""
    form = next(form for form in drita.page("/settings/rules/").forms if "shown" in form["fields"])
    chosen = {rule_for(role): REQUIRED for role in roles}
    drita.post("/settings/rules/", {**form["fields"], **chosen, "reason": "Two laptops were stolen."})


def test_whoever_has_none_is_led_to_set_one_up_before_anything_else(
    clock: time_machine.Traveller, amina: Person, clara: Person, drita: Person
) -> None:
    demand(drita, Role.SUPPORT)
    assert not is_in(amina.client)
    assert amina.client.get("/cases/").headers["Location"].startswith("/sign-in")
    assert amina.client.get("/sign-in").headers["Location"] == "/me/factors"
    page = amina.client.get("/me/factors/app").text
    before = amina.client.get_cookie("caseapp")
    sent = {"csrf_token": form_token(page), "label": "My phone", "code": code_of(seed_on(page))}
    assert len(codes_on(amina.client.post("/me/factors/app", data=sent).text)) == 10
    after = amina.client.get_cookie("caseapp")
    assert before
    assert after
    assert before.value != after.value
    assert is_in(amina.client)
    assert is_in(clara.client), "the rule of her role is as it was"
    assert is_in(drita.client)


def test_whoever_gave_theirs_works_on(clock: time_machine.Traveller, amina: Person, drita: Person) -> None:
    set_up_app(amina)
    demand(drita, Role.SUPPORT)
    assert is_in(amina.client)


def test_an_administrator_who_makes_the_rule_stricter_sets_one_up_at_once(drita: Person) -> None:
    demand(drita, Role.ADMINISTRATOR)
    assert not is_in(drita.client)
    assert drita.client.get("/sign-in").headers["Location"] == "/me/factors"


def test_what_was_being_written_is_kept(app: Flask, amina: Person, drita: Person) -> None:
    case = start_case(amina)
    token = amina.token()
    demand(drita, Role.SUPPORT)
    sent = {"csrf_token": token, "text": "She rang and wants to come on Monday.", "medium": "telephone"}
    assert amina.client.post(f"{case}/edit", data=sent).headers["Location"] == "/sign-in"
    with app.app_context():
        assert db.session.scalars(select(Draft)).one().user_id == amina.id
    page = amina.client.get("/me/factors/app").text
    sent = {"csrf_token": form_token(page), "label": "My phone", "code": code_of(seed_on(page))}
    amina.client.post("/me/factors/app", data=sent)
    assert is_in(amina.client)


def test_nobody_sets_one_up_long_after_the_passphrase_was_given(
    clock: time_machine.Traveller, amina: Person, drita: Person
) -> None:
    """Whoever finds the screen open has no passphrase, and must not set up a second factor of their own."""
    for _ in range(2):
        clock.shift(LATER)
        assert is_in(amina.client)
        assert is_in(drita.client)
    prove(drita)
    demand(drita, Role.SUPPORT)
    assert amina.client.get("/me/factors/app").headers["Location"].startswith("/sign-in")
    assert amina.client.get("/sign-in").status_code == 200, "the passphrase is asked for"


def test_a_session_lasts_no_longer_than_the_setting_says_by_now(
    app: Flask, clock: time_machine.Traveller, amina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        clock.shift(LATER)
        assert is_in(amina.client)
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], session_hours=1))
    assert not is_in(amina.client)
