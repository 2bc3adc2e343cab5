"""A colleague leaves: access ends first, their work is shared out, and what they knew is changed."""

import re
import uuid
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from caseapp.access import ScopeMember, keep_out, people_who_reach, set_level
from caseapp.access.visibility import Level
from caseapp.accounts.models import User
from caseapp.cases.models import Case
from caseapp.clock import today
from caseapp.db import Scope, db, write
from caseapp.tasks.models import NextStep
from caseapp.web.roles import Role
from tests.absences.test_being_away import days
from tests.absences.test_who_is_let_in import of_another_team
from tests.cases.test_sharing import change
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.contact_requests.requesting import open_request, searches
from tests.doorway import prepared


@prepared
def case_of(person: Person) -> str:
    return start_case(person).rpartition("/")[2]


def page_of(leaver: Person) -> str:
    return f"/staff/{leaver.id}/leaving"


@prepared
def leave(drita: Person, leaver: Person) -> str:
    page = page_of(leaver)
    drita.post(f"{page}/begin", {"reason": "Moves to another town."})
    return page


def in_case(app: Flask, case_id: str) -> tuple[Case, Scope]:
    case = db.session.get_one(Case, uuid.UUID(case_id))
    return case, db.session.get_one(Scope, case.scope_id)


def only_members(app: Flask, case_id: str, by: Person) -> None:
    with app.test_request_context(), write():
        _case, scope = in_case(app, case_id)
        set_level(db.session.get_one(User, by.id), scope, Level.ONLY_MEMBERS)


def codes(person: Person, page: str, name: str) -> list[str]:
    return re.findall(rf'name="{name}"[^>]* value="([^"]+)"', person.get(page).text)


def test_access_ends_before_anything_else(amina: Person, drita: Person, clara: Person) -> None:
    page = page_of(amina)
    assert "an administrator ends their access first" in clara.page(page).text
    leave(drita, amina)
    assert amina.client.get("/").status_code == 302
    assert "A colleague leaves" in clara.page("/").text


def test_a_coordinator_gives_a_case_and_what_rests_on_it_to_a_colleague(
    app: Flask, amina: Person, besnik: Person, clara: Person, drita: Person
) -> None:
    case_id = case_of(amina)
    amina.post(
        f"/next-steps/on/case/{case_id}",
        {
            "new_id": str(uuid.uuid4()),
            "next_step": "Ring the hostel",
            "due_in": "7",
            "assignee": str(amina.id),
        },
    )
    besnik.get(f"/cases/{case_id}", status=404)
    page = leave(drita, amina)
    assert "Ring the hostel" in clara.page(page).text
    clara.post(f"{page}/share-out", {"which": "everything", "colleague": str(besnik.id)})
    besnik.get(f"/cases/{case_id}")
    assert "Handed over to you" in besnik.page("/").text
    with app.app_context():
        case, scope = in_case(app, case_id)
        assert case.responsible_id == besnik.id
        assert {step.assignee_id for step in db.session.scalars(select(NextStep))} == {besnik.id}
        theirs = select(ScopeMember).where(
            ScopeMember.of_scope_id == scope.id, ScopeMember.user_id == amina.id
        )
        assert db.session.scalars(theirs).one().removed_on is not None
    assert "Nothing that you see stands under their name" in clara.page(page).text


def test_nobody_is_given_what_they_are_kept_out_of(
    app: Flask, amina: Person, besnik: Person, clara: Person, drita: Person
) -> None:
    case_id = case_of(amina)
    with app.test_request_context(), write():
        _case, scope = in_case(app, case_id)
        keep_out(db.session.get_one(User, clara.id), scope, db.session.get_one(User, besnik.id), "Kin.")
    page = leave(drita, amina)
    answer = clara.post(f"{page}/share-out", {"which": "everything", "colleague": str(besnik.id)}, status=422)
    assert "cannot be given this" in answer.text
    besnik.get(f"/cases/{case_id}", status=404)


def test_a_coordinator_who_is_kept_out_hears_nothing_of_it(
    app: Flask, amina: Person, clara: Person, drita: Person
) -> None:
    case_id = case_of(amina)
    with app.test_request_context(), write():
        case, scope = in_case(app, case_id)
        reference = case.reference
        keep_out(db.session.get_one(User, drita.id), scope, db.session.get_one(User, clara.id), "Kin.")
    page = leave(drita, amina)
    text = clara.page(page).text
    assert reference not in text
    assert "Work that you do not see" not in text


