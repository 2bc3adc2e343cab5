"""Somebody is away: whoever covers reaches their cases on these days, and on no other."""

import re
import uuid
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from flask import Flask
from time_machine import travel

from caseapp.absences.actions import follow_absences
from caseapp.access import keep_out, set_level
from caseapp.access.visibility import Level
from caseapp.accounts.models import User
from caseapp.cases.models import Case
from caseapp.db import Scope, db, write
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person, visible
from tests.doorway import prepared

MONDAY = date(2026, 11, 30)


@pytest.fixture(autouse=True)
def on_monday() -> Iterator[None]:
    with at(MONDAY):
        yield


def at(day: date) -> travel:
    return travel(f"{day}T12:00:00+00:00", tick=False)


@prepared
def case_of(person: Person) -> str:
    return start_case(person).rpartition("/")[2]


def days(first: date, last: date, cover: Person, **more: object) -> dict[str, object]:
    boxes: dict[str, object] = {"cover": str(cover.id), **more}
    for name, day in (("first", first), ("last", last)):
        boxes |= {
            f"{name}-day": str(day.day),
            f"{name}-month": str(day.month),
            f"{name}-year": str(day.year),
            f"{name}-calendar": "gregorian",
        }
    return boxes


def plain(text: str) -> str:
    return text.replace("\u2068", "").replace("\u2069", "")


def follow(app: Flask) -> None:
    with app.app_context():
        follow_absences()
        db.session.remove()


def scope_of(case_id: str) -> Scope:
    return db.session.get_one(Scope, db.session.get_one(Case, uuid.UUID(case_id)).scope_id)


def test_the_cover_reaches_the_cases_from_the_first_day_to_the_last(
    app: Flask, amina: Person, besnik: Person
) -> None:
    case_id = case_of(amina)
    first, last = MONDAY + timedelta(days=2), MONDAY + timedelta(days=4)
    amina.post("/away/", days(first, last, besnik))
    for day, status in (
        (first - timedelta(days=1), 404),
        (first, 200),
        (last, 200),
        (last + timedelta(days=1), 404),
    ):
        with at(day):
            follow(app)
            besnik.sign_in().get(f"/cases/{case_id}", status=status)


def test_the_page_of_a_case_says_who_is_away_and_who_covers(
    amina: Person, besnik: Person, clara: Person
) -> None:
    case_id = case_of(amina)
    amina.post("/away/", days(MONDAY, MONDAY, besnik))
    for person in (besnik, clara):
        assert "Besnik Test covers." in person.page(f"/cases/{case_id}").text


def test_what_is_due_shows_on_the_home_page_of_the_cover(amina: Person, besnik: Person) -> None:
    case_id = case_of(amina)
    step = {"new_id": str(uuid.uuid4()), "next_step": "Ring the hostel", "due_in": "0"}
    amina.post(f"/next-steps/on/case/{case_id}", {**step, "assignee": str(amina.id)})
    assert "Ring the hostel" not in besnik.page("/").text
    amina.post("/away/", days(MONDAY, MONDAY, besnik))
    assert "Ring the hostel" in besnik.page("/").text


