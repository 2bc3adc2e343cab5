"""Where something is done to several cases at once, the log tells of those that its reader is not kept out of."""

import re
import uuid

import pytest
from flask import Flask

from caseapp.accounts import User
from caseapp.audit import record
from caseapp.cases import Case
from caseapp.clock import today
from caseapp.contact_requests.actions import add_search, open_request
from caseapp.contact_requests.models import Search
from caseapp.db import db, write
from caseapp.people.actions import change_facts
from caseapp.people.models import Person as Human
from caseapp.web.roles import Role
from tests.absences.test_being_away import days, follow
from tests.audit.test_reading_the_log import lines_of
from tests.cases.test_sharing import change
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.consents.sheets import client_of, fill_sheet, sheet_of
from tests.consents.test_consent_sheet import taken_back, withdrawal_url
from tests.contact_requests.requesting import page_of, state_of
from tests.duplicates.pairing import client_named, join
from tests.security.test_the_log_itself import colleague, problems


@pytest.fixture
def berta(app: Flask) -> Person:
    """She coordinates, and reads the log as an administrator."""
    return colleague(app, "berta", Role.COORDINATOR, Role.ADMINISTRATOR)


@pytest.fixture
def cases(amina: Person, clara: Person, berta: Person) -> list[str]:
    """Two cases of Amina's: one that Berta sees, and one that she is kept out of."""
    seen, shielded = start_case(amina), start_case(amina, name="Darya Samplepour")
    change(clara, shielded, berta, "keep_out")
    return [seen, shielded]


def told(reader: Person, code: str) -> int:
    return len(lines_of(reader, f"?code={code}"))


def test_that_somebody_is_away_is_told_whatever_it_opens(
    amina: Person, besnik: Person, berta: Person, edon: Person, cases: list[str]
) -> None:
    amina.post("/away/", days(today(), today(), besnik))
    for case in cases:
        besnik.get(case)
    assert told(berta, "absence.entered") == 1
    assert (told(berta, "access.cover_let_in"), told(edon, "access.cover_let_in")) == (1, 2)
    back = re.search(r"/away/[0-9a-f-]{36}/end", amina.get("/away/").text)
    assert back
    amina.post(back.group(0))
    for case in cases:
        besnik.get(case, 404)
    assert told(berta, "absence.ended") == 1
    assert (told(berta, "access.member_removed"), told(edon, "access.member_removed")) == (1, 2)


def test_what_comes_while_somebody_is_away_is_told_one_by_one(
    app: Flask, amina: Person, besnik: Person, clara: Person, berta: Person
) -> None:
    amina.post("/away/", days(today(), today(), besnik))
    seen, shielded = start_case(amina), start_case(amina, name="Darya Samplepour")
    change(clara, shielded, berta, "keep_out")
    follow(app)
    for case in (seen, shielded):
        besnik.get(case)
    assert told(berta, "access.cover_let_in") == 1


def test_the_handing_over_of_one_case_is_told_whichever_goes_with_it(
    amina: Person, besnik: Person, berta: Person, edon: Person, cases: list[str]
) -> None:
    ids = [case.rpartition("/")[2] for case in cases]
    sent = {"case": ids, "colleague": str(besnik.id), "along": "yes", "leaves": "at_once"}
    amina.post("/handovers/", sent)
    assert (told(berta, "handover.given"), told(edon, "handover.given")) == (1, 2)
    assert told(berta, "case.handed_over") == 1


def test_of_several_cases_none_is_given_where_one_cannot_be(
    amina: Person, clara: Person, berta: Person, cases: list[str]
) -> None:
    ids = [case.rpartition("/")[2] for case in cases]
    sent = {"case": ids, "colleague": str(berta.id), "along": "yes", "leaves": "at_once"}
    amina.post("/handovers/", sent, status=422)
    assert "Handed over to you" not in berta.page("/").text
    amina.get(cases[0])


def search_for_the_client_of(amina: Person, seen: str, shielded: str) -> str:
    """A request of the shielded case that seeks the client of the other one; returns the address of the search."""
    with amina.app.app_context(), write():
        actor = db.session.get_one(User, amina.id)
        case = db.session.get_one(Case, uuid.UUID(shielded.rpartition("/")[2]))
        sought = db.session.get_one(Human, client_of(amina, seen))
        enquirer = db.session.get_one(Human, case.client_id)
        request = open_request(actor, case, enquirer=enquirer, language="fa", facts={"channel": "call"})
        search = add_search(actor, request, case, sought=sought, facts={})
        record(actor, "case.changed", case, fields=[])
        return f"/searches/{search.id}"


