"""A support worker starts a case while the person is speaking."""

import re
import uuid

import pytest

from tests.access.showing import show
from tests.conftest import Person
from tests.doorway import prepared

NIGHT = {
    "name": "Reza from the camp",
    "safe_now": "unsure",
    "tonight": "At a friend's, one night only.",
    "telephone": "+355 69 000 1111",
    "telephone_whose": "The friend's",
    "may_ring": "as_agreed",
    "who_knows": "Nobody yet",
    "hurt": "",
    "language": "fa",
    "interpreter": "none needed",
}


@prepared
def start_case(person: Person, **changes: str) -> str:
    """Start a case through the browser's door; returns its address."""
    response = person.post("/cases/new", {**NIGHT, "new_id": str(uuid.uuid4()), **changes})
    return response.headers["Location"]


@prepared
def reference_of(person: Person, address: str, kind: str = "C") -> str:
    """The first reference of a kind on a page: C for a case, L for a letter, R for a request."""
    found = re.search(rf"{kind}-\d\d-\w{{4}}", person.get(address).text)
    assert found, f"no reference of the kind {kind} on {address}"
    return found.group()


def test_a_working_name_is_enough(amina: Person) -> None:
    address = start_case(amina, **dict.fromkeys(("tonight", "telephone", "who_knows"), ""))
    assert "Reza from the camp" in amina.page(address).text


def test_the_case_page_shows_what_matters_at_night(amina: Person) -> None:
    text = amina.page(start_case(amina)).text
    assert "At a friend's, one night only." in text
    assert re.search(r"C-\d\d-\w{4}", text)


def test_an_empty_form_says_so_and_keeps_what_was_typed(amina: Person) -> None:
    page = amina.post("/cases/new", {**NIGHT, "name": " "}, status=422)
    assert "Please fill this in." in page.text
    assert "At a friend&#39;s, one night only." in page.text


def test_a_double_click_makes_one_case(amina: Person) -> None:
    same = str(uuid.uuid4())
    assert start_case(amina, new_id=same) == start_case(amina, new_id=same)
    assert amina.page("/cases/").text.count("Reza from the camp") == 1


def test_another_worker_sees_nothing_of_it(amina: Person, besnik: Person) -> None:
    address = start_case(amina)
    besnik.get(address, 404)
    assert "Reza" not in besnik.get("/cases/").text


def test_the_coordinator_of_the_team_sees_it(amina: Person, clara: Person) -> None:
    assert "Reza" in clara.get(start_case(amina)).text


def test_administrator_and_auditor_read_no_case(amina: Person, drita: Person, edon: Person) -> None:
    address = start_case(amina)
    drita.get(address, 403)
    edon.get(address, 403)


def test_two_who_edit_see_both_versions(amina: Person, clara: Person) -> None:
    address = start_case(amina)
    form = amina.page(f"{address}/edit").forms
    version = next(form for form in form if "row_version" in form["fields"])["fields"]["row_version"]
    sent = {**NIGHT, "row_version": version, "left_where": "", "summary": ""}
    show(clara, "case", address.rpartition("/")[2])
    clara.post(f"{address}/edit", {**sent, "tonight": "In our flat."})
    page = amina.post(f"{address}/edit", {**sent, "tonight": "With the priest."}, status=409)
    assert "In our flat." in page.text
    assert "With the priest." in page.text


@pytest.mark.parametrize("version", ["9" * 26, "9" * 5000, "²", "۱", "-1", "1; 2"])
def test_a_version_that_no_page_has_shown_meets_both_versions(amina: Person, version: str) -> None:
    address = start_case(amina)
    sent = {**NIGHT, "row_version": version, "left_where": "", "summary": ""}
    assert (
        "With the priest." in amina.post(f"{address}/edit", {**sent, "tonight": "With the priest."}, 409).text
    )


def test_a_date_of_two_calendars_is_explained(amina: Person) -> None:
    address = start_case(amina)
    page = amina.post(
        f"{address}/edit",
        {**NIGHT, "left_on-day": "13", "left_on-month": "August", "left_on-year": "1402"},
        status=422,
    )
    assert "August is a month of the Gregorian calendar" in page.text


def test_a_case_is_taken_up_and_the_timeline_says_so(amina: Person) -> None:
    address = start_case(amina)
    amina.post(
        f"{address}/step/take_up", {"manner": "done_here", "reason": "She asked for help with papers."}
    )
    text = amina.page(address).text
    assert "Taken up" in text
    assert "She asked for help with papers." in text


def test_the_audit_log_verifies_and_shows_each_step(amina: Person, edon: Person) -> None:
    amina.get(start_case(amina))
    text = edon.page("/audit/").text
    assert "Started a case" in text
    assert "Opened a case" in text
    from caseapp.audit import verify

    with amina.app.app_context():
        assert list(verify()) == []
