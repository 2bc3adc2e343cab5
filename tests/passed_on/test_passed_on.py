"""What a kept-out colleague enters about a shielded person goes silently to the case's worker."""

import re
import uuid

import pytest
from flask import Flask

from caseapp.audit import verify
from caseapp.passed_on.actions import pass_on_what_was_entered
from tests.access.showing import show
from tests.cases.test_sharing import change
from tests.cases.test_starting_a_case import NIGHT, reference_of, start_case
from tests.conftest import Person
from tests.contact_requests.requesting import ENQUIRY, open_request, searches
from tests.contact_requests.searching import sought_id
from tests.doorway import prepared
from tests.incoming_contacts.test_filing import file_with
from tests.incoming_contacts.test_incoming_contacts import log_contact
from tests.people import walking
from tests.ties.declaring import connect, declare, name_keepers, tie_of

NAME = "Zhaleh Nemunei"


@pytest.fixture
def case(amina: Person, besnik: Person, clara: Person) -> str:
    """A case of Amina's that Besnik is kept out of."""
    case = start_case(amina, name=NAME)
    change(clara, case, besnik, "keep_out")
    return case


def pass_on(app: Flask) -> int:
    with app.app_context():
        return pass_on_what_was_entered()


@prepared
def notice_of(person: Person) -> str:
    found = re.search(r'href="(/passed-on/[0-9a-f-]{36})"', person.get("/").text)
    return found.group(1) if found else ""


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"caller": "A woman", "about": NAME}, "much like"),
        ({"caller": "ژاله نمونه ای", "about": ""}, "much like"),
        ({"caller": "A man", "number": NIGHT["telephone"]}, "A number in it"),
        ({"caller": "A man", "wanted": "Asked what became of {reference}."}, "The reference"),
    ],
)
def test_a_contact_that_fits_goes_to_the_worker_of_the_case(
    app: Flask, amina: Person, besnik: Person, case: str, said: dict[str, str], why: str
) -> None:
    reference = reference_of(amina, case)
    contact = log_contact(besnik, **{name: text.format(reference=reference) for name, text in said.items()})
    assert notice_of(amina) == "", "nothing happens while it is saved"
    pass_on(app)
    notice = notice_of(amina)
    text = amina.page(notice).text
    assert why in text
    assert "Besnik Test" in text
    assert said["caller"] in text
    besnik.get(contact)
    assert notice_of(besnik) == ""
    besnik.get(notice, 404)


def test_a_case_and_a_person_of_the_same_name_are_passed_on_too(
    app: Flask, amina: Person, besnik: Person, clara: Person, case: str
) -> None:
    own = start_case(besnik, name="Zhale Nemunei", telephone="")
    pass_on(app)
    text = amina.page(notice_of(amina)).text
    assert "Zhale Nemunei" in text
    amina.get(own, 404)
    assert "Amina" not in besnik.page(f"/people/{walking.client_of(besnik, own)}").text
    assert notice_of(clara)


def test_of_a_case_that_the_worker_does_not_reach_only_the_words_that_name_theirs_are_shown(
    app: Flask, amina: Person, besnik: Person, clara: Person, case: str
) -> None:
    told = {"tonight": "With the priest.", "who_knows": f"Asks about {reference_of(amina, case)}."}
    own = start_case(besnik, name="Zhale Nemunei", telephone="", **told)
    clara.post(f"{own}/access/level", {"level": "members"})
    change(clara, own, clara, "remove")
    pass_on(app)
    notices = re.findall(r'href="(/passed-on/[0-9a-f-]{36})"', amina.get("/").text)
    for reader in (amina, clara):
        for notice in notices:
            if reader is clara:
                show(clara, "passed_on", notice.rpartition("/")[2])
        text = " ".join(reader.page(notice).text for notice in notices)
        assert "Zhale Nemunei" in text
        assert "Asks about" in text
        assert "With the priest." not in text


def test_what_concerns_nobody_shielded_is_passed_on_to_nobody(
    app: Flask, amina: Person, besnik: Person, clara: Person, case: str
) -> None:
    log_contact(besnik, caller="Somebody else altogether")
    log_contact(clara, caller=NAME)
    assert pass_on(app) == 0
    assert notice_of(amina) == ""


def test_it_stands_there_once_however_often_it_is_looked_through(
    app: Flask, amina: Person, besnik: Person, case: str
) -> None:
    log_contact(besnik, caller=NAME)
    assert pass_on(app) == 1
    assert pass_on(app) == 0
    amina.post(f"{notice_of(amina)}/seen")
    assert notice_of(amina) == ""
    assert pass_on(app) == 0


def test_the_worker_files_the_contact_with_the_case(
    app: Flask, amina: Person, besnik: Person, case: str
) -> None:
    contact = log_contact(besnik, caller=NAME)
    pass_on(app)
    amina.post(f"{notice_of(amina)}/file")
    amina.get(contact)
    besnik.get(contact, 404)
    with app.app_context():
        assert list(verify()) == []


