"""The telephone told at night stands with the ways to reach the person, with what was said about it."""

import re
import uuid

import pytest
from sqlalchemy import select

from caseapp.accounts.models import User
from caseapp.audit import record
from caseapp.cases.models import Case
from caseapp.db import db, write
from caseapp.people.models import ContactRoute
from tests.cases.test_sharing import change
from tests.cases.test_starting_a_case import NIGHT, start_case
from tests.conftest import Person
from tests.doorway import prepared
from tests.page_rules import Page
from tests.people.walking import client_of, errand, look_up
from tests.search.test_searching import search

NUMBER = NIGHT["telephone"]


def reach(reader: Person, address: str) -> str:
    """What the panel about reaching them says on the page of a case or of a person."""
    found = re.search(r'id="reach".*?</section>', reader.get(address).text, re.DOTALL)
    return Page(found.group(0)).text if found else ""


@prepared
def edit(person: Person, case: str, **changes: str) -> None:
    """Change a case in its form, which holds what the case holds."""
    form = next(form for form in person.page(f"{case}/edit").forms if "row_version" in form["fields"])
    person.post(f"{case}/edit", {**form["fields"], "language": "fa", "safe_now": "unsure", **changes})


def held_by_the_case(person: Person, case: str, **held: str) -> None:
    """A case from before numbers were handed on: it holds the number itself."""
    with person.app.app_context(), write():
        found = db.session.get_one(Case, uuid.UUID(case.rpartition("/")[2]))
        record(db.session.get_one(User, person.id), "case.changed", found, fields=list(held))
        for name, value in held.items():
            setattr(found, name, value)


def test_the_number_is_a_way_to_reach_the_client_with_what_was_said_about_it(amina: Person) -> None:
    case = start_case(amina)
    for address in (case, f"/people/{client_of(amina, case)}"):
        text = reach(amina, address)
        assert NUMBER in text
        assert "The friend's" in text
        assert "only as agreed" in text
    page = amina.page(case).text
    assert page.count(NUMBER) == 1
    assert "May we ring it?" not in page  # nothing beside it says that nobody told a number


@pytest.mark.parametrize(
    ("said", "shown"),
    [("yes", "yes"), ("no", "no, never"), ("as_agreed", "only as agreed"), ("not_asked", "not asked yet")],
)
def test_each_answer_about_ringing_stands_beside_the_number(amina: Person, said: str, shown: str) -> None:
    text = reach(amina, start_case(amina, may_ring=said))
    assert text.rstrip().endswith(shown)


def test_the_search_finds_the_person_by_the_number_and_nobody_elses(amina: Person, besnik: Person) -> None:
    case = start_case(amina)
    found = search(amina, "069 000 1111")
    assert f'href="/people/{client_of(amina, case)}"' in found
    assert f'href="{case}"' in found
    assert "Nothing was found" in search(besnik, "069 000 1111")


def test_without_a_number_there_is_no_way_to_reach_them(amina: Person) -> None:
    case = start_case(amina, telephone="", telephone_whose="The friend's")
    assert reach(amina, case) == ""
    assert "The friend's" in amina.page(case).text


def test_a_number_added_to_the_case_later_goes_the_same_way(amina: Person) -> None:
    case = start_case(amina, telephone="", telephone_whose="", may_ring="not_asked")
    edit(amina, case, telephone="+355 69 000 2222", telephone_whose="Her own", may_ring="yes")
    text = reach(amina, case)
    assert "+355 69 000 2222" in text
    assert "Her own" in text
    assert 'value="+355 69 000 2222"' not in amina.get(f"{case}/edit").text


def test_the_same_number_told_again_takes_what_is_said_now_and_stands_once(amina: Person) -> None:
    case = start_case(amina, may_ring="yes")
    edit(amina, case, telephone="069 000 1111", may_ring="no")
    text = reach(amina, case)
    assert "no, never" in text
    assert "The friend's" in text
    assert text.count("000 1111") == 1


def test_a_number_that_a_case_still_holds_is_put_there_with_one_press(amina: Person, clara: Person) -> None:
    case = start_case(amina, telephone="", telephone_whose="", may_ring="not_asked")
    held_by_the_case(amina, case, telephone=NUMBER, telephone_whose="The neighbour's", may_ring="no")
    page = amina.page(case)
    assert "Put the number with the ways to reach them" in page.text
    amina.post(f"{case}/telephone", {})
    text = reach(amina, case)
    assert NUMBER in text
    assert "The neighbour's" in text
    assert "no, never" in text
    assert "Put the number with the ways to reach them" not in amina.page(case).text
    clara.post(f"{case}/telephone", {})
    with amina.app.app_context():
        assert len(db.session.scalars(select(ContactRoute)).all()) == 1


def test_what_an_old_case_says_loosens_nothing_that_was_said_since(amina: Person) -> None:
    case = start_case(amina, may_ring="no")
    held_by_the_case(amina, case, telephone=NUMBER, telephone_whose="The friend's", may_ring="yes")
    edit(amina, case)
    assert "no, never" in reach(amina, case)
    held_by_the_case(amina, case, telephone=NUMBER, telephone_whose="The friend's", may_ring="yes")
    amina.post(f"{case}/telephone", {})
    assert "no, never" in reach(amina, case)


