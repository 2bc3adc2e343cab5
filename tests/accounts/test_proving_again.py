"""Before what would harm most, somebody is asked again who they are, and comes back to what they were doing."""

from datetime import UTC, datetime, timedelta

import time_machine
from flask import Flask
from sqlalchemy import func, select

from caseapp.clock import now
from caseapp.db import db
from caseapp.web.drafts import Draft
from caseapp.web.gate import RECENT, SENDING
from caseapp.web.installed import features
from tests.accounts.second_factors import HALF_MINUTE, code_of, form_token, set_up_app
from tests.accounts.soft_passkey import SoftPasskey
from tests.accounts.test_passkeys import answer_with, set_up
from tests.cases.test_starting_a_case import start_case
from tests.conftest import PASSPHRASE, Person
from tests.contact_requests.requesting import afterwards, state_of
from tests.contact_requests.searching import compare, search_in
from tests.frame.test_sessions import browser, cookie, is_signed_in
from tests.statements.test_steps_of_a_statement import signed_statement
from tests.statements.writing import review, status_of
from tests.statements.writing import step as make_step

MORNING = datetime(2026, 3, 2, 8, 0, 5, tzinfo=UTC)
A_WHILE = timedelta(minutes=5)
ASKED = {
    "accounts.add_app",
    "accounts.add_passkey",
    "accounts.choose_factor",
    "accounts.close_team",
    "accounts.confirm",
    "accounts.deputies",
    "accounts.deputies_for",
    "accounts.disable",
    "accounts.end_factors",
    "accounts.end_one",
    "accounts.end_others",
    "accounts.end_theirs",
    "accounts.factor",
    "accounts.invite",
    "accounts.let_on",
    "accounts.passphrase",
    "accounts.remove_factor",
    "accounts.renew_codes",
    "accounts.reset",
    "accounts.roles",
    "accounts.teams",
    "backup.remove_copy",
    "incidents.fetch_export",
    "keys.go_on",
    "keys.renew",
    "leaving.begin",
    "leaving.finish",
    "leaving.give_cases",
    "leaving.share_out",
    "letters.confirm",
    "reports.export_log",
    "reports.fetch_rows",
    "reports.fetch_rows_again",
    "reports.make_rows_again",
    "settings.rules.show",
    "setup.add_unlocker",
    "setup.remove_unlocker",
    "setup.unlockers",
    "statements.agree_clearance",
    "ties.disconnect",
    "ties.keepers",
}
ASKED_BEFORE_SENDING = {
    "absences.index",
    "absences.of",
    "cases.sharing.level",
    "cases.sharing.show",
    "cases.sharing.team",
    "contact_requests.agree",
    "contact_requests.end_withdrawal",
    "disclosures.alert",
    "disclosures.ground",
    "disclosures.review",
    "emergency_access.review",
    "erasures.approve",
    "erasures.carry_out",
    "handovers.give_one",
    "handovers.give_several",
    "incidents.access",
    "incidents.decide_hold",
    "incidents.decide_hold_unread",
    "incidents.end_hold",
    "incidents.show_export",
    "letters.approve",
    "reports.show_rows",
}
"""Their pages are shown as ever."""
ASKED_BEFORE_A_STEP = {
    "search": {
        "verify",
        "ask",
        "ask_again",
        "agree_contact",
        "agree_messages",
        "begin_contact",
        "approve",
        "plan",
    },
    "statement": {"review", "clear", "use", "publish"},
}
"""Of these workflows, the steps after which somebody outside hears something, or two people come in touch."""


def prove(person: Person, status: int = 302, **given: str) -> str:
    """Type the passphrase again on the page that asks for it; returns where it leads, or its text."""
    shown = person.get("/me/prove").text
    data = {"csrf_token": form_token(shown), "passphrase": PASSPHRASE, **given}
    answer = person.client.post("/me/prove", data=data)
    assert answer.status_code == status, answer.text[:2000]
    return answer.headers["Location"] if status == 302 else answer.text


def test_these_pages_ask_again(app: Flask) -> None:
    marked = {name: getattr(view, RECENT, None) for name, view in app.view_functions.items()}
    assert {name for name, mark in marked.items() if mark and mark != SENDING} == ASKED
    assert {name for name, mark in marked.items() if mark == SENDING} == ASKED_BEFORE_SENDING


def test_these_steps_ask_again(app: Flask) -> None:
    with app.app_context():
        marked = {
            workflow.kind: {step.code for step in workflow.transitions if step.asks_again}
            for feature in features()
            for workflow in feature.workflows
        }
    assert {kind: steps for kind, steps in marked.items() if steps} == ASKED_BEFORE_A_STEP


