"""A case that cannot wait opens at once; somebody is told at once, looks at it, and may end it."""

import re
import uuid
from datetime import timedelta

import time_machine
from flask import Flask
from sqlalchemy import select

from caseapp.access import remove_member
from caseapp.accounts.models import SignInThrottle
from caseapp.audit import verify
from caseapp.audit.models import AuditEvent
from caseapp.cases import Case
from caseapp.clock import bounds_of, now, today
from caseapp.db import db
from caseapp.emergency_access import EmergencyAccess
from caseapp.emergency_access.slowing import FREE_TRIES
from caseapp.web.roles import Role
from tests.audit.test_reading_the_log import lines_of
from tests.cases.test_sharing import change
from tests.cases.test_starting_a_case import reference_of, start_case
from tests.cases.test_who_saw_a_case import told
from tests.conftest import Page, Person
from tests.contact_requests.requesting import open_request
from tests.disclosures.test_alerting import change_access
from tests.doorway import prepared
from tests.frame.counted import questions
from tests.people import walking
from tests.security.test_the_log_itself import colleague

NOBODYS = "C-26-AAAA"
REASON = "She rang: they are at her door."


def plain(page: Page) -> str:
    """The text of a page without the signs that set names apart from their surroundings."""
    return re.sub("[\u2066-\u2069]", "", page.text)


def try_it(person: Person, reference: str, status: int = 302, **changes: str) -> str:
    """Ask for emergency access; returns the address that it leads to, or the page that says why not."""
    sent = {"new_id": str(uuid.uuid4()), "reference": reference, "reason": REASON, "until": "0", **changes}
    response = person.post("/emergency-access/", sent, status=status)
    return response.headers["Location"] if status == 302 else response.text


@prepared
def opened(amina: Person, besnik: Person) -> str:
    """A case of Amina's that Besnik opened in an emergency."""
    case = start_case(amina)
    assert try_it(besnik, reference_of(amina, case)) == case
    return case


@prepared
def review_of(person: Person) -> str:
    found = re.search(r'href="(/emergency-access/[0-9a-f-]{36})"', person.get("/").text)
    return found.group(1) if found else ""


def answer(person: Person, review: str, answer: str, status: int = 302) -> str:
    form = next(form for form in person.page(review).forms if "answer" in form["fields"])
    sent = {"row_version": form["fields"]["row_version"], "answer": answer, "reason": "I rang her, too."}
    return person.post(review, sent, status=status).text


def test_what_is_missing_is_told_as_a_case_that_is_not_open_yet(besnik: Person) -> None:
    page = try_it(besnik, "", status=422)
    assert "The case is not open yet" in page
    assert "Not saved yet" not in page


def test_whoever_opened_a_case_is_told_on_their_home_page_that_somebody_objected(
    amina: Person, besnik: Person, clara: Person
) -> None:
    opened(amina, besnik)
    assert "objected to it" not in plain(besnik.page("/"))
    review = review_of(clara)
    answer(clara, review, "no")
    told = plain(besnik.page("/"))
    assert "Your emergency access of" in told
    assert "has ended: Clara Test objected to it. Ask them why." in told
    assert "objected to it" not in plain(amina.page("/")), "nobody else is"
    with time_machine.travel(now() + timedelta(days=15)):
        assert "objected to it" not in plain(besnik.sign_in().page("/"))


def test_a_reference_and_a_reason_open_the_case_at_once(amina: Person, besnik: Person) -> None:
    case = start_case(amina)
    besnik.get(case, 404)
    assert try_it(besnik, reference_of(amina, case).lower().replace("-", " ")) == case
    page = besnik.page(case)
    assert "Clara Test was told" in plain(page)
    assert "Emergency access until" in page.text
    assert "Reza" in page.text


def test_every_page_of_the_case_bears_the_banner_and_no_other_page(amina: Person, besnik: Person) -> None:
    case = opened(amina, besnik)
    client = walking.client_of(amina, case)
    for page in (case, f"/people/{client}", f"{case}/edit"):
        assert "Emergency access until" in besnik.page(page).text, page
    own = start_case(besnik, name="Somebody else")
    for page in ("/", "/cases/", own):
        assert "Emergency access until" not in besnik.page(page).text, page
    assert "Emergency access until" not in amina.page(case).text


