"""What one colleague did: five weeks by day, one day by the hour, in a picture and a table, and no more than told."""

import re
import uuid
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
import time_machine
from flask import Flask

from caseapp.audit import person_views
from caseapp.clock import set_zone
from tests.audit.test_reading_the_log import lines_of
from tests.cases.test_sharing import change
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.security.test_kept_out_of_the_log import berta  # noqa: F401 - a fixture

EVENING = datetime(2097, 3, 2, 22, 30, tzinfo=UTC)  # after whatever the instance was made with


def days(page: str) -> dict[str, str]:
    """What the picture says of each day that holds anything."""
    titles = re.findall(r"<title>([^<:]+): ([^<]+)</title>", page)
    return {day: words for day, words in titles if not words.startswith("0 ")}


def test_each_day_tells_how_much_was_done_and_how_much_of_it_at_night(app: Flask) -> None:
    try:
        set_zone("Europe/Tirane")
        with time_machine.travel(EVENING - timedelta(days=1, hours=12), tick=False) as clock:
            amina = Person("amina", app, app.test_client()).sign_in()
            amina.get("/cases/")
            clock.move_to(EVENING)
            Person("amina", app, app.test_client()).sign_in()
            clock.shift(timedelta(hours=1))
            edon = Person("edon", app, app.test_client()).sign_in()
            Person("amina", app, app.test_client()).sign_in()
            page = edon.get(f"/audit/person/{amina.id}").text
            assert days(page) == {
                "1 March 2097": "2 acts",
                "2 March 2097": "1 act, 1 at night",
                "3 March 2097": "1 act, 1 at night",
            }
            # The newest day is open: half past midnight, as the clocks of the house showed it.
            assert re.search(r"<bdi>00:30</bdi></th><td>Signed in", page)
            second = edon.get(f"/audit/person/{amina.id}?day=2097-03-02").text
            assert re.search(r"<bdi>23:30</bdi></th><td>Signed in", second)
            assert "day-day=2" in second
    finally:
        set_zone("UTC")


def test_a_persian_reader_sees_their_own_days_from_saturday_on_and_from_the_right(
    amina: Person, edon: Person
) -> None:
    edon.post("/me", {"language": "fa", "calendar": "jalali", "theme": "auto"})
    page = edon.get(f"/audit/person/{amina.id}").text
    heads = re.findall(r'<text class="day-head" x="(\d+)" y="-6">([^<]+)</text>', page)
    assert heads[0] == ("325", "شنبه")
    assert heads[-1][0] == "25"


def test_the_way_to_a_day_in_the_log_counts_it_as_its_reader_does(amina: Person, edon: Person) -> None:
    edon.post("/me", {"language": "fa", "calendar": "jalali", "theme": "auto"})
    amina.get("/cases/")
    page = edon.get(f"/audit/person/{amina.id}").text
    found = re.search(r'href="(/audit/\?[^"]*day-calendar=jalali[^"]*)"', page)
    assert found
    listed = edon.get(unescape(found.group(1))).text
    assert re.search(r'name="day-year"[^>]*value="[۰-۹]{4}"', listed)
    assert "فهرستی از پرونده‌ها را دید" in listed


def test_looking_is_an_act_that_names_the_colleague(amina: Person, edon: Person) -> None:
    edon.get(f"/audit/person/{amina.id}")
    line = next(line for line in lines_of(edon) if "Looked at what a colleague did" in line)
    assert "From the day" in line
    assert "Amina Test" in line


def test_too_many_acts_say_that_older_days_are_not_complete(
    amina: Person, edon: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _each in range(3):
        amina.get("/cases/")
    assert "not complete" not in edon.get(f"/audit/person/{amina.id}").text
    monkeypatch.setattr(person_views, "MOST_OPENED", 2)
    page = edon.get(f"/audit/person/{amina.id}").text
    assert "not complete" in page
    assert [words.partition(",")[0] for words in days(page).values()] == ["2 acts"]


def test_nobody_else_and_nonsense_is_no_error_of_ours(amina: Person, edon: Person, clara: Person) -> None:
    edon.get(f"/audit/person/{uuid.uuid4()}", 404)
    edon.get(f"/audit/person/{amina.id}?day=yesterday&until=9999-12-31")
    edon.get(f"/audit/person/{amina.id}?until=2001-01-01")
    clara.get(f"/audit/person/{amina.id}", 403)


def test_days_of_what_somebody_is_kept_out_of_are_as_empty_as_if_there_were_none(
    amina: Person,
    clara: Person,
    edon: Person,
    berta: Person,  # noqa: F811 - the fixture
) -> None:
    case = start_case(amina, name="Reza Samplepour")
    change(clara, case, berta, "keep_out")

    def told() -> str:
        return " ".join(days(berta.get(f"/audit/person/{amina.id}").text).values())

    before, all_of_it = told(), days(edon.get(f"/audit/person/{amina.id}").text)
    amina.get(case)
    assert told() == before
    assert days(edon.get(f"/audit/person/{amina.id}").text) != all_of_it
    assert "Opened a case" not in berta.get(f"/audit/person/{amina.id}").text


@pytest.mark.parametrize(("language", "earlier"), [("en", "Earlier"), ("fa", "پیش‌تر")])
def test_the_way_back_comes_first_and_points_back_to_where_the_line_begins(
    amina: Person, edon: Person, language: str, earlier: str
) -> None:
    edon.post("/me", {"language": language, "calendar": "gregorian", "theme": "auto"})
    page = edon.get(f"/audit/person/{amina.id}?until=2026-01-15").text
    ways = re.search(r'<nav class="pager".*?</nav>', page, re.DOTALL)
    assert ways
    back, forth = re.findall(r"<a .*?</a>", ways.group(), re.DOTALL)
    assert 'rel="prev"' in back
    assert "until=2025-12" in back
    assert earlier in back
    assert "#arrow-left" in back
    assert 'rel="next"' in forth
    assert "until=2026-02" in forth
    assert "#arrow-right" in forth
