"""Whom letters go to: written by coordinators, added to by whoever prepares a letter."""

import uuid
from typing import Any

from caseapp.authorities.forms import HolderForm
from caseapp.web.forms import drawn_id
from tests.conftest import Person
from tests.doorway import prepared

MINISTRY = {
    "name_en": "Ministry for Lost Papers",
    "name_fa": "وزارت اسناد گمشده",
    "name_ar": "",
    "name_sq": "",
    "kind": "ministry",
    "country": "Sampleland",
    "address": "1 Square of Examples\n1000 Sample Town",
    "contact": "",
    "source": "their own page",
    "limit": "30",
    "counted_in": "days",
    "counted_from": "acknowledged",
    "rule_source": "Sample Code, article 12",
}
MINISTER = {
    "name_en": "Agron Shembull",
    "name_fa": "آگرون شمبول",
    "title_en": "Minister for Lost Papers",
    "title_fa": "وزیر اسناد گمشده",
    "form_en": "His Excellency Mr",
    "form_fa": "جناب آقای",
    "salutation_en": "Your Excellency,",
    "salutation_fa": "با سلام و احترام،",
    "office": "",
}


@prepared
def add_authority(person: Person, **changes: str) -> str:
    """Add a ministry through the browser's door; returns its address."""
    sent = {**MINISTRY, "new_id": str(uuid.uuid4()), **changes}
    return person.post("/authorities/new", sent).headers["Location"]


@prepared
def add_minister(person: Person, authority: str, **changes: Any) -> str:
    """Add an office-holder to the authority at this address; returns the office-holder's id."""
    number = uuid.uuid4()
    person.post(f"{authority}/holders/new", {**MINISTER, "new_id": str(number), **changes})
    return str(drawn_id(HolderForm, person.id, number))


def version_on(person: Person, path: str) -> str:
    """Read the version that the form at this address was opened with."""
    forms = person.page(path).forms
    return next(form["fields"]["row_version"] for form in forms if "row_version" in form["fields"])


def test_a_support_worker_adds_a_ministry_and_its_minister(amina: Person) -> None:
    address = add_authority(amina)
    add_minister(amina, address)
    text = amina.page(address).text
    assert "His Excellency Mr Agron Shembull" in text
    assert "با سلام و احترام،" in text
    assert "30 calendar days, from the day they registered it" in text


def test_everybody_who_writes_letters_finds_it(amina: Person, besnik: Person) -> None:
    add_authority(amina)
    assert "Ministry for Lost Papers" in besnik.page("/authorities/").text


def test_only_a_coordinator_puts_an_entry_right(amina: Person, clara: Person) -> None:
    address = add_authority(amina)
    amina.get(f"{address}/edit", 403)
    changed = {**MINISTRY, "row_version": version_on(clara, f"{address}/edit"), "country": "Otherland"}
    clara.post(f"{address}/edit", changed)
    assert "Otherland" in clara.page(address).text


def test_two_who_correct_one_entry_see_both_versions(clara: Person) -> None:
    address = add_authority(clara)
    version = version_on(clara, f"{address}/edit")
    clara.post(f"{address}/edit", {**MINISTRY, "row_version": version, "country": "Otherland"})
    page = clara.post(f"{address}/edit", {**MINISTRY, "row_version": version, "country": "Thirdland"}, 409)
    assert "Otherland" in page.text
    assert "Thirdland" in page.text


def test_a_minister_whose_term_ended_is_marked(clara: Person) -> None:
    address = add_authority(clara)
    holder = add_minister(clara, address)
    sent = {**MINISTER, "row_version": version_on(clara, f"/authorities/holders/{holder}/edit")}
    clara.post(f"/authorities/holders/{holder}/edit", {**sent, "term_to-month": "3", "term_to-year": "2024"})
    assert "no longer in office" in clara.page(address).text


def test_a_term_that_ends_before_it_begins_is_refused(clara: Person) -> None:
    address = add_authority(clara)
    sent = {**MINISTER, "new_id": str(uuid.uuid4()), "term_from-year": "2024", "term_to-year": "2019"}
    page = clara.post(f"{address}/holders/new", sent, 422)
    assert "The term would end before it begins." in page.text


def test_an_authority_without_a_name_in_any_language_is_refused(amina: Person) -> None:
    sent = {**MINISTRY, "name_en": "", "name_fa": "", "new_id": str(uuid.uuid4())}
    page = amina.post("/authorities/new", sent, 422)
    assert "Give the name in one language at least." in page.text
    assert "1 Square of Examples" in page.text


def test_a_limit_that_is_no_number_of_days_is_refused(amina: Person) -> None:
    for limit in ("a month", "0", "99999"):
        sent = {**MINISTRY, "limit": limit, "new_id": str(uuid.uuid4())}
        assert "Give a number of days" in amina.post("/authorities/new", sent, 422).text


def test_a_limit_is_typed_and_shown_in_persian_digits(clara: Person) -> None:
    address = add_authority(clara, limit="۴۵")
    assert "45 calendar days" in clara.page(address).text
    clara.post("/language", {"locale": "fa", "return_to": "/"})
    (form,) = (form for form in clara.page(f"{address}/edit").forms if "limit" in form["fields"])
    assert form["fields"]["limit"] == "۴۵"


def test_an_office_of_its_own_address_stands_in_the_list(clara: Person) -> None:
    address = add_authority(clara)
    clara.post(
        f"{address}/offices/new",
        {"new_id": str(uuid.uuid4()), "name_en": "Cabinet of the Minister", "address": "2 Side Street"},
    )
    assert "Cabinet of the Minister" in clara.page(address).text


def test_administrator_and_auditor_have_no_business_there(drita: Person, edon: Person) -> None:
    drita.get("/authorities/", 403)
    edon.get("/authorities/", 403)
