"""Next steps, papers and notes on an incident, its place in searches, and the demonstration."""

import uuid
from datetime import UTC, datetime, timedelta

import time_machine

from caseapp.clock import today
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.erasures.erasing import send
from tests.incidents.reporting import add_person, boxes, report
from tests.people.walking import add_relative, client_of


def test_next_steps_and_notes_hang_on_an_incident(amina: Person, besnik: Person, clara: Person) -> None:
    incident = report(amina)
    record_id = incident.rpartition("/")[2]
    page = clara.get(incident).text
    for address in (f"/documents/add/incident/{record_id}", f"/steps/new/incident/{record_id}"):
        if address in page:
            clara.get(address)
            besnik.get(address, 404)
    for words in ("Next steps", "Documents", "Notes"):
        assert words in page
    besnik.get(f"/documents/add/incident/{record_id}", 404)
    clara.get(f"/documents/add/incident/{record_id}")


def test_it_is_found_by_its_reference_by_those_alone_who_reach_it(amina: Person, besnik: Person) -> None:
    incident = report(amina)
    reference = amina.page(incident).h1[0].split()[-1].strip("\u2066\u2068\u2069")
    assert amina.post("/search/find", {"query": reference}).headers["Location"] == incident
    assert besnik.post("/search/find", {"query": reference}).headers["Location"] != incident


def test_the_one_whose_clock_runs_out_first_stands_first_on_the_home_page(
    amina: Person, clara: Person
) -> None:
    older = report(amina)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=2)):
        amina.sign_in()
        report(amina, "order")
        newer = report(amina)
        clara.sign_in()
        page = clara.get("/").text
    assert page.index(older) < page.index(newer)


def test_two_records_of_one_human_being_are_one_concerned(amina: Person, clara: Person) -> None:
    case = start_case(amina)
    add_relative(amina, case)
    incident = report(amina)
    add_person(amina, incident, client_of(amina, case))
    add_person(amina, incident, client_of(amina, case))
    assert amina.get(incident).text.count("/persons/") == 2, "one row, and the way to add somebody"


def test_a_decision_that_two_take_at_once_is_taken_once(amina: Person, clara: Person) -> None:
    incident = report(amina)
    add_person(amina, incident, client_of(amina, start_case(amina)))
    row = next(
        part.split('"')[0]
        for part in clara.get(incident).text.split('href="')
        if "/persons/" in part and "add" not in part.split('"')[0]
    )
    form = next(each for each in amina.page(row).forms if "row_version" in each["fields"])
    sent = {
        "decided": "warned",
        "warned_by": "Clara",
        "words": "Told at noon.",
        **boxes("warned_on", today()),
    }
    send(clara, row, **sent)
    version = form["fields"]["row_version"]
    page = amina.post(row, {**sent, "row_version": version, "words": "Told at night."}, 409).text
    assert "Told at noon." in page
    assert "Told at night." in page


def test_an_unknown_person_or_incident_is_simply_not_there(clara: Person) -> None:
    for path in ("", "/edit", "/order", "/hold/end", "/report", "/persons/opened", f"/items/{uuid.uuid4()}"):
        clara.get(f"/incidents/{uuid.uuid4()}{path}", 404)
