"""Why somebody is a member of a case is told to each reader in their language, whoever made them one in another."""

from datetime import timedelta

from flask import Flask

from caseapp.clock import today
from tests.absences.test_being_away import days, follow
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.handovers.test_handing_over import day_fields, terms
from tests.leaving.test_a_colleague_leaves import leave


def speak_persian(person: Person) -> None:
    person.post("/language", {"locale": "fa", "return_to": "/"})


def test_a_coordinator_who_keeps_a_case_among_its_members(amina: Person, clara: Person) -> None:
    case = start_case(amina)
    speak_persian(clara)
    clara.post(f"{case}/access/level", {"level": "members"})
    assert "پرونده را در میان اعضای آن نگه می‌دارد" in clara.page(f"{case}/access/").text
    clara.post("/language", {"locale": "en", "return_to": "/"})
    assert "Clara Test : Keeps the case among its members" in clara.page(f"{case}/access/").text


def test_a_colleague_who_hands_a_case_over_and_stays_for_a_while(
    amina: Person, besnik: Person, clara: Person
) -> None:
    case = start_case(amina)
    case_id = case.rpartition("/")[2]
    speak_persian(amina)
    last = today() + timedelta(days=9)
    amina.post(f"/handovers/case/{case_id}", terms(case_id, besnik, leaves="until", **day_fields(last)))
    told = clara.page(f"{case}/access/").text
    assert "Besnik Test : Took the case over from Amina Test" in told
    assert "Handed the case over to Besnik Test" in told


def test_a_coordinator_who_shares_out_what_somebody_leaves_behind(
    amina: Person, besnik: Person, clara: Person, drita: Person
) -> None:
    case = start_case(amina)
    page = leave(drita, amina)
    speak_persian(clara)
    clara.post(f"{page}/share-out", {"which": "everything", "colleague": str(besnik.id)})
    clara.post("/language", {"locale": "en", "return_to": "/"})
    assert "Besnik Test : Took the case over from Amina Test" in clara.page(f"{case}/access/").text


def test_a_colleague_who_is_away_and_covered_for(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    case = start_case(amina)
    speak_persian(amina)
    amina.post("/away/", days(today(), today() + timedelta(days=3), besnik))
    follow(app)
    assert "Covers for Amina Test" in clara.page(f"{case}/access/").text
