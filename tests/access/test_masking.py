"""What is hidden from whoever is not assigned: shown by a click, logged once, forgotten with the session."""

import re
import uuid

from flask import Flask
from sqlalchemy import select

from caseapp.accounts.session_rows import forget_what_was_looked_for
from caseapp.audit import verify
from caseapp.audit.models import AuditEvent, AuditTouch
from caseapp.db import db, write
from caseapp.documents import Document
from tests.access.showing import routes, show
from tests.cases.test_sharing import change
from tests.cases.test_starting_a_case import reference_of, start_case
from tests.conftest import Person
from tests.documents.test_filing_documents import download_url, file_document
from tests.emergency_access.test_emergency_access import try_it
from tests.frame.counted import questions
from tests.people.walking import client_of, id_of
from tests.text_search.test_searching import in_case, marked

TONIGHT, NUMBER = "At a friend", "+355 69 000 1111"


def told(app: Flask, code: str) -> list[tuple[uuid.UUID | None, set[str]]]:
    """Who did it, and the kinds of records it touched, of each event of a code."""
    with app.app_context():
        events = list(db.session.scalars(select(AuditEvent).where(AuditEvent.code == code)))
        return [
            (
                event.actor_id,
                set(
                    db.session.scalars(select(AuditTouch.record_kind).where(AuditTouch.event_id == event.id))
                ),
            )
            for event in events
        ]


def test_whoever_is_assigned_sees_it_at_once_and_the_log_tells_it_once_a_day(
    app: Flask, amina: Person
) -> None:
    case = start_case(amina)
    for _again in range(3):
        page = amina.page(case)
        assert TONIGHT in page.text
        assert NUMBER in page.text
        amina.page(f"/people/{client_of(amina, case)}")
    found = told(app, "access.shown_to_assigned")
    assert sorted(sorted(kinds) for _who, kinds in found) == [["case"], ["contact_route"]]
    assert {who for who, _kinds in found} == {amina.id}
    with app.app_context():
        assert list(verify()) == []


def test_a_coordinator_of_the_team_looks_by_a_click_once_for_each_record(
    app: Flask, amina: Person, clara: Person
) -> None:
    case = start_case(amina)
    page = clara.get(case).text
    assert TONIGHT not in page
    assert NUMBER not in page
    assert "hidden" in page
    assert show(clara, "case", id_of(case), case) == f"{case}#shown-{id_of(case)}"
    page = clara.get(case).text
    assert TONIGHT in page
    assert NUMBER not in page
    show(clara, "contact_route", routes(app)[0], case)
    show(clara, "contact_route", routes(app)[0], case)
    assert NUMBER in clara.page(case).text
    found = told(app, "access.revealed")
    assert [sorted(kinds) for _who, kinds in found] == [["case"], ["contact_route", "person"]]
    assert told(app, "access.shown_to_assigned") == []


def test_the_button_says_what_of_whom_and_the_spot_takes_the_focus(
    app: Flask, amina: Person, clara: Person
) -> None:
    case = start_case(amina)
    page = clara.get(case).text
    assert re.search(r'Show it<span class="visually-hidden">: telephone, Reza from the camp</span>', page)
    show(clara, "case", id_of(case), case)
    assert f'id="shown-{id_of(case)}" tabindex="-1"' in clara.get(case).text


def test_in_persian_the_button_says_it_with_the_comma_of_persian(amina: Person, clara: Person) -> None:
    case = start_case(amina)
    clara.post("/language", {"locale": "fa", "return_to": "/"})
    assert re.search(
        r'<span class="visually-hidden">: [^<,]+، Reza from the camp</span>', clara.get(case).text
    )


