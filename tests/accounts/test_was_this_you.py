"""What was done in somebody's name is asked about on their home page, until they say whether it was them."""

import re
from datetime import UTC, datetime, timedelta

import time_machine
from flask import Flask
from flask.testing import FlaskClient

from caseapp.accounts import alerts
from tests.accounts.second_factors import HALF_MINUTE, code_of, give_code, send, set_up_app
from tests.accounts.test_own_sessions import FIREFOX, PHONE, signed_in
from tests.accounts.test_proving_again import prove
from tests.conftest import PASSPHRASE, Page, Person, visible
from tests.frame.test_sessions import is_signed_in, try_to_sign_in

MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)
OFFICE, AWAY = "192.0.2.7", "203.0.113.9"
FRESH = "seven lanterns over the quiet harbour"


def asked(person: Person) -> str:
    """What the home page asks, empty when it asks nothing."""
    found = re.search(r'<section[^>]*id="account-alerts".*?</section>', person.get("/").text, re.DOTALL)
    return Page(found.group()).text if found else ""


def answer(person: Person, how: str) -> None:
    found = re.search(
        rf'action="/me/alerts/{how}".*?name="last" value="([^"]+)"', person.get("/").text, re.DOTALL
    )
    assert found
    person.post(f"/me/alerts/{how}", {"last": found.group(1)})


def fail(app: Flask, name: str, times: int, address: str = AWAY) -> None:
    client: FlaskClient = app.test_client()
    client.environ_base |= {"REMOTE_ADDR": address}
    for _ in range(times):
        assert try_to_sign_in(client, name, "quite another passphrase").status_code == 422


def test_whoever_signs_in_for_the_first_time_of_all_is_asked_nothing(app: Flask) -> None:
    assert asked(signed_in(app, "amina", FIREFOX, OFFICE)) == ""


def test_a_new_browser_is_asked_about_in_the_sessions_that_run(app: Flask) -> None:
    desk = signed_in(app, "amina", FIREFOX, OFFICE)
    signed_in(app, "amina", PHONE, AWAY)
    assert "Signed in for the first time from this browser or this network: Safari on iOS" in asked(desk)


def test_the_same_browser_on_the_same_network_is_known_at_its_second_time(app: Flask) -> None:
    signed_in(app, "amina", FIREFOX, OFFICE)
    assert asked(signed_in(app, "amina", FIREFOX.replace("140", "141"), OFFICE)) == ""


def test_the_same_browser_on_another_network_is_new(app: Flask) -> None:
    signed_in(app, "amina", FIREFOX, OFFICE)
    assert "Firefox on Windows" in asked(signed_in(app, "amina", FIREFOX, AWAY))


def test_nothing_is_left_in_the_browser_to_know_it_by(app: Flask) -> None:
    person = signed_in(app, "amina", FIREFOX, OFFICE)
    person.post("/sign-out")
    assert {name for _domain, _path, name in person.client._cookies} <= {"caseapp"}  # type: ignore[union-attr]


def test_that_was_me_answers_in_every_session(app: Flask) -> None:
    desk, phone = signed_in(app, "amina", FIREFOX, OFFICE), signed_in(app, "amina", PHONE, AWAY)
    answer(desk, "mine")
    assert asked(desk) == asked(phone) == ""


def test_a_new_browser_answers_for_itself_alone(app: Flask) -> None:
    """A thief with the passphrase says "that was me"; the owner is asked all the same."""
    desk, thief = signed_in(app, "amina", FIREFOX, OFFICE), signed_in(app, "amina", PHONE, AWAY)
    answer(thief, "mine")
    assert asked(thief) == ""
    assert "Safari on iOS" in asked(desk)


def test_two_new_browsers_of_a_thief_do_not_answer_for_each_other(app: Flask) -> None:
    signed_in(app, "amina", FIREFOX, OFFICE)
    thief = signed_in(app, "amina", PHONE, AWAY)
    answer(signed_in(app, "amina", FIREFOX, AWAY), "mine")
    assert "Safari on iOS" in asked(signed_in(app, "amina", FIREFOX, OFFICE))
    assert asked(thief)


def test_that_was_not_me_ends_the_others_asks_for_a_passphrase_and_tells_those_who_watch(
    app: Flask, drita: Person
) -> None:
    desk, thief = signed_in(app, "amina", FIREFOX, OFFICE), signed_in(app, "amina", PHONE, AWAY)
    answer(desk, "not-mine")
    assert "Please choose a new passphrase now" in visible(desk.get("/me/passphrase"))
    assert not is_signed_in(thief.client)
    assert is_signed_in(desk.client)
    assert asked(desk) == ""
    told = re.sub("[\u2068\u2069]", "", visible(drita.get("/")))
    assert "Amina Test says that somebody else used their account." in told