def test_coordinator_and_responsible_worker_are_told_on_their_home_pages(
    amina: Person, besnik: Person, clara: Person, drita: Person
) -> None:
    case = opened(amina, besnik)
    for person in (amina, clara):
        page = person.page("/")
        assert f"Besnik Test opened case {reference_of(amina, case)}" in plain(page)
        assert REASON in person.page(review_of(person)).text
    assert review_of(besnik) == ""
    assert review_of(drita) == ""


def test_somebody_else_agrees_and_the_access_goes_on(amina: Person, besnik: Person, clara: Person) -> None:
    case = opened(amina, besnik)
    review = review_of(clara)
    assert "You opened this case yourself" in besnik.page(review).text
    besnik.post(review, {"row_version": "1", "answer": "yes", "reason": "It was right."})
    assert besnik.page(review).text.count("You opened this case yourself") == 2
    answer(clara, review, "yes")
    besnik.get(case)
    assert review_of(clara) == review_of(amina) == ""


def test_an_objection_ends_the_access_at_once_and_they_cannot_take_it_again(
    amina: Person, besnik: Person, clara: Person
) -> None:
    case = opened(amina, besnik)
    answer(clara, review_of(clara), "no")
    besnik.get(case, 404)
    page = Page(try_it(besnik, reference_of(amina, case), 422))
    assert "Clara Test objected to your last emergency access" in plain(page)
    assert REASON in page.text, "nothing typed is lost"
    besnik.get(case, 404)