def test_whoever_is_kept_out_of_a_case_covers_all_but_it(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    shielded, open_one = case_of(amina), case_of(amina)
    with app.test_request_context(), write():
        by, whom = db.session.get_one(User, clara.id), db.session.get_one(User, besnik.id)
        keep_out(by, scope_of(shielded), whom, "Kin.")
    amina.post("/away/", days(MONDAY, MONDAY, besnik))
    besnik.get(f"/cases/{open_one}")
    besnik.get(f"/cases/{shielded}", status=404)
    assert (
        "Besnik" not in clara.page(f"/cases/{shielded}/access/").text.split("Kept out")[0].split("Members")[1]
    )


def test_a_case_for_only_these_people_opens_where_the_absent_one_ticks_it(
    app: Flask, amina: Person, besnik: Person
) -> None:
    ticked, unticked = case_of(amina), case_of(amina)
    with app.test_request_context(), write():
        for case_id in (ticked, unticked):
            set_level(db.session.get_one(User, amina.id), scope_of(case_id), Level.ONLY_MEMBERS)
        scope_id = str(scope_of(ticked).id)
    amina.post("/away/", days(MONDAY, MONDAY, besnik, restricted=[scope_id]))
    besnik.get(f"/cases/{ticked}")
    besnik.get(f"/cases/{unticked}", status=404)


def test_a_coordinator_who_enters_it_for_somebody_ill_opens_no_such_case(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    restricted, shared = case_of(amina), case_of(amina)
    with app.test_request_context(), write():
        set_level(db.session.get_one(User, amina.id), scope_of(restricted), Level.ONLY_MEMBERS)
        scope_id = str(scope_of(restricted).id)
    page = f"/away/of/{amina.id}"
    clara.post(page, days(MONDAY, MONDAY, besnik, restricted=[scope_id]), status=422)
    clara.post(page, days(MONDAY, MONDAY, besnik))
    besnik.get(f"/cases/{shared}")
    besnik.get(f"/cases/{restricted}", status=404)


def test_a_case_that_comes_meanwhile_opens_as_well(app: Flask, amina: Person, besnik: Person) -> None:
    amina.post("/away/", days(MONDAY, MONDAY, besnik))
    case_id = case_of(amina)
    besnik.get(f"/cases/{case_id}", status=404)
    follow(app)
    besnik.get(f"/cases/{case_id}")


def test_who_comes_back_early_ends_it_at_once_even_for_a_form_that_is_open(
    amina: Person, besnik: Person
) -> None:
    case_id = case_of(amina)
    amina.post("/away/", days(MONDAY, MONDAY + timedelta(days=5), besnik))
    besnik.get(f"/notes/on/case/{case_id}")
    back = re.search(r"/away/[0-9a-f-]{36}/end", amina.get("/away/").text)
    assert back
    besnik.post(back.group(0), status=404)
    amina.post(back.group(0))
    besnik.post(f"/notes/on/case/{case_id}", {"text": "Too late."}, status=404)
    besnik.get(f"/cases/{case_id}", status=404)


def test_what_the_cover_could_reach_before_they_reach_after(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    case_id = case_of(amina)
    member = {"colleague": str(besnik.id), "act": "add", "reason": "Knows the family."}
    clara.post(f"/cases/{case_id}/access/", member)
    amina.post("/away/", days(MONDAY, MONDAY, besnik))
    with at(MONDAY + timedelta(days=1)):
        follow(app)
        besnik.sign_in().get(f"/cases/{case_id}")


def test_a_support_worker_enters_nobody_elses_days(amina: Person, besnik: Person) -> None:
    besnik.post(f"/away/of/{amina.id}", days(MONDAY, MONDAY, besnik), status=403)


def test_who_goes_away_is_told_of_days_on_which_nobody_covers(
    amina: Person, besnik: Person, clara: Person
) -> None:
    clara.post("/away/", days(MONDAY + timedelta(days=3), MONDAY + timedelta(days=8), amina))
    amina.post("/away/", days(MONDAY, MONDAY + timedelta(days=2), clara))
    assert "too, from" not in visible(amina.get("/away/")), "these days do not meet"
    besnik.post("/away/", days(MONDAY, MONDAY + timedelta(days=4), clara))
    told = plain(visible(besnik.get("/away/")))
    assert (
        "Clara Test is away, too, from 3 December 2026 to 8 December 2026. Let somebody else cover." in told
    )
    amina.post("/away/", days(MONDAY + timedelta(days=6), MONDAY + timedelta(days=7), besnik))
    told = plain(visible(amina.get("/away/")))
    assert (
        "Clara Test is away from 3 December 2026 to 8 December 2026, with Amina Test to cover. Let somebody else do it."
        in told
    )


def test_days_that_have_passed_and_days_entered_before_are_refused(amina: Person, besnik: Person) -> None:
    before = MONDAY - timedelta(days=1)
    assert "This day has passed." in amina.post("/away/", days(before, before, besnik), status=422).text
    wrong = days(MONDAY + timedelta(days=2), MONDAY, besnik)
    assert "The last day comes before the first." in amina.post("/away/", wrong, status=422).text
    amina.post("/away/", days(MONDAY, MONDAY, besnik))
    again = amina.post("/away/", days(MONDAY, MONDAY + timedelta(days=2), besnik), status=422)
    assert "Some of these days are entered already." in again.text
