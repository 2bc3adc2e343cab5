"""Whoever lost their second factor gets in again, and nobody else does."""

import re
from datetime import timedelta

import time_machine
from flask import Flask

from tests.accounts.second_factors import (
    code_of,
    form_token,
    give_code,
    give_passphrase,
    is_in,
    seed_on,
    send,
)
from tests.conftest import Person
from tests.security.test_the_log_itself import problems


def test_an_administrator_helps_whoever_lost_theirs_and_learns_nothing(
    app: Flask, clock: time_machine.Traveller, seed: str, amina: Person, drita: Person, clara: Person
) -> None:
    page = drita.post(f"/staff/{amina.id}/factors", status=200).text
    assert not is_in(amina.client), "what they had ends at once"
    found = re.search(r"/activate/factor/[\w-]+", page)
    assert found
    half = give_passphrase(app, "amina")
    assert "Open the link" in half.get("/sign-in/second").text
    assert give_code(half, code_of(seed)).status_code == 422, "the lost one counts no more"
    stranger = app.test_client()
    assert send(stranger, found.group(), {"passphrase": "not the one of Amina"}).status_code == 422
    answer = send(stranger, found.group(), {"passphrase": "four green windows and a lamp"})
    assert answer.headers["Location"] == "/me/factors"
    assert not is_in(stranger)
    page = stranger.get("/me/factors/app").text
    fresh = seed_on(page)
    assert fresh != seed
    code = code_of(fresh)
    stranger.post("/me/factors/app", data={"csrf_token": form_token(page), "label": "New", "code": code})
    assert is_in(stranger)
    assert app.test_client().get(found.group()).status_code == 404, "it works once"
    stranger.get("/sign-in/arrived")
    assert "ended your second factors" in stranger.get("/").text
    assert "ended the second factors of" in clara.get("/").text
    assert not problems(app)


def test_the_link_for_another_factor_is_over_after_three_days(
    app: Flask, clock: time_machine.Traveller, seed: str, amina: Person, drita: Person
) -> None:
    page = drita.post(f"/staff/{amina.id}/factors", status=200).text
    found = re.search(r"/activate/factor/[\w-]+", page)
    assert found
    clock.shift(timedelta(days=4))
    assert app.test_client().get(found.group()).status_code == 404


def test_the_link_is_over_for_good_once_the_account_is_closed(
    app: Flask, clock: time_machine.Traveller, seed: str, amina: Person, drita: Person
) -> None:
    page = drita.post(f"/staff/{amina.id}/factors", status=200).text
    found = re.search(r"/activate/factor/[\w-]+", page)
    assert found
    drita.post(f"/staff/{amina.id}/disable", {"reason": "Left us."})
    again = re.search(r"/activate/[\w-]+", drita.post(f"/staff/{amina.id}/reset", status=200).text)
    assert again
    new = "seven brown boats and a bell"
    send(app.test_client(), again.group(), {"passphrase": new, "repeated": new})
    assert app.test_client().get(found.group()).status_code == 404
    assert "Open the link" in give_passphrase(app, "amina", new).get("/sign-in/second").text


def test_a_new_passphrase_from_an_administrator_leaves_the_second_factor_asked_for(
    app: Flask, clock: time_machine.Traveller, seed: str, amina: Person, drita: Person
) -> None:
    page = drita.post(f"/staff/{amina.id}/reset", status=200).text
    found = re.search(r"/activate/[\w-]+", page)
    assert found
    new = "seven brown boats and a bell"
    send(app.test_client(), found.group(), {"passphrase": new, "repeated": new})
    client = give_passphrase(app, "amina", new)
    assert not is_in(client)
    give_code(client, code_of(seed))
    assert is_in(client)