@pytest.mark.parametrize("stands", ["not_asked", "yes"])
def test_that_an_old_case_forbids_ringing_is_never_lost(amina: Person, stands: str) -> None:
    case = start_case(amina, may_ring=stands)
    held_by_the_case(amina, case, telephone=NUMBER, telephone_whose="The father's", may_ring="no")
    amina.post(f"{case}/telephone", {})
    assert "no, never" in reach(amina, case)


def test_a_number_that_a_case_holds_reaches_other_cases_by_that_press_alone(
    amina: Person, besnik: Person, clara: Person
) -> None:
    case = start_case(amina, telephone="", telephone_whose="", may_ring="not_asked")
    own, known = start_case(besnik, name="Somebody else"), client_of(amina, case)
    change(clara, case, besnik, "add")
    relative = errand("relative", own, client_of(besnik, own))
    look_up(besnik, "relative", own, "Reza from the camp")
    besnik.post(f"/people/check/{relative}/pick", {"picked": known})
    said = {"new_id": str(uuid.uuid4()), "kind": "brother", "said_by": "The client", "note": ""}
    besnik.post(f"/people/{relative}", said)
    change(clara, case, besnik, "remove")
    held = {"telephone": "+355 69 555 6666", "telephone_whose": "The shelter's", "may_ring": "no"}
    held_by_the_case(amina, case, **held)
    edit(amina, case, **held, who_knows="Nobody new")
    text = amina.page(case).text
    assert "Nobody new" in text
    assert "no, never" in text
    assert "555 6666" not in besnik.get(f"/people/{known}").text
    amina.post(f"{case}/telephone", {})
    assert "555 6666" in besnik.get(f"/people/{known}").text


def test_what_a_colleague_has_forbidden_meanwhile_is_not_loosened_by_a_form_that_was_open(
    amina: Person, clara: Person
) -> None:
    case = start_case(amina, telephone="", telephone_whose="", may_ring="not_asked")
    form = next(form for form in amina.page(f"{case}/edit").forms if "row_version" in form["fields"])
    forbidden = {"kind": "telephone", "value": NUMBER, "whose": "The father's", "may_we": "no"}
    clara.post(
        f"/people/{client_of(amina, case)}/routes/new",
        {"new_id": str(uuid.uuid4()), "safety": "", **forbidden},
    )
    told = {"telephone": NUMBER, "telephone_whose": "Her own", "may_ring": "yes", "who_knows": "She rang."}
    sent = {**form["fields"], "language": "fa", "safe_now": "unsure", **told}
    page = amina.post(f"{case}/edit", sent, status=422)
    text = Page(page.text).text
    assert "Beside this number stands already: no, never." in text
    assert "Beside this number stands already: \u2068The father's\u2069." in text
    assert "She rang." in page.text
    assert "no, never" in reach(amina, case)
    assert "The father's" in reach(amina, case)
    amina.post(f"{case}/edit", {**sent, "telephone_whose": "", "may_ring": "not_asked"})
    assert "She rang." in amina.page(case).text


def test_a_number_that_ends_like_another_one_stands_apart(amina: Person) -> None:
    case = start_case(amina, telephone="069 000 1111", may_ring="no")
    edit(amina, case, telephone="+49 171 69 000 1111", may_ring="yes")
    text = reach(amina, case)
    assert "+49 171 69 000 1111" in text
    assert "no, never" in text


def test_the_same_number_with_its_country_is_kept_in_full(amina: Person) -> None:
    case = start_case(amina, telephone="069 000 1111", telephone_whose="", may_ring="not_asked")
    edit(amina, case, telephone="+355 69 000 1111", may_ring="yes")
    text = reach(amina, case)
    assert "+355 69 000 1111" in text
    assert text.count("000 1111") == 1


def test_whether_we_may_ring_says_nothing_of_a_messenger_with_the_same_number(amina: Person) -> None:
    case = start_case(amina, telephone="", telephone_whose="", may_ring="not_asked")
    messenger = {"kind": "messenger", "value": NUMBER, "whose": "", "may_we": "yes", "safety": ""}
    amina.post(f"/people/{client_of(amina, case)}/routes/new", {"new_id": str(uuid.uuid4()), **messenger})
    edit(amina, case, telephone=NUMBER, may_ring="no")
    text = reach(amina, case)
    assert text.count(NUMBER) == 2
    assert "messenger" in text
    assert text.rstrip().endswith("no, never")


def test_another_worker_hands_no_number_on(amina: Person, besnik: Person) -> None:
    case = start_case(amina)
    besnik.post(f"{case}/telephone", {}, status=404)


def test_a_number_told_before_the_person_was_known_stands_with_the_known_person(amina: Person) -> None:
    jaleh = client_of(amina, start_case(amina, name="Jaleh Emtehani", telephone=""))
    case = start_case(amina, name="The woman from the bus", may_ring="no")
    look_up(amina, "names", case, "Jaleh Emtehani")
    amina.post(f"/people/check/{errand('names', case, client_of(amina, case))}/pick", {"picked": jaleh})
    for address in (case, f"/people/{jaleh}"):
        assert "no, never" in reach(amina, address)
    found = search(amina, NUMBER)
    assert f'href="/people/{jaleh}"' in found
    assert f'href="{case}"' in found
    correct = re.search(r'href="(/people/[^"]*/routes/[0-9a-f-]{36})"', amina.get(f"/people/{jaleh}").text)
    assert correct
    assert NUMBER in amina.get(correct.group(1)).text