def test_what_nobody_reaches_any_more_an_administrator_gives_away_unread(
    app: Flask, amina: Person, besnik: Person, clara: Person, drita: Person
) -> None:
    case_id = case_of(amina)
    only_members(app, case_id, amina)
    page = leave(drita, amina)
    with app.app_context():
        case, scope = in_case(app, case_id)
        assert people_who_reach(scope.id) == []
        reference = case.reference
    assert "Nobody reaches this any more" not in clara.page(page).text
    shown = drita.page(page).text
    assert "Nobody reaches this any more" in shown
    assert reference not in shown
    assert codes(drita, page, "case") == [case_id]
    drita.post(f"{page}/out-of-reach", {"case": [case_id], "colleague": str(besnik.id)})
    besnik.get(f"/cases/{case_id}")
    drita.get(f"/cases/{case_id}", status=403)
    assert "Nobody reaches this any more" not in drita.page(page).text


def test_a_person_kept_out_is_not_let_in_that_way(
    app: Flask, amina: Person, besnik: Person, drita: Person
) -> None:
    case_id = case_of(amina)
    only_members(app, case_id, amina)
    with app.test_request_context(), write():
        _case, scope = in_case(app, case_id)
        keep_out(db.session.get_one(User, amina.id), scope, db.session.get_one(User, besnik.id), "Kin.")
    page = leave(drita, amina)
    drita.post(f"{page}/out-of-reach", {"case": [case_id], "colleague": str(besnik.id)}, status=422)
    besnik.get(f"/cases/{case_id}", status=404)


def test_what_they_knew_is_listed_until_somebody_says_that_it_was_changed(
    app: Flask, amina: Person, besnik: Person, clara: Person, drita: Person
) -> None:
    case_id = case_of(amina)
    amina.get(f"/cases/{case_id}")
    page = leave(drita, amina)
    items = codes(clara, page, "changed")
    assert f"tonight:{case_id}" in items
    assert "devices" in items
    # An administrator, who reads no cases, is told of the house alone.
    assert f"tonight:{case_id}" not in codes(drita, page, "changed")
    clara.post(f"{page}/finish", status=422)
    clara.post(f"{page}/changed", {"changed": items})
    assert codes(clara, page, "changed") == []
    assert "Clara Test" in clara.page(page).text
    clara.post(f"{page}/share-out", {"which": "everything", "colleague": str(besnik.id)})
    clara.post(f"{page}/finish")
    assert "Everything was done" in clara.page(page).text
    assert "A colleague leaves" not in clara.page("/").text


def test_whoever_they_covered_for_is_covered_by_somebody_else(
    amina: Person, besnik: Person, clara: Person, drita: Person
) -> None:
    case_id = case_of(besnik)
    besnik.post("/away/", days(today(), today() + timedelta(days=3), amina))
    amina.get(f"/cases/{case_id}")
    page = leave(drita, amina)
    text = clara.page(page).text
    assert "Besnik Test is away from" in text
    assert "()" not in text
    refused = {"which": "everything", "colleague": str(besnik.id)}
    assert "cannot be given this" in clara.post(f"{page}/share-out", refused, status=422).text
    clara.post(f"{page}/share-out", {"which": "everything", "colleague": str(clara.id)})
    assert "Clara Test covers." in besnik.page(f"/cases/{case_id}").text