def test_whoever_finds_a_screen_open_confirms_nobody_s_identity(amina: Person, clara: Person) -> None:
    search = search_in(clara, "match", opened_by=amina)
    for source in ("Their cousin", "Their teacher"):
        compare(amina, search, source=source)
    afterwards(amina, search, "match")
    there, sent = f"{search}/step/verify", {"manner": "done_here", "reason": "Both knew it."}
    with time_machine.travel(now() + A_WHILE):
        assert "Confirm identity" in clara.get(there).text, "the page is shown as ever"
        assert clara.post(there, sent).headers["Location"] == "/me/prove"
        assert state_of(clara, search) == "perhaps found"
        page = prove(clara, 200)
        assert f'action="{there}"' in page
        assert 'name="reason" value="Both knew it."' in page
        clara.known_token = ""
        clara.post(there, sent)
        assert state_of(clara, search) == "identity and relationship confirmed"


def test_whoever_finds_a_screen_open_brings_nobody_in_touch_by_writing_it_down_as_done(
    amina: Person, clara: Person
) -> None:
    search = search_in(clara, "begin_contact", opened_by=amina)
    with time_machine.travel(now() + A_WHILE):
        assert afterwards(amina, search, "begin_contact").headers["Location"] == "/me/prove"
        assert state_of(amina, search) == "contact agreed"
        afterwards(amina, search, "decline")
        assert state_of(amina, search) == "wants no contact", "a no is written down at once"


def test_whoever_finds_a_screen_open_takes_no_withdrawal_back(amina: Person, clara: Person) -> None:
    search = search_in(clara, "begin_contact", opened_by=amina)
    told = {"brought_by": "sought", "channel": "telephone", "words": "I do not want it any more."}
    with time_machine.travel(now() + A_WHILE):
        amina.post(f"{search}/withdrawal", told)
        assert state_of(amina, search) == "on hold", "a search stops at once"
        there = f"{search}/withdrawal/end"
        assert clara.post(there, {"reason": "It was not free."}).headers["Location"] == "/me/prove"


def test_whoever_finds_a_screen_open_lets_no_statement_out(amina: Person, clara: Person) -> None:
    statement = signed_statement(amina)
    with time_machine.travel(now() + A_WHILE):
        assert review(clara, statement).headers["Location"] == "/me/prove"
        assert status_of(clara, statement) == "signed"
        prove(clara, 200)
        clara.known_token = ""
        review(clara, statement)
        assert status_of(clara, statement) == "reviewed"
        for code in ("use", "withdraw"):
            answer = make_step(amina, statement, code, reason="So they wish.")
            assert (answer.headers["Location"] == "/me/prove") is (code == "use")
        assert status_of(amina, statement) == "withdrawn", "what they take back is taken back at once"


def test_whoever_finds_a_screen_open_lets_nobody_into_a_case(
    clock: time_machine.Traveller, amina: Person, besnik: Person, clara: Person
) -> None:
    case = start_case(amina)
    sent = {"colleague": str(besnik.id), "act": "add", "reason": "He asked me to."}
    clock.shift(A_WHILE)
    assert "Who in the team sees it?" in clara.get(f"{case}/access/").text, "the page is shown as ever"
    assert clara.post(f"{case}/access/", sent).headers["Location"] == "/me/prove"
    besnik.get(case, 404)
    page = prove(clara, 200)
    assert 'name="reason" value="He asked me to."' in page
    clara.known_token = ""
    clara.post(f"{case}/access/", sent)
    besnik.get(case)


def test_whoever_finds_a_screen_open_names_nobody_to_read_the_ties(
    clock: time_machine.Traveller, besnik: Person, drita: Person
) -> None:
    clock.shift(A_WHILE)
    drita.get("/ties/keepers", 302)
    assert drita.post("/ties/keepers", {"first": str(besnik.id)}).headers["Location"] == "/me/prove"
    besnik.get("/ties/of-all", 404)


def test_whoever_finds_a_screen_open_ends_no_colleague_s_sessions(
    clock: time_machine.Traveller, amina: Person, drita: Person
) -> None:
    clock.shift(A_WHILE)
    assert drita.post(f"/staff/{amina.id}/sessions/end").headers["Location"] == "/me/prove"
    assert is_signed_in(amina.client)


def test_nobody_is_asked_within_five_minutes(clock: time_machine.Traveller, amina: Person) -> None:
    clock.shift(A_WHILE - timedelta(seconds=1))
    amina.get("/me/passphrase")
    clock.shift(timedelta(seconds=1))
    assert amina.get("/me/passphrase", 302).headers["Location"].startswith("/me/prove?next=/me/passphrase")


def test_whoever_proves_it_comes_back_under_a_new_identifier(
    app: Flask, clock: time_machine.Traveller, amina: Person
) -> None:
    clock.shift(A_WHILE)
    before = cookie(amina.client)
    asked = amina.get("/me/passphrase", 302).headers["Location"]
    shown = amina.get(asked).text
    data = {"csrf_token": form_token(shown), "passphrase": PASSPHRASE, "next": "/me/passphrase"}
    assert amina.client.post("/me/prove", data=data).headers["Location"] == "/me/passphrase"
    amina.get("/me/passphrase")
    assert cookie(amina.client) != before
    assert not is_signed_in(browser(app, before))