def test_what_was_shown_is_hidden_again_in_the_next_session_and_after_an_erasure(
    app: Flask, amina: Person, clara: Person
) -> None:
    case = start_case(amina)
    show(clara, "case", id_of(case), case)
    again = Person("clara", app, app.test_client()).sign_in()
    assert TONIGHT not in again.get(case).text
    assert TONIGHT in clara.page(case).text
    with app.app_context(), write(quiet=True):
        assert forget_what_was_looked_for() == 1
    assert TONIGHT not in clara.get(case).text


def test_a_member_in_person_is_assigned_until_they_are_none(
    amina: Person, besnik: Person, clara: Person
) -> None:
    case = start_case(amina)
    change(clara, case, besnik, "add")
    assert NUMBER in besnik.page(case).text
    change(clara, case, clara, "add")
    assert TONIGHT in clara.page(case).text
    change(clara, case, clara, "remove")
    assert TONIGHT not in clara.get(case).text


def test_emergency_access_looks_by_a_click_and_what_is_begun_with_it_assigns_to_nothing(
    app: Flask, amina: Person, besnik: Person
) -> None:
    case = start_case(amina)
    assert try_it(besnik, reference_of(amina, case)) == case
    assert NUMBER not in besnik.get(case).text
    client = client_of(besnik, case)
    sent = {
        "new_id": str(uuid.uuid4()),
        "enquirer": client,
        "sought_name": "Somebody",
        "language": "fa",
        "channel": "telephone",
        "safe_contact": "Rings only us.",
    }
    besnik.post(f"{case}/requests/new", sent)
    assert NUMBER not in besnik.get(case).text
    assert NUMBER not in besnik.get(f"/people/{client}").text
    show(besnik, "contact_route", routes(app)[0], case)
    assert NUMBER in besnik.page(case).text
    assert [who for who, _kinds in told(app, "access.revealed")] == [besnik.id]


def test_a_form_with_hidden_fields_opens_after_looking_and_keeps_what_was_typed(
    app: Flask, amina: Person, clara: Person
) -> None:
    case = start_case(amina)
    page = clara.get(f"{case}/edit").text
    assert TONIGHT not in page
    assert "Show it" in page
    clara.post(f"{case}/edit", {"row_version": "1", "tonight": "With the priest."})
    assert "With the priest." not in amina.page(case).text
    show(clara, "case", id_of(case), f"{case}/edit")
    assert "With the priest." in clara.get(f"{case}/edit").text
    route = f"/people/{client_of(clara, case)}/routes/{routes(app)[0]}"
    for address in (route, f"{route}/remove"):
        assert NUMBER not in clara.get(address).text
    show(clara, "contact_route", routes(app)[0], route)
    for address in (route, f"{route}/remove"):
        assert NUMBER in clara.get(address).text


def test_two_people_side_by_side_and_a_search_in_texts_say_nothing_hidden(
    app: Flask, amina: Person, clara: Person
) -> None:
    case = start_case(amina)
    other = start_case(amina, name="Reza of the camp")
    both = "/".join(client_of(amina, each) for each in (case, other))
    beside = f"/duplicates/{both}"
    assert NUMBER not in clara.get(beside).text
    for route in routes(app):
        show(clara, "contact_route", route)
    assert NUMBER in clara.get(beside).text
    assert marked(in_case(amina, case, "one night")) == ["one", "night"]
    assert marked(in_case(clara, case, "one night")) == []
    show(clara, "case", id_of(case))
    assert marked(in_case(clara, case, "one night")) == ["one", "night"]


def test_former_words_are_hidden_too(app: Flask, amina: Person, clara: Person) -> None:
    case = start_case(amina)
    form = next(form for form in amina.page(f"{case}/edit").forms if "tonight" in form["fields"])
    sent = {
        "row_version": form["fields"]["row_version"],
        "safe_now": "yes",
        "language": "fa",
        "may_ring": "no",
    }
    amina.post(f"{case}/edit", {**sent, "tonight": ""})
    history = f"/history/case/{id_of(case)}"
    assert TONIGHT in amina.get(history).text
    assert TONIGHT not in clara.get(history).text
    show(clara, "case", id_of(case), history)
    assert TONIGHT in clara.get(history).text


