"""Who may not reach a case does not reach what belongs to it either, whoever began it."""

import uuid

import pytest

from tests.cases.test_sharing import change
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.letters import preparing as letters
from tests.people import walking
from tests.statements import writing as statements


@pytest.fixture
def case(amina: Person) -> str:
    return start_case(amina)


def things_of(person: Person, case: str) -> list[str]:
    """The pages of the client, a letter and a statement of a case, begun by ``person``."""
    letter, statement = letters.prepare(person, case), statements.write_statement(person, case)
    client = f"/people/{statements.client_of(person, case)}"
    return [client, f"{client}/edit", f"{letter}/pages", f"{letter}/edit", statement, f"{statement}/paper"]


def test_who_is_kept_out_of_a_case_reaches_nothing_they_began_in_it(
    amina: Person, besnik: Person, clara: Person, case: str
) -> None:
    change(clara, case, besnik, "add")
    pages = things_of(besnik, case)
    change(clara, case, besnik, "keep_out")
    for page in [case, *pages]:
        besnik.get(page, 404)
    assert "Reza" not in besnik.get("/letters/").text
    for page in pages:
        amina.get(page)


def test_a_coordinator_who_is_kept_out_reaches_nothing_of_the_team_in_that_case(
    amina: Person, clara: Person, case: str
) -> None:
    pages = things_of(amina, case)
    change(clara, case, clara, "keep_out")
    for page in [case, *pages]:
        clara.get(page, 404)


def test_who_is_no_longer_a_member_reaches_nothing_they_began(
    besnik: Person, clara: Person, case: str
) -> None:
    change(clara, case, besnik, "add")
    pages = things_of(besnik, case)
    change(clara, case, besnik, "remove")
    for page in pages:
        besnik.get(page, 404)


def test_a_case_kept_among_its_members_keeps_its_letters_among_them(
    amina: Person, clara: Person, case: str
) -> None:
    pages = things_of(amina, case)
    clara.post(f"{case}/access/level", {"level": "members"})
    change(clara, case, clara, "remove")
    for page in [case, *pages]:
        clara.get(page, 404)
    for page in pages:
        amina.get(page)


def test_what_a_member_until_a_day_begins_is_theirs_until_that_day_alone(
    besnik: Person, clara: Person, case: str
) -> None:
    until = letters.day("until", day="30", year="2030")
    clara.post(f"{case}/access/", {"colleague": str(besnik.id), "act": "add", "reason": "Helps out", **until})
    pages = things_of(besnik, case)
    past = letters.day("until", day="1", year="2020")
    clara.post(f"{case}/access/", {"colleague": str(besnik.id), "act": "add", "reason": "Is over", **past})
    for page in [case, *pages]:
        besnik.get(page, 404)


def test_another_case_that_they_reach_still_shows_the_person_of_both(
    besnik: Person, clara: Person, case: str
) -> None:
    own = start_case(besnik, name="Somebody else")
    change(clara, case, besnik, "add")
    known = statements.client_of(besnik, case)
    errand = walking.errand("relative", own, walking.client_of(besnik, own))
    walking.look_up(besnik, "relative", own, "Reza from the camp")
    besnik.post(f"/people/check/{errand}/pick", {"picked": known})
    relation = {"new_id": str(uuid.uuid4()), "kind": "brother", "said_by": "The client", "note": ""}
    besnik.post(f"/people/{errand}", relation)
    change(clara, case, besnik, "keep_out")
    besnik.get(case, 404)
    besnik.get(f"/people/{known}")
