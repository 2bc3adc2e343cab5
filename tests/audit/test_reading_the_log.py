"""Administrators and auditors read who did what, when and why, in their own words and days; never a case's content."""

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from caseapp.audit import reading
from caseapp.clock import set_zone
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person

EVENING = datetime(2097, 3, 2, 22, 30, tzinfo=UTC)  # after whatever the instance was made with


def lines_of(reader: Person, query: str = "", status: int = 200) -> list[str]:
    """The lines of the log as text, newest first."""
    return lines_in(reader.get(f"/audit/{query}", status).text)


def lines_in(page: str) -> list[str]:
    """The lines of a page of the log."""
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    rows = [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in body.split("<tr>")[1:]]
    return [re.sub("[\u2068\u2069]", "", row) for row in rows]


def export(by: Person, reason: str) -> None:
    by.post("/reports/export", {"readers": "outside", "reason": reason}, status=200)


def test_why_the_numbers_left_the_house_is_read_in_the_log(drita: Person, edon: Person) -> None:
    export(drita, "Annual report to the donors")
    for reader in (drita, edon):
        line = next(line for line in lines_of(reader) if "Exported the numbers" in line)
        assert "What it is for Annual report to the donors" in line
        assert "Who reads the file donors or others outside" in line
        assert "What is counted Cases, Searches" in line


def test_details_are_folded(drita: Person, edon: Person) -> None:
    export(drita, "Annual report to the donors")
    page = edon.get("/audit/").text
    assert re.search(r"<details class=\"audit-detail\">\s*<summary>Details</summary>", page)


def test_roles_and_records_are_told_in_words(besnik: Person, drita: Person, edon: Person) -> None:
    drita.post(f"/staff/{besnik.id}/roles", {"roles": "coordinator"})
    line = next(line for line in lines_of(edon) if "Changed a colleague's roles" in line)
    assert "Before Support worker After Coordinator" in line
    assert "Besnik Test" in line


def test_kinds_of_records_are_told_in_the_readers_language(amina: Person, edon: Person) -> None:
    start_case(amina)
    assert any("Started a case" in line and " Case " in line and "Person" in line for line in lines_of(edon))


def test_what_is_said_about_a_case_stays_in_the_case(
    amina: Person, besnik: Person, clara: Person, edon: Person
) -> None:
    case = start_case(amina)
    words = "His cousin works for the other side"
    clara.post(f"{case}/access/", {"colleague": str(besnik.id), "act": "keep_out", "reason": words})
    line = next(line for line in lines_of(edon) if "Kept a colleague out" in line)
    assert "Access to Case" in line
    assert "cousin" not in edon.get("/audit/").text


def test_the_log_is_read_by_person(amina: Person, drita: Person, edon: Person) -> None:
    export(drita, "Annual report")
    found = lines_of(edon, f"?actor={drita.id}")
    assert found
    assert all("Drita Test" in line for line in found)
    assert not any("Amina Test Signed in" in line for line in found)


def test_events_of_somebody_unknown_are_found_too(app: Flask, edon: Person) -> None:
    visitor = app.test_client()
    token = re.search(r'name="csrf_token" value="([^"]+)"', visitor.get("/sign-in").text)
    assert token
    visitor.post("/sign-in", data={"csrf_token": token.group(1), "sign_in_name": "amina", "passphrase": "x"})
    found = lines_of(edon, "?actor=nobody")
    assert any("Was refused at sign-in" in line for line in found)
    assert not any("Signed in" in line for line in found)


def test_the_log_is_read_by_the_days_of_the_organisation(app: Flask) -> None:
    try:
        set_zone(
            "Europe/Tirane"
        )  # an hour before Greenwich: at half past eleven in the evening it is still the 2nd
        with time_machine.travel(EVENING, tick=False) as clock:
            Person("amina", app, app.test_client()).sign_in()
            clock.shift(timedelta(hours=1))
            Person("besnik", app, app.test_client()).sign_in()
            edon = Person("edon", app, app.test_client()).sign_in()
            second = lines_of(edon, "?day-day=2&day-month=3&day-year=2097")
            third = lines_of(edon, "?day-day=3&day-month=3&day-year=2097")
        assert any("2 March 2097, 23:30 Amina Test Signed in" in line for line in second)
        assert not any("Besnik Test" in line for line in second)
        assert any("3 March 2097, 00:30 Besnik Test Signed in" in line for line in third)
        assert not any("Amina Test" in line for line in third)
    finally:
        set_zone("UTC")


def test_the_exact_time_stands_in_the_tooltip(app: Flask) -> None:
    try:
        set_zone("Europe/Tirane")
        with time_machine.travel(EVENING, tick=False):
            page = Person("edon", app, app.test_client()).sign_in().get("/audit/").text
        assert 'title="2097-03-02 22:30:00 UTC"' in page
    finally:
        set_zone("UTC")


def test_a_day_without_events_says_so(edon: Person) -> None:
    assert "Nothing like this was recorded." in edon.get("/audit/?day-day=1&day-month=1&day-year=1990").text


def test_a_day_that_is_none_is_explained_beside_its_boxes(edon: Person) -> None:
    page = edon.get("/audit/?day-day=31&day-month=4&day-year=2026&code=account.signed_in", 422).text
    field = page.partition('id="day"')[2].partition("</fieldset>")[0]
    assert 'value="31"' in field
    assert "has-error" in page
    assert lines_of(edon, "?day-day=31&day-month=4&day-year=2026&code=account.signed_in", 422)


@pytest.mark.parametrize(
    "query",
    [
        "?code=no.such_event",
        "?actor=me",
        "?record=x",
        "?before=x&after=y",
        "?before=0",
        f"?after={uuid.UUID(int=0)}",
    ],
)
def test_nonsense_in_the_address_is_no_error_of_ours(edon: Person, query: str) -> None:
    assert edon.client.get(f"/audit/{query}").status_code in {200, 422}


def test_pages_lead_to_newer_and_older_events_and_keep_what_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, drita: Person, edon: Person
) -> None:
    monkeypatch.setattr(reading, "PAGE", 3)
    for number in range(7):
        export(drita, f"Report {number}")
    query = "?code=report.exported"
    pages = [lines_of(edon, query)]
    for rel in ("next", "next"):
        query = link(edon, query, rel)
        pages.append(lines_of(edon, query))
    told = [re.search(r"Report \d", line).group() for page in pages for line in page]  # type: ignore[union-attr]  # each line has one
    assert told == [f"Report {number}" for number in range(6, -1, -1)]
    assert [len(page) for page in pages] == [3, 3, 1]
    assert 'rel="next"' not in edon.get(f"/audit/{query}").text
    assert lines_of(edon, link(edon, query, "prev")) == pages[1]
    assert 'rel="prev"' not in edon.get("/audit/?code=report.exported").text


def link(reader: Person, query: str, rel: str) -> str:
    found = re.search(rf'rel="{rel}" href="/audit/([^"]+)"', reader.get(f"/audit/{query}").text)
    assert found
    return found.group(1).replace("&amp;", "&")


def test_a_persian_reader_sees_their_own_days_and_digits(app: Flask, edon: Person) -> None:
    edon.post("/me", {"language": "fa", "calendar": "jalali", "theme": "auto"})
    with time_machine.travel(EVENING, tick=False):
        assert "۱۲ اسفند ۱۴۷۵" in Person("edon", app, app.test_client()).sign_in().get("/audit/").text