def test_proving_again_makes_no_session_last_longer(
    app: Flask, clock: time_machine.Traveller, amina: Person
) -> None:
    for _ in range(39):
        clock.shift(timedelta(minutes=15))
        assert is_signed_in(amina.client)
    prove(amina)
    clock.shift(timedelta(minutes=15))
    assert not is_signed_in(amina.client), "ten hours after the sign-in it is over"


def test_a_form_that_was_sent_too_late_goes_on_with_one_click(
    clock: time_machine.Traveller, amina: Person, drita: Person
) -> None:
    clock.shift(A_WHILE)
    path = f"/staff/{amina.id}/disable"
    assert drita.post(path, {"reason": "Left us."}).headers["Location"] == "/me/prove"
    page = prove(drita, 200)
    assert f'action="{path}"' in page
    assert 'name="reason" value="Left us."' in page
    assert is_signed_in(amina.client), "nothing was done yet"
    drita.known_token = ""
    drita.post(path, {"reason": "Left us."})
    assert not is_signed_in(amina.client)


def test_what_waits_is_given_up_once_another_page_asks_and_after_a_while(
    clock: time_machine.Traveller, amina: Person, drita: Person
) -> None:
    clock.shift(A_WHILE)
    path = f"/staff/{amina.id}/disable"
    drita.post(path, {"reason": "Left us."})
    drita.get("/settings/rules/", 302)
    assert prove(drita, next="/settings/rules/") == "/settings/rules/"
    clock.shift(A_WHILE)
    drita.known_token = ""
    drita.post(path, {"reason": "Left us."})
    clock.shift(timedelta(minutes=10, seconds=1))
    assert prove(drita) == "/"


def test_what_proves_somebody_is_not_kept_where_it_comes_after_the_session(
    app: Flask, clock: time_machine.Traveller, amina: Person
) -> None:
    _seed, codes = set_up_app(amina)
    shown = amina.get("/me/prove").text
    clock.shift(timedelta(minutes=20))
    sent = {"csrf_token": form_token(shown), "passphrase": PASSPHRASE, "code": codes[0]}
    assert amina.client.post("/me/prove", data=sent).headers["Location"] == "/sign-in"
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Draft)) == 0


def test_passphrases_do_not_wait_in_a_session(clock: time_machine.Traveller, amina: Person) -> None:
    clock.shift(A_WHILE)
    sent = {"present": PASSPHRASE, "passphrase": "seven brown boats and a bell", "repeated": "the same"}
    assert amina.post("/me/passphrase", sent).headers["Location"] == "/me/prove?next=/me/passphrase"
    assert "seven brown boats" not in amina.client.get("/me/prove").text
    assert prove(amina, next="/me/passphrase") == "/me/passphrase"


def test_a_wrong_passphrase_proves_nothing_and_is_counted(
    clock: time_machine.Traveller, amina: Person
) -> None:
    clock.shift(A_WHILE)
    for _ in range(7):
        assert "That was not accepted" in prove(amina, 422, passphrase="not my passphrase")
    assert "That was not accepted" in prove(amina, 422), "now there is a pause"
    clock.shift(timedelta(minutes=5))
    prove(amina)
    amina.get("/me/passphrase")


def test_whoever_has_a_second_factor_gives_that_too(clock: time_machine.Traveller, amina: Person) -> None:
    seed, codes = set_up_app(amina)
    clock.shift(A_WHILE)
    assert "Please fill this in" in prove(amina, 422)
    prove(amina, 422, code="000000")
    prove(amina, code=code_of(seed))
    amina.get("/me/passphrase")
    clock.shift(A_WHILE)
    prove(amina, 422, code=code_of(seed, -10 * HALF_MINUTE))
    prove(amina, code=codes[0])


def test_a_passkey_proves_it_too(clock: time_machine.Traveller, amina: Person) -> None:
    passkey = SoftPasskey()
    set_up(amina, passkey)
    clock.shift(A_WHILE)
    shown = amina.client.get("/me/prove").text
    assert "data-passkey" in shown
    assert answer_with(amina.client, passkey.sign, "/me/prove").status_code == 422, "without the passphrase"


def test_another_address_is_no_place_to_come_back_to(clock: time_machine.Traveller, amina: Person) -> None:
    for elsewhere in ("https://example.org/", "//example.org", "/\\example.org"):
        assert prove(amina, next=elsewhere) == "/"


def test_the_log_tells_who_proved_it_again(
    clock: time_machine.Traveller, amina: Person, edon: Person
) -> None:
    prove(amina)
    prove(amina, 422, passphrase="not my passphrase")
    page = edon.get("/audit/").text
    assert "Proved again who they are" in page
    assert "Did not prove again who they are" in page
