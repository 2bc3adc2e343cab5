"""A changed answer about voluntariness hides nothing: the former one stays readable, its concern stays open."""

import re

import pytest

from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person, visible
from tests.doorway import prepared
from tests.letters.preparing import fields_of
from tests.statements.bringing import add_person
from tests.statements.writing import FREE, read_back, review, sign, step, write_statement

PRESSED = "It may have been given for a benefit or under pressure."


@prepared
def answer(person: Person, address: str, **answers: str) -> None:
    """Write down how the words of the one maker came about."""
    found = re.search(r'href="([^"]*/voluntariness/[^"]*)"', person.get(address).text)
    assert found
    form = next(form for form in person.page(found.group(1)).forms if "unpressed" in form["fields"])
    sent = {**FREE, "row_version": form["fields"]["row_version"], **answers}
    person.post(found.group(1), sent)


def decide(person: Person, address: str, status: int = 302) -> str:
    found = re.search(r'href="([^"]*/concern/[^"]*)"', person.get(address).text)
    assert found
    form = next(form for form in person.page(found.group(1)).forms if "row_version" in form["fields"])
    sent = {
        "row_version": form["fields"]["row_version"],
        "decision": "Spoke with him alone; he stands by it.",
    }
    return visible(person.post(found.group(1), sent, status))


@pytest.mark.parametrize("first", ["no", "unsure"])
def test_a_no_that_becomes_a_yes_keeps_its_concern_open_until_a_second_person_decided(
    amina: Person, clara: Person, first: str
) -> None:
    address = write_statement(amina, unpressed=first)
    answer(amina, address)
    page = visible(step(amina, address, "read_back", 422, read_by="Amina Test", language="fa"))
    assert PRESSED in page
    decide(clara, address)
    read_back(amina, address)
    sign(amina, address)
    review(clara, address)


def test_the_former_answer_stays_readable_with_its_day_and_who_changed_it(
    amina: Person, clara: Person
) -> None:
    address = write_statement(amina, unpressed="no", remark="Her uncle waited outside.")
    answer(clara, address, remark="")
    page = amina.page(address).text
    assert re.search(r"Answered until \W*\d+ \w+ \d{4}\W*, then changed by Clara Test", page)
    assert "Her uncle waited outside." in page


def test_whoever_took_it_or_changed_an_answer_does_not_decide_about_the_concern(
    amina: Person, clara: Person
) -> None:
    taken = write_statement(clara, unpressed="no")
    assert "A second person decides about the concern." in decide(clara, taken, 422)
    changed = write_statement(amina, unpressed="no")
    answer(clara, changed)
    assert "A second person decides about the concern." in decide(clara, changed, 422)
    assert PRESSED in visible(step(amina, changed, "read_back", 422, read_by="Amina Test", language="fa"))


def test_a_concern_that_was_decided_about_does_not_come_back_with_a_better_answer(
    amina: Person, clara: Person
) -> None:
    address = write_statement(amina, unpressed="no")
    decide(clara, address)
    answer(amina, address)
    assert PRESSED not in visible(amina.get(f"{address}/step/read_back"))
    assert "Spoke with him alone; he stands by it." in amina.page(address).text


def test_taking_the_maker_out_and_in_again_settles_nothing(amina: Person) -> None:
    case = start_case(amina)
    other = add_person(amina, case, "Nadia Beispiel")
    address = write_statement(amina, case, unpressed="no")
    sent = fields_of(amina, f"{address}/edit")
    maker = sent["makers"]
    amina.post(f"{address}/edit", {**sent, "makers": [other]})
    again = {**fields_of(amina, f"{address}/edit"), "makers": [maker]}
    amina.post(f"{address}/edit", again)
    answer(amina, address)
    assert PRESSED in visible(amina.get(f"{address}/step/read_back"))


def edit_people(person: Person, address: str, **people: list[str]) -> None:
    """Save the statement as it stands, with other people."""
    unnamed: dict[str, list[str]] = {"makers": [], "about": []}
    person.post(f"{address}/edit", {**fields_of(person, f"{address}/edit"), **unnamed, **people})


@pytest.mark.parametrize("away", ["out", "among those it speaks about"])
def test_who_raised_a_concern_does_not_decide_about_it_after_taking_the_maker_out_and_in(
    amina: Person, clara: Person, away: str
) -> None:
    case = start_case(amina)
    other = add_person(amina, case, "Nadia Beispiel")
    address = write_statement(amina, case, remark="Her uncle waited outside.")
    answer(clara, address, unpressed="no", remark="She rang.")
    maker = fields_of(clara, f"{address}/edit")["makers"]
    edit_people(clara, address, makers=[other], about=[maker] if away != "out" else [])
    edit_people(clara, address, makers=[maker])
    assert "A second person decides about the concern." in decide(clara, address, 422)
    page = amina.page(address).text
    assert "Her uncle waited outside." in page
    assert "then changed by Clara Test" in page


def test_two_changes_keep_the_first_concern(amina: Person) -> None:
    address = write_statement(amina, unpressed="no")
    answer(amina, address, alone="unsure")
    answer(amina, address)
    page = visible(amina.get(f"{address}/step/read_back"))
    assert PRESSED in page
    assert "Somebody else was there who may have influenced it." in page
