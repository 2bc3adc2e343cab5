"""Results while somebody types: the same as the search's, the first of them, and in the log like any search."""

import re

import pytest

from caseapp.search.views import SHOWN_AS_TYPED
from tests.cases.test_starting_a_case import reference_of, start_case
from tests.conftest import Person
from tests.people.walking import add_names, events

WORDS = "behrooz"


def typed(person: Person, text: str) -> str:
    """What comes back while ``text`` stands in the box."""
    answer = person.post("/search/as-typed", {"query": text}, 200)
    assert "<html" not in answer.text, "a part of a page"
    return answer.text


def test_a_part_of_a_name_finds_the_person_and_their_case(amina: Person) -> None:
    case = start_case(amina)
    person = add_names(amina, case)
    text = typed(amina, WORDS)
    assert f'href="{person}"' in text
    assert "Behrouz" in text
    assert f'href="{case}"' in typed(amina, reference_of(amina, case))


def test_a_colleague_who_may_not_see_it_gets_what_a_name_gets_that_is_not_there(
    amina: Person, besnik: Person
) -> None:
    add_names(amina, start_case(amina))
    assert typed(besnik, WORDS) == typed(besnik, "zzxxqq")


def test_what_was_shown_stands_in_the_log_and_one_sign_asks_nothing(amina: Person) -> None:
    person = add_names(amina, start_case(amina))
    before = len(events(amina, "search.made"))
    assert "option" not in typed(amina, " b ")
    assert typed(amina, "").strip() == ""
    assert len(events(amina, "search.made")) == before
    typed(amina, WORDS)
    made = events(amina, "search.made")[before:]
    assert len(made) == 1
    assert person.rpartition("/")[2] in made[0]["shown"]
    assert WORDS not in str(made[0])


def test_many_people_of_a_name_leave_room_for_their_cases(amina: Person) -> None:
    for _each in range(SHOWN_AS_TYPED + 2):
        start_case(amina, name="Dara Sample")
    text = typed(amina, "Dara Sample")
    assert len(re.findall('role="option"', text)) == SHOWN_AS_TYPED
    assert text.count('href="/cases/') == text.count('href="/people/') == SHOWN_AS_TYPED // 2


@pytest.mark.parametrize("reader", ["drita", "edon"])
def test_who_reads_no_cases_searches_nothing(people: dict[str, Person], reader: str) -> None:
    people[reader].post("/search/as-typed", {"query": "Dara"}, 403)
    assert "data-as-typed" not in people[reader].get("/").text