def test_an_answer_that_nobody_was_asked_for_changes_nothing(app: Flask) -> None:
    desk, phone = signed_in(app, "amina", FIREFOX, OFFICE), signed_in(app, "amina", PHONE, AWAY)
    for sent in ("", "1", "6f0c1b8e-0000-4000-8000-000000000000"):
        desk.post("/me/alerts/not-mine", {"last": sent})
        desk.post("/me/alerts/mine", {"last": sent})
    assert is_signed_in(phone.client)
    assert asked(desk)


def test_after_two_weeks_it_is_asked_no_more(app: Flask) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        signed_in(app, "amina", FIREFOX, OFFICE)
        signed_in(app, "amina", PHONE, AWAY)
        clock.shift(timedelta(days=alerts.SHOWN_DAYS))
        assert asked(signed_in(app, "amina", FIREFOX, OFFICE))
        clock.shift(timedelta(days=1))
        assert asked(signed_in(app, "amina", FIREFOX, OFFICE)) == ""


def test_failed_tries_from_elsewhere_are_told_at_sign_in_and_asked_about(app: Flask) -> None:
    desk = signed_in(app, "amina", FIREFOX, OFFICE)
    fail(app, "amina", 2)
    assert "tried 2 times to sign in with your name, from a place that we do not know" in asked(desk)
    again = visible(signed_in(app, "amina", FIREFOX, OFFICE).get("/"))
    assert "Since you last signed in, somebody tried 2 times to sign in with your name and failed" in again
    assert "Since you last" not in visible(signed_in(app, "amina", FIREFOX, OFFICE).get("/")), "once"


def test_a_slip_of_ones_own_is_not_worth_a_word_but_three_are(app: Flask) -> None:
    signed_in(app, "amina", FIREFOX, OFFICE)
    fail(app, "amina", 2, OFFICE)
    assert "Since you last" not in visible(signed_in(app, "amina", FIREFOX, OFFICE).get("/"))
    fail(app, "amina", 3, OFFICE)
    desk = signed_in(app, "amina", FIREFOX, OFFICE)
    text = visible(desk.get("/"))
    assert "tried 3 times" in text
    assert asked(desk) == ""


def test_whoever_keeps_trying_does_not_make_the_home_page_long(app: Flask) -> None:
    desk = signed_in(app, "amina", FIREFOX, OFFICE)
    with time_machine.travel(datetime.now(UTC), tick=False):
        fail(app, "amina", 7)
    assert asked(desk).count("tried") == 1


def test_a_changed_passphrase_is_told_at_the_next_sign_in(app: Flask) -> None:
    desk = signed_in(app, "amina", FIREFOX, OFFICE)
    desk.post("/me/passphrase", {"present": PASSPHRASE, "passphrase": FRESH, "repeated": FRESH})
    client = app.test_client()
    assert try_to_sign_in(client, "amina", FRESH).status_code == 302
    assert "Your passphrase was changed (" in visible(client.get("/"))


def test_what_happened_tells_of_ones_own_account_alone(app: Flask, besnik: Person, drita: Person) -> None:
    amina = signed_in(app, "amina", FIREFOX, OFFICE)
    fail(app, "amina", 1)
    fail(app, "besnik", 1)
    drita.post(f"/staff/{besnik.id}/teams", {})
    drita.post(f"/staff/{amina.id}/disable", {"reason": "Besnik Test saw her with them"})
    code = drita.post(f"/staff/{amina.id}/reset", status=200).text.split("/activate/")[1].split("<")[0]
    visitor = app.test_client()
    token = Page(visitor.get(f"/activate/{code}").text).forms[-1]["fields"]["csrf_token"]
    visitor.post(
        f"/activate/{code}", data={"csrf_token": token, "passphrase": PASSPHRASE, "repeated": PASSPHRASE}
    )
    text = visible(signed_in(app, "amina", FIREFOX, OFFICE).get("/me/events"))
    for words in (
        "Signed in",
        "Firefox on Windows",
        "Was refused at sign-in",
        "Closed an account",
        "Drita Test",
    ):
        assert words in text, words
    assert text.count("Was refused at sign-in") == 1
    assert "Besnik" not in text, "a reason may speak of others"
    assert "teams" not in text


def test_what_happened_goes_back_ninety_days_page_by_page(app: Flask) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        signed_in(app, "amina", FIREFOX, OFFICE)
        clock.shift(timedelta(days=91))
        for _ in range(3):
            desk = signed_in(app, "amina", FIREFOX, OFFICE)
        assert visible(desk.get("/me/events")).count("Signed in Browser") == 3