def test_nothing_is_shown_that_is_not_reached_or_not_hidden(
    app: Flask, amina: Person, besnik: Person, drita: Person, clara: Person
) -> None:
    case = start_case(amina)
    show(besnik, "case", id_of(case), status=404)
    show(besnik, "contact_route", routes(app)[0], status=404)
    show(clara, "person", client_of(amina, case), status=404)
    show(clara, "nothing", id_of(case), status=404)
    show(clara, "case", str(uuid.uuid4()), status=404)
    show(drita, "case", id_of(case), status=403)
    assert told(app, "access.revealed") == []


def test_it_leads_back_to_a_page_of_ours_and_nowhere_else(amina: Person, clara: Person) -> None:
    case = start_case(amina)
    spot = f"#shown-{id_of(case)}"
    for back in (
        "https://elsewhere.example/",
        "//elsewhere.example",
        "",
        "/no/such/page",
        f"{case}/telephone",
    ):
        assert show(clara, "case", id_of(case), back) == f"/{spot}"


def test_whoever_is_assigned_gives_the_database_no_more_to_answer_the_second_time(
    app: Flask, amina: Person
) -> None:
    case = start_case(amina)
    amina.get(case)
    amina.get(case)
    with questions(app) as asked:
        amina.get(case)
    assert [each for each in asked if "scope_member.reason" in each or "max(audit_event" in each] == []


def test_a_paper_that_names_others_is_hidden_by_its_kind_or_because_somebody_said_so(
    app: Flask, amina: Person, clara: Person
) -> None:
    case = start_case(amina)
    file_document(amina, case, title="Letter of a doctor", kind="medical")
    file_document(amina, case, title="From her aunt", kind="letter")
    file_document(amina, case, title="Of an uncle", kind="letter", names_others="yes", others="her uncle")
    file_document(amina, case, title="Her own sentence", kind="court", names_others="no")
    file_document(amina, case, title="Who is there", kind="people_inside", names_others="no")
    with app.app_context():
        papers = {each.title: f"/documents/{each.id}" for each in db.session.scalars(select(Document))}
    page = clara.get(case).text
    for title, address in papers.items():
        assert title in page
        is_open = title in {"From her aunt", "Her own sentence"}
        assert (clara.get(address, buffered=True).mimetype == "application/octet-stream") is is_open, title
        assert amina.get(address, buffered=True).mimetype == "application/octet-stream"
    assert "her uncle" in page
    said = {
        "title": "Of nobody",
        "kind": "letter",
        "language": "sq",
        "names_others": "no",
        "row_version": "1",
    }
    clara.post(f"{papers['Of an uncle']}/edit", said)
    assert clara.get(papers["Of an uncle"]).mimetype == "text/html"
    doctors = papers["Letter of a doctor"]
    show(clara, "document", id_of(doctors), case)
    assert clara.get(doctors, buffered=True).mimetype == "application/octet-stream"
    assert [sorted(kinds) for _who, kinds in told(app, "access.revealed")] == [["case", "document"]]


def test_whether_a_paper_names_others_is_corrected_later(app: Flask, amina: Person, clara: Person) -> None:
    case = start_case(amina)
    file_document(amina, case, kind="letter")
    address = download_url(amina, case)
    form = next(form for form in amina.page(f"{address}/edit").forms if "title" in form["fields"])
    sent = {
        "row_version": form["fields"]["row_version"],
        "title": "Order",
        "kind": "letter",
        "language": "sq",
        "names_others": "yes",
        "others": "a witness",
    }
    amina.post(f"{address}/edit", sent)
    assert "a witness" in clara.page(case).text
    assert clara.get(address, buffered=True).mimetype == "text/html"
    assert re.search(r'<input checked[^>]*value="yes"', amina.get(f"{address}/edit").text)
    with app.app_context():
        assert list(verify()) == []
