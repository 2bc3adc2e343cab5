"""A second factor: a stolen passphrase opens nothing, and a code counts once."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from caseapp.web.gate import OPEN_AT, PUBLIC, Stage
from caseapp.web.permissions import marked_routes
from tests.accounts.second_factors import (
    HALF_MINUTE,
    code_of,
    form_token,
    give_code,
    give_passphrase,
    is_in,
    send,
    set_up_app,
)
from tests.cases.test_starting_a_case import NIGHT
from tests.conftest import PASSPHRASE, Person
from tests.frame.routes import address

OTHER_ID = "00000000-0000-4000-8000-000000000000"


def test_the_passphrase_alone_opens_no_page_at_all(app: Flask, seed: str) -> None:
    client = give_passphrase(app, "amina")
    token = form_token(client.get("/sign-in/second").text)
    asked = 0
    for rule, method, mark in marked_routes(app):
        if mark == PUBLIC or Stage.HALF in OPEN_AT.get(mark, ()):
            continue
        path = address(rule, dict.fromkeys(rule.arguments, OTHER_ID))  # type: ignore[arg-type]  # no such record
        data = {"csrf_token": token} if method != "GET" else None
        answer = client.open(path, method=method, data=data)
        assert answer.status_code == 302, f"{method} {path}"
        assert answer.headers["Location"].startswith("/sign-in"), f"{method} {path}"
        asked += 1
    assert asked > 290
    assert "Amina Test" not in client.get("/sign-in/second").text


def test_the_code_of_the_app_opens_what_the_passphrase_alone_does_not(app: Flask, seed: str) -> None:
    client = give_passphrase(app, "amina")
    before = client.get_cookie("caseapp")
    answer = give_code(client, code_of(seed))
    assert answer.status_code == 302
    after = client.get_cookie("caseapp")
    assert before
    assert after
    assert before.value != after.value, "signing in wholly has an identifier of its own"
    assert is_in(client)
    former = app.test_client()
    former.set_cookie("caseapp", before.value)
    assert former.get("/sign-in/second").status_code == 302
    assert not is_in(former)


def test_a_code_is_typed_in_the_digits_of_any_script(app: Flask, seed: str) -> None:
    persian = code_of(seed).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
    client = give_passphrase(app, "amina")
    give_code(client, f"{persian[:3]} {persian[3:]}")
    assert is_in(client)


def test_a_code_counts_once(app: Flask, seed: str) -> None:
    code = code_of(seed)
    first, second = give_passphrase(app, "amina"), give_passphrase(app, "amina")
    give_code(first, code)
    assert give_code(second, code).status_code == 422
    assert is_in(first)
    assert not is_in(second)


@pytest.mark.parametrize(
    ("later", "counts"),
    [(-2, False), (-1, False), (0, True), (1, True), (2, False)],
    ids=["a minute ago", "the one of the set-up", "now", "the next", "in a minute"],
)
def test_a_code_counts_for_its_half_minute_and_its_neighbours_and_never_before_the_last(
    app: Flask, seed: str, later: int, counts: bool
) -> None:
    client = give_passphrase(app, "amina")
    give_code(client, code_of(seed, later * HALF_MINUTE))
    assert is_in(client) is counts


def test_the_code_of_somebody_else_is_refused(app: Flask, seed: str, besnik: Person) -> None:
    other, _codes = set_up_app(besnik)
    client = give_passphrase(app, "amina")
    assert give_code(client, code_of(other, HALF_MINUTE)).status_code == 422
    assert not is_in(client)


def test_every_refusal_reads_the_same(app: Flask, seed: str) -> None:
    used = code_of(seed)
    give_code(give_passphrase(app, "amina"), used)
    pages = set()
    for wrong in (used, "000000", "AAAA-AAAA-AAAA-AAAA", "x", "١" * 6):
        answer = give_code(give_passphrase(app, "amina"), wrong)
        assert answer.status_code == 422
        pages.add(re.sub(r'(?<=")[\w.-]{40,}(?=")', "*", answer.text))
    assert len(pages) == 1


def test_ten_recovery_codes_work_once_each(app: Flask, clock: time_machine.Traveller, amina: Person) -> None:
    _seed, codes = set_up_app(amina)
    assert len(set(codes)) == 10
    for code in (codes[0], codes[1].lower().replace("-", " ")):
        client = give_passphrase(app, "amina")
        give_code(client, code)
        assert is_in(client)
        again = give_passphrase(app, "amina")
        give_code(again, code)
        assert not is_in(again)
    assert "Recovery codes left: 8." in client.get("/me").text


def test_after_many_wrong_codes_there_is_a_pause_and_never_for_good(
    app: Flask, clock: time_machine.Traveller, seed: str
) -> None:
    client = give_passphrase(app, "amina")
    for _ in range(8):
        give_code(client, "000000")
    assert give_code(client, code_of(seed)).status_code == 422, "a right one is not heard during the pause"
    clock.shift(timedelta(minutes=5))
    give_code(client, code_of(seed))
    assert is_in(client)


def test_a_half_session_is_short(app: Flask, clock: time_machine.Traveller, seed: str) -> None:
    client = give_passphrase(app, "amina")
    clock.shift(timedelta(minutes=10))
    assert client.get("/sign-in/second").headers["Location"].startswith("/sign-in")


def test_what_was_typed_before_the_session_ran_out_is_there_after_the_longer_sign_in(
    app: Flask, clock: time_machine.Traveller, seed: str, amina: Person
) -> None:
    token = amina.token()
    clock.shift(timedelta(hours=1))
    amina.client.post("/cases/new", data={"csrf_token": token, **NIGHT})
    page = amina.client.get("/sign-in")
    amina.client.post(
        "/sign-in",
        data={
            "csrf_token": form_token(page.text),
            "sign_in_name": "amina",
            "passphrase": "four green windows and a lamp",
        },
    )
    answer = give_code(amina.client, code_of(seed))
    assert answer.headers["Location"] == "/cases/new"
    assert "nothing was sent yet" in amina.client.get("/cases/new").text


def test_the_log_tells_of_factors_and_of_none_of_their_secrets(
    app: Flask, clock: time_machine.Traveller, seed: str, edon: Person
) -> None:
    client = give_passphrase(app, "amina")
    give_code(client, "000000")
    give_code(client, code_of(seed))
    page = edon.get("/audit/").text
    for words in ("Set a second factor up", "Gave a wrong second factor", "Code of an app"):
        assert words in page
    assert seed not in page


def test_a_form_token_of_the_half_session_is_none_of_the_whole_one(app: Flask, seed: str) -> None:
    client = give_passphrase(app, "amina")
    token = form_token(client.get("/sign-in/second").text)
    client.post("/sign-in/second", data={"csrf_token": token, "code": code_of(seed)})
    assert is_in(client)
    assert client.post("/sign-out", data={"csrf_token": token}).status_code == 400


def test_whoever_keeps_guessing_codes_elsewhere_never_shuts_out_the_owner(
    app: Flask, clock: time_machine.Traveller, seed: str
) -> None:
    give_code(give_passphrase(app, "amina"), code_of(seed))
    thief = app.test_client()
    thief.environ_base |= {"REMOTE_ADDR": "203.0.113.9"}
    send(thief, "/sign-in", {"sign_in_name": "amina", "passphrase": PASSPHRASE})
    for _ in range(9):
        clock.shift(HALF_MINUTE)
        give_code(thief, "000000")
    owner = give_passphrase(app, "amina")
    give_code(owner, code_of(seed))
    assert is_in(owner), "where they were right before"
    give_code(thief, code_of(seed, HALF_MINUTE))
    assert not is_in(thief), "elsewhere there is a pause still"


def test_whoever_gives_a_stolen_passphrase_again_and_again_elsewhere_ends_no_half_session_of_the_owner(
    app: Flask, clock: time_machine.Traveller, seed: str
) -> None:
    owner = give_passphrase(app, "amina")
    for _ in range(4):
        clock.shift(timedelta(seconds=1))
        thief = app.test_client()
        thief.environ_base |= {"REMOTE_ADDR": "203.0.113.9"}
        send(thief, "/sign-in", {"sign_in_name": "amina", "passphrase": PASSPHRASE})
    give_code(owner, code_of(seed))
    assert is_in(owner)