def test_a_consent_that_is_taken_back_is_told_whatever_it_stops(
    amina: Person, berta: Person, edon: Person, cases: list[str]
) -> None:
    seen, shielded = cases
    fill_sheet(amina, sheet_of(amina, seen), trace="yes")
    search = search_for_the_client_of(amina, seen, shielded)
    amina.post(withdrawal_url(amina, seen), taken_back(words="I am afraid."))
    assert state_of(amina, search) == "on hold"
    assert (told(berta, "consent.withdrawn"), told(edon, "consent.withdrawn")) == (1, 1)
    assert (told(berta, "search.frozen"), told(edon, "search.frozen")) == (0, 1)
    assert problems(amina.app) == []


def test_that_two_people_are_one_is_told_of_each_case_apart(
    amina: Person, clara: Person, berta: Person, edon: Person, cases: list[str]
) -> None:
    seen, shielded = cases
    search = search_for_the_client_of(amina, seen, shielded)
    goes, stays = str(client_of(amina, seen)), client_named(amina, "Reza Mesali", languages="Persian")
    codes = ("person.merged", "case.changed", "person.brought_in", "person.pointed")
    before = {code: (told(berta, code), told(edon, code)) for code in codes}
    join(clara, goes, stays, stays="other")
    assert f'href="/people/{stays}"' in page_of(amina, search)
    more = {code: (told(berta, code) - of[0], told(edon, code) - of[1]) for code, of in before.items()}
    assert more["person.merged"] == (1, 1)
    assert more["case.changed"] == (1, 1)
    assert more["person.brought_in"] == (1, 2), "not into the request of the other case"
    assert more["person.pointed"] == (0, 1), "that is the search"
    shown = " ".join(lines_of(berta))
    assert search.rpartition("/")[2][:8] not in shown
    clara.post(f"/duplicates/undo/{goes}")
    assert f'href="/people/{goes}"' in page_of(amina, search)
    assert (told(berta, "duplicate.undone"), told(edon, "duplicate.undone")) == (1, 1)
    assert told(edon, "duplicate.put_back") > told(berta, "duplicate.put_back") > 0
    assert problems(amina.app) == []


def test_what_is_known_of_the_one_who_stays_is_told_though_the_other_stands_out_of_reach(
    amina: Person, clara: Person, berta: Person, edon: Person, cases: list[str]
) -> None:
    seen, shielded = (str(client_of(amina, case)) for case in cases)
    with amina.app.app_context(), write():
        actor = db.session.get_one(User, amina.id)
        change_facts(actor, db.session.get_one(Human, uuid.UUID(shielded)), {"nationality": "Iranian"})
    before = told(berta, "person.changed")
    join(clara, seen, shielded, take_nationality="other")
    assert told(berta, "person.changed") == before + 1
    assert (told(berta, "person.merged"), told(edon, "person.merged")) == (0, 1)
    assert shielded[:8] not in " ".join(lines_of(berta))
    assert problems(amina.app) == []


def test_of_what_undoing_leaves_as_it_is_nobody_hears_who_is_kept_out_of_it(
    amina: Person, clara: Person, berta: Person, edon: Person, cases: list[str]
) -> None:
    seen, shielded = cases
    search = search_for_the_client_of(amina, seen, shielded)
    goes, stays = str(client_of(amina, seen)), client_named(amina, "Reza Mesali", languages="Persian")
    join(clara, goes, stays, stays="other")
    with amina.app.app_context(), write():
        actor, found = db.session.get_one(User, amina.id), db.session.get_one(Search, uuid.UUID(search[-36:]))
        found.sought_id = client_of(amina, shielded)
        record(actor, "case.changed", found, fields=[])
    clara.post(f"/duplicates/undo/{goes}")
    assert told(berta, "duplicate.put_back") == 3, "the person, their case, and who stands in it"
    assert told(edon, "duplicate.put_back") == 3 + 1, "and who stands in the request"
    assert problems(amina.app) == []