def test_whoever_is_among_those_covered_for_is_named_and_all_else_is_ticked(
    amina: Person, besnik: Person, clara: Person, drita: Person
) -> None:
    case_id = case_of(amina)
    besnik.post("/away/", days(today(), today() + timedelta(days=3), amina))
    page = leave(drita, amina)
    sent = {"which": "everything", "colleague": str(besnik.id)}
    refused = clara.post(f"{page}/share-out", sent, status=422).text
    (cover,) = re.findall(r'value="(covers:[^"]+)"', refused)
    beside = re.search(r'id="colleague-error".*?</p>', refused, re.DOTALL)
    assert beside
    assert "Besnik Test is away from" in beside.group()
    assert "Everything else that you chose is ticked now" in beside.group()
    assert re.findall(r'name="item" value="([^"]+)"[^>]* checked', refused) == [f"cases:{case_id}"]
    assert re.search(r'<input checked[^>]* name="which"[^>]* value="ticked"', refused)
    clara.post(
        f"{page}/share-out", {"which": "ticked", "item": f"cases:{case_id}", "colleague": str(besnik.id)}
    )
    besnik.get(f"/cases/{case_id}")
    alone = clara.post(f"{page}/share-out", sent, status=422).text
    assert cover in alone
    assert "Everything else" not in alone
    assert "Besnik Test cannot be given this" in alone


def test_the_unsaved_texts_of_a_leaver_are_counted_and_not_shown(
    amina: Person, clara: Person, drita: Person
) -> None:
    sent = {"csrf_token": amina.token(), "name": "Farhad, by telephone"}
    assert amina.client.post("/drafts/keep/cases/new", data=sent).status_code == 204
    text = clara.page(leave(drita, amina)).text
    assert "Cases: 1" in text
    assert "Farhad" not in text


def test_an_unsaved_text_about_a_case_is_not_counted_for_whoever_is_kept_out_of_it(
    amina: Person, clara: Person, drita: Person
) -> None:
    case_id = case_of(amina)
    sent = {"csrf_token": amina.token(), "text": "They rang again"}
    assert amina.client.post(f"/drafts/keep/notes/on/case/{case_id}", data=sent).status_code == 204
    change(clara, f"/cases/{case_id}", clara, "keep_out")
    assert "Unsaved texts" not in clara.page(leave(drita, amina)).text
    assert "Unsaved texts" in drita.page(page_of(amina)).text


def test_a_persian_line_that_begins_with_a_latin_name_runs_from_right_to_left(
    amina: Person, besnik: Person, clara: Person, drita: Person
) -> None:
    besnik.post("/away/", days(today(), today() + timedelta(days=3), amina))
    page = leave(drita, amina)
    clara.post("/language", {"locale": "fa", "return_to": "/"})
    assert re.search(r'<bdi dir="rtl">[^<]*Besnik Test[^<]* از ', clara.get(page).text)


def test_a_case_stands_in_the_list_with_its_clients_name_and_a_search_with_the_person_sought(
    amina: Person, clara: Person, drita: Person
) -> None:
    request = open_request(amina, start_case(amina))
    clara.post(f"{searches(amina, request)[0]}/asker", {"asker": str(amina.id)})
    text = clara.get(leave(drita, amina)).text
    assert re.search(r">Reza from the camp \(C-[^)]+\)</bdi>", text)
    assert re.search(r">\w[^<]* \(R-[^)]+\)</bdi>", text)


def test_nothing_ticked_is_told_beside_the_boxes(amina: Person, clara: Person, drita: Person) -> None:
    case_of(amina)
    page = leave(drita, amina)
    answer = clara.post(f"{page}/share-out", {"which": "ticked", "colleague": ""}, status=422)
    assert "Please tick what is given." in answer.text
    assert "Please choose a colleague." in answer.text


@pytest.mark.parametrize("act", ["begin", "out-of-reach"])
def test_a_coordinator_ends_nobodys_access(amina: Person, clara: Person, act: str) -> None:
    clara.post(f"{page_of(amina)}/{act}", {"reason": "Moves."}, status=403)
    amina.get("/")


def test_the_last_administrator_does_not_leave(drita: Person) -> None:
    answer = drita.post(f"{page_of(drita)}/begin", {"reason": "Moves."}, status=422)
    assert "There must be one administrator at least." in answer.text


def test_a_coordinator_who_takes_covering_on_themselves_comes_into_no_case_of_another_team(
    app: Flask, amina: Person, besnik: Person, drita: Person
) -> None:
    zef, case_id = of_another_team(app, "zef", Role.COORDINATOR), case_of(amina)
    amina.post("/away/", days(today(), today() + timedelta(days=90), besnik))
    page = leave(drita, besnik)
    zef.post(f"{page}/share-out", {"which": "everything", "colleague": str(zef.id)})
    zef.get(f"/cases/{case_id}", status=404)
