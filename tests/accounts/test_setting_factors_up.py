"""Setting a second factor up, where a rule demands it and where one wants to; naming it, ending it."""

import re
from typing import Any

import pytest
import time_machine
from flask import Flask

from caseapp.accounts.factors import totp
from caseapp.accounts.factors.demanded import REQUIRED
from tests.accounts.second_factors import (
    HALF_MINUTE,
    choose_rule,
    code_of,
    codes_on,
    form_token,
    give_code,
    give_passphrase,
    is_in,
    seed_on,
    set_up_app,
)
from tests.conftest import Person
from tests.security.test_the_log_itself import problems


def test_new_recovery_codes_replace_the_former_ones(
    app: Flask, clock: time_machine.Traveller, amina: Person
) -> None:
    _seed, former = set_up_app(amina)
    fresh = codes_on(amina.post("/me/factors/codes", status=200).text)
    assert not set(fresh) & set(former)
    client = give_passphrase(app, "amina")
    assert give_code(client, former[0]).status_code == 422
    give_code(client, fresh[0])
    assert is_in(client)


def test_where_a_rule_demands_one_nothing_opens_until_it_is_set_up(
    app: Flask, clock: time_machine.Traveller
) -> None:
    choose_rule(app, REQUIRED)
    client = give_passphrase(app, "amina")
    assert client.get("/").headers["Location"].startswith("/sign-in")
    assert client.get("/sign-in").headers["Location"] == "/me/factors"
    assert client.get("/sign-in/second").headers["Location"].startswith("/sign-in"), "there is none to give"
    page = client.get("/me/factors/app").text
    seed = seed_on(page)
    before = client.get_cookie("caseapp")
    answer = client.post(
        "/me/factors/app",
        data={"csrf_token": form_token(page), "label": "My phone", "code": code_of(seed)},
    )
    assert len(codes_on(answer.text)) == 10
    assert "<nav" not in answer.text, "the sheet comes before the frame: there is no menu yet"
    after = client.get_cookie("caseapp")
    assert before
    assert after
    assert before.value != after.value
    assert client.get("/sign-in/arrived").headers["Location"] == "/"
    assert is_in(client)
    clock.shift(HALF_MINUTE)
    again = give_passphrase(app, "amina")
    assert not is_in(again)
    give_code(again, code_of(seed))
    assert is_in(again)


def test_in_a_demonstration_nobody_has_to_set_one_up(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    choose_rule(app, REQUIRED)
    monkeypatch.setitem(app.config, "DEMONSTRATION", True)
    assert is_in(give_passphrase(app, "amina"))


def test_of_two_who_set_the_first_one_up_at_once_the_slower_is_out(
    app: Flask, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thief of the passphrase waits on the page that sets one up, and sends it when the owner has just done so."""
    choose_rule(app, REQUIRED)
    owner, thief = give_passphrase(app, "amina"), give_passphrase(app, "amina")
    pages = [each.get("/me/factors/app").text for each in (owner, thief)]
    sent = [
        {"csrf_token": form_token(page), "label": "My phone", "code": code_of(seed_on(page))}
        for page in pages
    ]
    step_of, is_first = totp.step_of, True

    def owner_is_faster(*arguments: Any) -> int | None:
        nonlocal is_first
        found = step_of(*arguments)
        if is_first:
            is_first = False
            with app.test_request_context():
                assert owner.post("/me/factors/app", data=sent[0]).status_code == 200
        return found

    monkeypatch.setattr(totp, "step_of", owner_is_faster)
    assert thief.post("/me/factors/app", data=sent[1]).status_code == 404
    assert is_in(owner)
    assert not is_in(thief)
    assert not problems(app)


def test_a_wrong_code_sets_nothing_up_and_the_picture_stays(app: Flask, amina: Person) -> None:
    seed = seed_on(amina.get("/me/factors/app").text)
    page = amina.post("/me/factors/app", {"label": "My phone", "code": "000000"}, status=422).text
    assert "not the code of this moment" in page
    assert seed_on(page) == seed
    assert 'value="My phone"' in page
    assert "You sign in with your passphrase alone" in amina.get("/me").text


def test_who_sets_one_up_while_halfway_reaches_no_others_pages(app: Flask, seed: str) -> None:
    """Whoever has a stolen passphrase must not set up a factor of their own beside the owner's."""
    client = give_passphrase(app, "amina")
    for path in ("/me/factors", "/me/factors/app", "/me/factors/passkey"):
        assert client.get(path).headers["Location"].startswith("/sign-in")


def test_the_last_factor_stays_while_a_rule_demands_one(
    app: Flask, clock: time_machine.Traveller, seed: str, amina: Person
) -> None:
    choose_rule(app, REQUIRED)
    edit = _edit_address(amina)
    assert "this is your only one" in amina.post(f"{edit}/remove", status=422).text
    clock.shift(HALF_MINUTE)
    set_up_app(amina, "The other phone")
    amina.post(f"{edit}/remove")
    page = amina.get("/me").text
    assert "The other phone" in page
    assert "My phone" not in page


def test_a_factor_is_called_otherwise_by_its_owner_and_reached_by_nobody_else(
    clock: time_machine.Traveller, seed: str, amina: Person, besnik: Person
) -> None:
    edit = _edit_address(amina)
    amina.post(edit, {"label": "The red phone"})
    assert "The red phone" in amina.get("/me").text
    besnik.get(edit, 404)
    besnik.post(f"{edit}/remove", status=404)


def test_other_sessions_end_when_factors_change(
    app: Flask, clock: time_machine.Traveller, amina: Person
) -> None:
    other = Person("amina", app, app.test_client()).sign_in()
    set_up_app(amina)
    assert is_in(amina.client)
    assert not is_in(other.client)


def _edit_address(person: Person) -> str:
    found = re.search(r"/me/factors/[0-9a-f-]{36}", person.get("/me").text)
    assert found
    return found.group()


def test_at_the_next_sign_in_somebody_hears_what_became_of_their_second_factors(
    app: Flask, clock: time_machine.Traveller, amina: Person
) -> None:
    seed, _codes = set_up_app(amina)
    amina.post("/me/factors/codes", status=200)
    clock.shift(HALF_MINUTE)
    client = give_passphrase(app, "amina")
    give_code(client, code_of(seed))
    page = client.get("/").text
    assert "A second factor was set up for your account" in page
    assert "New recovery codes were made for your account" in page


def test_a_recovery_code_is_told_of_as_soon_as_it_is_used(
    app: Flask, clock: time_machine.Traveller, amina: Person
) -> None:
    _seed, codes = set_up_app(amina)
    client = give_passphrase(app, "amina")
    give_code(client, codes[0])
    page = client.get("/").text
    assert "A recovery code of yours was used" in page
    assert "Codes left: 9" in page
    assert "Used a recovery code" in client.get("/me/events").text