def test_a_number_that_is_not_there_answers_as_one_of_somebody_else(besnik: Person, case: str) -> None:
    besnik.get(f"/passed-on/{uuid.uuid4()}", 404)


def test_a_worker_reads_nothing_of_a_case_that_they_are_kept_out_of_themselves(
    app: Flask, amina: Person, besnik: Person, clara: Person, case: str
) -> None:
    own = start_case(besnik, name="Zhale Nemunei", telephone="")
    pass_on(app)
    notices = set(re.findall(r'href="(/passed-on/[0-9a-f-]{36})"', amina.get("/").text))
    change(clara, own, amina, "keep_out")
    assert len(notices) == 2
    for notice in notices:
        amina.get(notice, 404)
        amina.post(f"{notice}/seen", status=404)
        assert "Zhale Nemunei" in clara.page(notice).text, "a colleague of the case still looks at it"
    assert notice_of(amina) == ""


def test_a_contact_that_went_where_a_worker_is_kept_out_is_passed_on_to_them_no_more(
    app: Flask, amina: Person, besnik: Person, clara: Person, case: str
) -> None:
    contact = log_contact(besnik, caller=NAME)
    pass_on(app)
    notice = notice_of(amina)
    own = start_case(besnik, name="Omid Mesali")
    file_with(besnik, contact, own)
    change(clara, own, amina, "keep_out")
    amina.get(notice, 404)
    amina.post(f"{notice}/file", status=404)
    amina.get(contact, 404)


def test_numbers_are_hidden_from_a_coordinator_who_is_not_assigned(
    app: Flask, amina: Person, besnik: Person, clara: Person, case: str
) -> None:
    log_contact(besnik, caller="A man", number=NIGHT["telephone"])
    pass_on(app)
    notice = notice_of(amina)
    assert NIGHT["telephone"] in amina.page(notice).text
    assert NIGHT["telephone"] not in clara.get(notice).text
    show(clara, "passed_on", walking.id_of(notice), notice)
    assert NIGHT["telephone"] in clara.page(notice).text


@pytest.fixture
def request_alone(clara: Person, drita: Person, besnik: Person, amina: Person) -> str:
    """A request of Amina's that belongs to no case; Besnik is kept out of it, because he is tied to who is sought."""
    sent = {**ENQUIRY, "enquirer": "new", "enquirer_name": "Klara Probe", "sought_name": NAME}
    request = amina.post("/requests/new", {**sent, "new_id": str(uuid.uuid4())}).headers["Location"]
    name_keepers(drita, amina, clara)
    declare(besnik)
    sought = sought_id(amina, searches(amina, request)[0])
    connect(clara, tie_of(clara), sought)
    besnik.get(request, 404)
    return request


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"caller": "A woman", "about": NAME}, "A name in it is much like one of this request"),
        ({"caller": "A man", "wanted": "Asks for {reference}."}, "The reference of this request"),
    ],
)
def test_a_request_without_a_case_has_a_worker_who_is_told_too(
    app: Flask,
    amina: Person,
    besnik: Person,
    clara: Person,
    request_alone: str,
    said: dict[str, str],
    why: str,
) -> None:
    reference = reference_of(amina, request_alone, "R")
    contact = log_contact(besnik, **{name: text.format(reference=reference) for name, text in said.items()})
    before = [as_read(besnik, page) for page in (contact, "/", "/incoming/")]
    assert pass_on(app) >= 1
    assert pass_on(app) == 0, "once, however often it is looked through"
    assert [as_read(besnik, page) for page in (contact, "/", "/incoming/")] == before
    notice = notice_of(amina)
    assert why in amina.page(notice).text
    assert f"may concern request {reference}" in isolated_out(amina.page("/").text)
    assert notice_of(clara)
    besnik.get(notice, 404)
    amina.post(f"{notice}/file")
    assert said["caller"] in amina.page(request_alone).text
    assert notice_of(amina) == ""
    with app.app_context():
        assert list(verify()) == []


def as_read(person: Person, page: str) -> str:
    """What the browser gets, without the tokens of forms that differ from one answer to the next."""
    return re.sub(r'"[\w-]+\.[\w-]+\.[\w-]+"', "", person.get(page).text)


def isolated_out(text: str) -> str:
    return re.sub("[\u2066-\u2069]", "", text)


def test_what_they_write_into_a_request_is_passed_on_too(
    app: Flask, amina: Person, besnik: Person, case: str
) -> None:
    own = start_case(besnik, name="Omid Mesali", telephone="")
    open_request(besnik, own, remark=f"See {reference_of(amina, case)}.")
    pass_on(app)
    text = amina.page(notice_of(amina)).text
    assert "The reference of this case stands in it." in text
    assert "Family contact request" in text


def test_where_a_request_belongs_to_a_case_the_worker_of_the_case_is_told_once(
    app: Flask, amina: Person, besnik: Person, clara: Person, case: str
) -> None:
    open_request(amina, case, sought_name="Somebody Else")
    log_contact(besnik, caller=NAME)
    pass_on(app)
    assert len(set(re.findall(r'href="(/passed-on/[0-9a-f-]{36})"', amina.get("/").text))) == 1