def test_an_objection_holds_after_the_days_are_over_and_for_that_colleague_alone(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    case = opened(amina, besnik)
    reference = reference_of(amina, case)
    answer(clara, review_of(clara), "no")
    with time_machine.travel(now() + timedelta(days=9), tick=False):
        besnik.sign_in()
        page = Page(try_it(besnik, reference, 422))
        assert "Clara Test objected to your last emergency access" in plain(page)
        assert "once the objection is taken back" in page.text
        assert try_it(colleague(app, "zef", Role.SUPPORT), reference) == case


def test_once_somebody_of_the_case_takes_the_objection_back_they_may_open_it_again(
    amina: Person, besnik: Person, clara: Person
) -> None:
    case = opened(amina, besnik)
    review = review_of(clara)
    answer(clara, review, "no")
    besnik.get(review, 404)
    page = amina.page(review)
    assert "Besnik Test cannot open this case in an emergency" in plain(page)
    form = next(form for form in page.forms if "reason" in form["fields"])
    amina.post(review, {"row_version": form["fields"]["row_version"], "reason": " "}, status=422)
    amina.post(review, {"row_version": form["fields"]["row_version"], "reason": "We spoke about it."})
    besnik.get(case, 404)
    assert try_it(besnik, reference_of(amina, case)) == case
    assert "We spoke about it." in amina.page(review).text


def test_an_objection_leaves_the_access_that_somebody_gave_them_since(
    amina: Person, besnik: Person, clara: Person
) -> None:
    case = opened(amina, besnik)
    change(clara, case, besnik, "add")
    answer(clara, review_of(clara), "no")
    besnik.get(case)


def test_it_ends_by_itself_when_its_day_is_over(amina: Person, besnik: Person) -> None:
    case = start_case(amina)
    reference = reference_of(amina, case)
    try_it(besnik, reference, until="1")
    _begins, ends = bounds_of(today() + timedelta(days=1))  # of the organisation's zone
    with time_machine.travel(ends - timedelta(minutes=1), tick=False) as clock:
        besnik.sign_in()
        besnik.get(case)
        clock.move_to(ends + timedelta(minutes=1))
        besnik.get(case, 404)


def test_it_opens_a_case_of_another_team_and_one_for_only_these_people(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    case = start_case(amina)
    clara.post(f"{case}/access/level", {"level": "members"})
    elsewhere = colleague(app, "zef", Role.COORDINATOR)
    elsewhere.get(case, 404)
    try_it(elsewhere, reference_of(amina, case))
    elsewhere.get(case)
    try_it(besnik, reference_of(amina, case))
    besnik.get(case)
    assert review_of(amina)
    assert review_of(elsewhere) == "", "who is there by emergency access agrees with nobody"


def test_where_nobody_else_sees_the_case_a_coordinator_is_told_nothing_but_who_and_when(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    case = start_case(besnik, name="Dara Sample")
    clara.post(f"{case}/access/level", {"level": "members"})
    change_access(remove_member, besnik, case, clara)
    change(clara, start_case(amina), clara, "add")
    reference = reference_of(besnik, case)
    change_access(remove_member, besnik, case, besnik)
    try_it(amina, reference)
    review = review_of(clara)
    assert review
    for page in ("/", review):
        text = clara.page(page).text
        assert "Amina Test" in text
        assert "Dara" not in text
        assert reference not in text
        assert REASON not in text
    answer(clara, review, "no")
    amina.get(case, 404)


def test_who_is_kept_out_gets_the_same_bytes_and_questions_as_for_a_reference_that_nobody_has(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    case = start_case(amina)
    reference = reference_of(amina, case)
    change(clara, case, besnik, "add")
    change(clara, case, besnik, "keep_out")
    number = str(uuid.uuid4())

    def asked(text: str) -> tuple[list[str], str]:
        with questions(app) as sent:
            page = try_it(besnik, text, 422, new_id=number)
        return [str(each) for each in sent], page.replace(text, "")

    with time_machine.travel(now(), tick=False):  # the token of a form tells the second
        asked(NOBODYS)  # the first try makes the row in which they are counted
        assert asked(reference) == asked(NOBODYS)
    besnik.get(case, 404)
    assert review_of(clara) == ""
    with app.app_context():
        query = select(AuditEvent).where(AuditEvent.code == "access.emergency_refused")
        events = list(db.session.scalars(query))
        assert len(events) == 3
        assert all(set(event.detail) == {"at", "query", "waiting"} for event in events)


def test_tries_are_counted_and_after_a_few_there_is_a_pause(
    app: Flask, amina: Person, besnik: Person
) -> None:
    reference = reference_of(amina, start_case(amina))
    for _ in range(FREE_TRIES):
        assert "No case can be opened" in try_it(besnik, NOBODYS, 422)
    text = try_it(besnik, reference, 422)
    assert "After several tries there is a pause" in text
    with time_machine.travel(now() + timedelta(minutes=1), tick=False):
        try_it(besnik, reference)
    with app.app_context():
        assert len(list(db.session.scalars(select(SignInThrottle)))) >= 1


def test_sending_the_form_twice_opens_the_case_once(app: Flask, amina: Person, besnik: Person) -> None:
    reference = reference_of(amina, start_case(amina))
    number = str(uuid.uuid4())
    assert try_it(besnik, reference, new_id=number) == try_it(besnik, reference, new_id=number)
    with app.app_context():
        assert len(list(db.session.scalars(select(EmergencyAccess)))) == 1


def test_what_one_reaches_anyway_is_not_opened_in_an_emergency(
    app: Flask, amina: Person, clara: Person
) -> None:
    case = start_case(amina)
    try_it(clara, reference_of(amina, case))
    assert "You can open this case already" in clara.page(case).text
    with app.app_context():
        assert list(db.session.scalars(select(EmergencyAccess))) == []


def test_a_reason_is_asked_for(amina: Person, besnik: Person) -> None:
    reference = reference_of(amina, start_case(amina))
    text = try_it(besnik, reference, 422, reason=" ")
    assert reference in text


def test_the_log_names_it_and_stays_whole(app: Flask, amina: Person, besnik: Person, drita: Person) -> None:
    opened(amina, besnik)
    text = drita.page("/audit/").text
    assert "Opened a case in an emergency" in text
    assert "Was told" in text
    assert REASON not in text
    with app.app_context():
        assert list(verify()) == []


def test_it_is_told_as_emergency_access_and_not_as_access_that_somebody_gave(
    amina: Person, besnik: Person, clara: Person, drita: Person
) -> None:
    case = opened(amina, besnik)
    saw = [line for line in told(clara, case) if "Besnik Test" in line]
    assert any("Opened a case in an emergency" in line for line in saw)
    logged = lines_of(drita, f"?actor={besnik.id}")
    assert any("Opened a case in an emergency" in line for line in logged)
    assert not any("Gave a colleague access" in line for line in [*saw, *logged])
    assert "Gave a colleague access" not in clara.page("/reviews/second-look").text


def test_members_of_the_case_read_how_the_colleague_came_in(
    amina: Person, besnik: Person, clara: Person
) -> None:
    case = opened(amina, besnik)
    assert "Emergency access" in clara.page(f"{case}/access/").text


def test_the_days_offered_end_in_the_organisations_zone(amina: Person, besnik: Person) -> None:
    case = opened(amina, besnik)
    with besnik.app.app_context():
        found = db.session.scalars(select(EmergencyAccess)).one()
        assert found.until == today()
        assert db.session.get_one(Case, found.case_id).id == uuid.UUID(case.rpartition("/")[2])


def test_who_is_there_by_emergency_access_gives_nobody_access_and_takes_it_from_nobody(
    app: Flask, amina: Person, besnik: Person, clara: Person
) -> None:
    case = start_case(amina)
    clara.post(f"{case}/access/level", {"level": "members"})
    visitor = colleague(app, "zef", Role.COORDINATOR)
    try_it(visitor, reference_of(amina, case))
    for who, act in ((visitor, "add"), (besnik, "add"), (clara, "keep_out")):
        sent = {"colleague": str(who.id), "act": act, "reason": "Helps"}
        text = visitor.post(f"{case}/access/", sent, status=422).text
        assert "You see this case by emergency access" in text
    visitor.post(f"{case}/access/level", {"level": "team"})
    answer(amina, review_of(amina), "no")
    visitor.get(case, 404)
    clara.get(case)
    besnik.get(case, 404)


def test_going_back_and_typing_another_reference_opens_that_case_too(amina: Person, besnik: Person) -> None:
    one, other = start_case(amina), start_case(amina, name="Omid Mesali")
    number = str(uuid.uuid4())
    assert try_it(besnik, reference_of(amina, one), new_id=number) == one
    assert try_it(besnik, reference_of(amina, other), new_id=number) == other


def bring_along(person: Person, laleh: str, case: str, status: int = 302) -> str:
    """State that the client of a case is married to somebody who is here already."""
    client = walking.client_of(person, case)
    walking.look_up(person, "relative", case, "Laleh Tamrini")
    person.post(f"/people/check/{walking.errand('relative', case, client)}/pick", {"picked": laleh})
    sent = {"new_id": str(uuid.uuid4()), "kind": "wife", "said_by": "The client", "note": ""}
    return person.post(f"/people/relative/case/{walking.id_of(case)}/{client}", sent, status).text


def test_nobody_takes_a_person_of_such_a_case_along_into_a_case_of_theirs(
    amina: Person, besnik: Person
) -> None:
    case, own = start_case(amina, name="Laleh Tamrini"), start_case(besnik, name="Omid Mesali")
    laleh = walking.client_of(amina, case)
    try_it(besnik, reference_of(amina, case))
    open_request(besnik, case)
    assert "You see this by emergency access" in bring_along(besnik, laleh, own, 409)
    answer(amina, review_of(amina), "no")
    besnik.get(f"/people/{laleh}", 404)


def test_whoever_was_let_in_since_brings_them_into_another_case(
    amina: Person, besnik: Person, clara: Person
) -> None:
    case, own = start_case(amina, name="Laleh Tamrini"), start_case(besnik, name="Omid Mesali")
    try_it(besnik, reference_of(amina, case))
    change(clara, case, besnik, "add")
    bring_along(besnik, walking.client_of(amina, case), own)