def test_older_events_are_on_the_next_page(app: Flask, besnik: Person) -> None:
    desk = signed_in(app, "amina", FIREFOX, OFFICE)
    for theme in ("dark", "light") * 27:
        desk.post("/theme", {"theme": theme, "return_to": "/me"})
    first = desk.get("/me/events").text
    older = re.search(r'href="(/me/events\?before=[0-9a-f-]{36})"', first)
    assert older
    assert "Signed in" in visible(desk.get(older.group(1)))
    assert "Signed in" not in visible(besnik.get(older.group(1))), (
        "the place of an event of a colleague leads nowhere"
    )
    desk.get("/me/events?before=nonsense")


def test_whoever_got_in_does_not_push_their_own_device_off_the_page_by_failing_often(app: Flask) -> None:
    desk = signed_in(app, "amina", FIREFOX, OFFICE)
    signed_in(app, "amina", PHONE, AWAY)
    fail(app, "amina", alerts.MOST + 1)
    assert "Safari on iOS" in asked(desk)


def test_a_passphrase_without_its_second_factor_makes_no_place_known(
    app: Flask, clock: time_machine.Traveller
) -> None:
    desk = signed_in(app, "amina", FIREFOX, OFFICE)
    set_up_app(desk)
    thief = app.test_client()
    thief.environ_base |= {"REMOTE_ADDR": AWAY}
    send(thief, "/sign-in", {"sign_in_name": "amina", "passphrase": PASSPHRASE})
    fail(app, "amina", 1)
    assert "Somebody tried 1 time to sign in with your name" in asked(desk)


KNEW = "Somebody knew your passphrase on Safari on iOS"


def half_way(app: Flask, agent: str = PHONE, address: str = AWAY) -> FlaskClient:
    """A browser in which somebody gave Amina's passphrase and was asked for more."""
    client = app.test_client()
    client.environ_base |= {"REMOTE_ADDR": address, "HTTP_USER_AGENT": agent}
    assert send(client, "/sign-in", {"sign_in_name": "amina", "passphrase": PASSPHRASE}).status_code == 302
    return client


def desk_with_app(app: Flask, clock: time_machine.Traveller) -> tuple[Person, str]:
    """Amina at her desk, who has set an app up, and its seed; its next code counts."""
    desk = signed_in(app, "amina", FIREFOX, OFFICE)
    seed, _codes = set_up_app(desk)
    clock.shift(HALF_MINUTE)
    return desk, seed


def test_whoever_knew_the_passphrase_and_went_no_further_is_asked_about_ten_minutes_later(
    app: Flask, clock: time_machine.Traveller
) -> None:
    desk, seed = desk_with_app(app, clock)
    half_way(app)
    half_way(app)
    clock.shift(timedelta(minutes=9, seconds=59))
    assert asked(desk) == ""
    clock.shift(timedelta(seconds=1))
    assert asked(desk).count(KNEW) == 1
    assert "2 March 2026" in asked(desk)
    prove(desk, code=code_of(seed))
    answer(desk, "mine")
    assert asked(desk) == ""


def test_after_a_wrong_second_factor_it_is_asked_at_once(app: Flask, clock: time_machine.Traveller) -> None:
    desk, _seed = desk_with_app(app, clock)
    give_code(half_way(app), "000000")
    assert KNEW in asked(desk)


def test_whoever_came_in_with_their_second_factor_is_not_asked_about_it(
    app: Flask, clock: time_machine.Traveller
) -> None:
    desk, seed = desk_with_app(app, clock)
    assert give_code(half_way(app), code_of(seed)).status_code == 302
    clock.shift(timedelta(minutes=15))
    assert "Safari on iOS" in asked(desk), "a new device"
    assert KNEW not in asked(desk)


def test_that_the_owner_came_in_elsewhere_meanwhile_settles_nothing(
    app: Flask, clock: time_machine.Traveller
) -> None:
    _desk, seed = desk_with_app(app, clock)
    half_way(app)
    desk = half_way(app, FIREFOX, OFFICE)
    assert give_code(desk, code_of(seed)).status_code == 302
    clock.shift(timedelta(minutes=10))
    assert KNEW in asked(Person("amina", app, desk))


def test_an_answer_given_before_it_was_asked_does_not_stand_for_it(
    app: Flask, clock: time_machine.Traveller
) -> None:
    desk, _seed = desk_with_app(app, clock)
    half_way(app)
    fail(app, "amina", 1)
    assert "tried 1 time" in asked(desk)
    answer(desk, "mine")
    clock.shift(timedelta(minutes=10))
    assert KNEW in asked(desk)
