"""A colleague hands cases over: with a note, with what rests on them, and with notes that stay with their author."""

import re
import uuid
from datetime import date, timedelta

from flask import Flask
from time_machine import travel

from caseapp.access import keep_out
from caseapp.accounts.models import User
from caseapp.cases.models import Case
from caseapp.clock import today
from caseapp.db import Scope, db, write
from caseapp.web.roles import Role
from tests.cases.test_starting_a_case import reference_of, start_case
from tests.conftest import Person
from tests.doorway import prepared
from tests.emergency_access.test_emergency_access import try_it
from tests.security.test_the_log_itself import colleague


@prepared
def case_of(person: Person) -> str:
    return start_case(person).rpartition("/")[2]


def terms(case_id: str, to: Person, **more: str) -> dict[str, object]:
    return {
        "case": [case_id],
        "colleague": str(to.id),
        "along": "yes",
        "leaves": "at_once",
        f"note_{case_id.replace('-', '')}": "Ring only after six.",
        **more,
    }


def day_fields(day: date) -> dict[str, str]:
    return {
        "stays_until-day": str(day.day),
        "stays_until-month": str(day.month),
        "stays_until-year": str(day.year),
        "stays_until-calendar": "gregorian",
    }


def keep_besnik_out(app: Flask, case_id: str, besnik: Person, by: Person) -> None:
    with app.test_request_context(), write():
        scope = db.session.get_one(Scope, db.session.get_one(Case, uuid.UUID(case_id)).scope_id)
        keep_out(db.session.get_one(User, by.id), scope, db.session.get_one(User, besnik.id), "Kin.")


def test_the_case_its_note_and_its_next_steps_go_along(amina: Person, besnik: Person, clara: Person) -> None:
    case_id = case_of(amina)
    step = {"new_id": str(uuid.uuid4()), "next_step": "Ring the hostel", "due_in": "0"}
    amina.post(f"/next-steps/on/case/{case_id}", {**step, "assignee": str(amina.id)})
    amina.post(f"/handovers/case/{case_id}", terms(case_id, besnik))
    text = besnik.page(f"/cases/{case_id}").text
    assert "Ring only after six." in text
    assert "Handing over" in text
    home = besnik.page("/").text
    assert "Handed over to you" in home
    assert "Ring the hostel" in home
    amina.get(f"/cases/{case_id}", status=404)
    assert "Handed over, not yet taken over" in clara.page("/").text


def test_it_waits_on_the_home_page_until_it_is_taken_over(
    amina: Person, besnik: Person, clara: Person
) -> None:
    case_id = case_of(amina)
    amina.post(f"/handovers/case/{case_id}", terms(case_id, besnik))
    found = re.search(r"/handovers/([0-9a-f-]{36})/take", besnik.get("/").text)
    assert found
    amina.post(found.group(0), status=404)
    besnik.post(found.group(0))
    assert "Handed over to you" not in besnik.page("/").text
    assert "not yet taken over" not in clara.page("/").text


def test_who_stays_until_a_day_sees_it_on_that_day_and_not_after(amina: Person, besnik: Person) -> None:
    case_id = case_of(amina)
    last = today() + timedelta(days=3)
    amina.post(f"/handovers/case/{case_id}", terms(case_id, besnik, leaves="until", **day_fields(last)))
    amina.get(f"/cases/{case_id}")
    with travel(f"{last}T12:00:00+00:00", tick=False):
        amina.sign_in().get(f"/cases/{case_id}")
    with travel(f"{last + timedelta(days=1)}T12:00:00+00:00", tick=False):
        amina.sign_in().get(f"/cases/{case_id}", status=404)


def test_several_cases_go_at_once_each_with_its_note(amina: Person, besnik: Person) -> None:
    first, second, third = case_of(amina), case_of(amina), case_of(amina)
    amina.post(
        "/handovers/",
        {**terms(first, besnik), "case": [first, second], f"note_{second.replace('-', '')}": "She is shy."},
    )
    assert "She is shy." in besnik.page(f"/cases/{second}").text
    assert "Ring only after six." in besnik.page(f"/cases/{first}").text
    besnik.get(f"/cases/{third}", status=404)


def test_the_cases_to_choose_from_bear_their_clients_names_and_no_colleague_is_chosen_yet(
    amina: Person, besnik: Person
) -> None:
    case_id = case_of(amina)
    page = amina.get("/handovers/").text
    assert re.search(rf'for="case-{case_id}">.*Reza from the camp.*</label>', page)
    assert re.search(r'name="colleague"[^>]*>\s*<option[^>]*value="">choose …</option>', page)


def test_whoever_is_kept_out_is_not_given_it_and_nothing_typed_is_lost(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    case_id = case_of(amina)
    keep_besnik_out(app, case_id, besnik, clara)
    page = amina.post(f"/handovers/case/{case_id}", terms(case_id, besnik), status=422)
    assert "Ring only after six." in page.text
    assert "They cannot take this over." in page.text
    besnik.get(f"/cases/{case_id}", status=404)
    assert "Handed over to you" not in besnik.page("/").text


def test_only_the_responsible_worker_and_coordinators_give_a_case_away(
    amina: Person, besnik: Person, clara: Person
) -> None:
    case_id = case_of(amina)
    besnik.post(f"/handovers/case/{case_id}", terms(case_id, besnik), status=404)
    clara.post(f"/handovers/case/{case_id}", terms(case_id, besnik))
    besnik.get(f"/cases/{case_id}")
    amina.get(f"/cases/{case_id}", status=404)


def test_a_day_is_asked_for_and_none_that_has_passed(amina: Person, besnik: Person) -> None:
    case_id = case_of(amina)
    page = amina.post(f"/handovers/case/{case_id}", terms(case_id, besnik, leaves="until"), status=422)
    assert "Until which day?" in page.text
    past = day_fields(today() - timedelta(days=1))
    page = amina.post(
        f"/handovers/case/{case_id}", terms(case_id, besnik, leaves="until", **past), status=422
    )
    assert "This day has passed." in page.text


def test_a_note_of_ones_own_stays_with_its_author_alone(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    case_id = case_of(amina)
    own = f"/handovers/case/{case_id}/own-notes"
    amina.post(own, {"new_id": str(uuid.uuid4()), "text": "I was afraid for her."})
    amina.post(f"/handovers/case/{case_id}", terms(case_id, besnik))
    assert "I was afraid for her." in amina.page("/handovers/own-notes").text
    for other in (besnik, clara):
        assert "I was afraid" not in other.page(own).text
        assert "I was afraid" not in other.page(f"/cases/{case_id}").text
        assert "I was afraid" not in other.page("/handovers/own-notes").text


def test_whoever_is_kept_out_of_the_case_reads_their_own_notes_no_more(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    case_id = case_of(besnik)
    own = f"/handovers/case/{case_id}/own-notes"
    besnik.post(own, {"new_id": str(uuid.uuid4()), "text": "I was afraid for her."})
    clara.post(f"/handovers/case/{case_id}", terms(case_id, amina))
    keep_besnik_out(app, case_id, besnik, clara)
    assert "I was afraid" not in besnik.page("/handovers/own-notes").text
    besnik.get(own, status=404)


def test_a_coordinator_who_is_there_for_an_emergency_hands_nothing_over(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    case = start_case(amina)
    clara.post(f"{case}/access/level", {"level": "members"})
    elsewhere = colleague(app, "zef", Role.COORDINATOR)
    try_it(elsewhere, reference_of(amina, case))
    elsewhere.get(case)
    case_id = case.rpartition("/")[2]
    elsewhere.get(f"/handovers/case/{case_id}", 404)
    elsewhere.post(f"/handovers/case/{case_id}", terms(case_id, besnik), status=404)
    besnik.get(case, 404)
