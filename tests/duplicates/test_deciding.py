"""The three answers about a pair: they are one, they are two, nobody knows yet."""

import re
import uuid

from caseapp.accounts.models import User
from caseapp.cases.models import Case
from caseapp.db import db, write
from caseapp.people.actions import add_name
from caseapp.people.models import NameKind
from caseapp.people.models import Person as Human
from tests.cases.test_sharing import change
from tests.conftest import Person
from tests.doorway import prepared
from tests.duplicates.pairing import LIST, case_of, client_named, join, pair, proposed
from tests.people.walking import events


@prepared
def two(amina: Person, besnik: Person, **facts: str) -> tuple[str, str]:
    return (
        client_named(amina, "Zhaleh Emtehani", born="gregorian:1966", languages="Persian"),
        client_named(besnik, "Jaleh Emtehani", "ژاله امتحانی", born="gregorian:1966-03-21", **facts),
    )


def test_the_page_of_a_pair_shows_field_by_field_what_each_record_says(
    amina: Person, besnik: Person, clara: Person
) -> None:
    one, other = two(amina, besnik, nationality="Iranian")
    text = clara.page(pair(one, other)).text
    assert "Born 1966 21 March 1966 may be the same" in text
    assert "Nationality – Iranian only with one" in text
    assert "Not recorded of either: Born where?, Sex, Where are they?" in text
    assert re.search(r"Stands in C-\S+ C-\S+ differs", text)
    assert "the birth dates may be the same" in text


def test_joining_two_makes_one_of_them_and_takes_the_facts_that_were_chosen(
    amina: Person, besnik: Person, clara: Person
) -> None:
    one, other = two(amina, besnik, nationality="Iranian", about="Came with a group.")
    join(clara, one, other, take_born="other")
    text = clara.page(f"/people/{one}").text
    assert "Also written down elsewhere as: \u2068Jaleh Emtehani\u2069" in text
    assert "21 March 1966" in text
    assert "Iranian" in text
    assert "Came with a group." in text
    assert "The same person is recorded in another place" in clara.page(f"/people/{other}").text
    assert proposed(clara) == set()
    with clara.app.app_context():
        assert db.session.query(Case).filter(Case.client_id == uuid.UUID(one)).count() == 2
    assert "21 March 1966" in clara.page(f"/history/person/{one}").text
    assert f'href="/people/{one}"' in besnik.get("/people/").text


def test_the_other_record_may_be_the_one_that_stays(amina: Person, besnik: Person, clara: Person) -> None:
    one, other = two(amina, besnik)
    join(clara, one, other, stays="other", take_born="one")
    assert (
        "Also written down elsewhere as: \u2068Zhaleh Emtehani\u2069" in clara.page(f"/people/{other}").text
    )
    with clara.app.app_context():
        human = db.session.get_one(Human, uuid.UUID(other))
        assert (human.born.storage(), human.languages) == ("gregorian:1966", "Persian")


def test_both_texts_may_be_kept(amina: Person, clara: Person) -> None:
    one = client_named(amina, "Omid Farzi", about="Says he was a teacher.")
    other = client_named(amina, "Omid Farzi", about="Says he drove a lorry.")
    join(clara, one, other, take_about="both")
    text = clara.page(f"/people/{one}").text
    assert "Says he was a teacher. Says he drove a lorry." in text


def test_people_who_were_joined_before_follow_to_the_one_that_stays(amina: Person, clara: Person) -> None:
    one, other, third = (client_named(amina, name) for name in ("Omid Farzi", "Omid Farzi", "Omeed Farzi"))
    join(clara, other, third)
    join(clara, one, other)
    with clara.app.app_context():
        merged = [db.session.get_one(Human, uuid.UUID(each)).merged_into for each in (other, third)]
        assert merged == [uuid.UUID(one)] * 2


def test_a_pair_that_was_changed_meanwhile_is_shown_once_more(
    amina: Person, besnik: Person, clara: Person
) -> None:
    one, other = two(amina, besnik)
    answer = clara.post(f"{pair(one, other)}/same", {"versions": "older", "stays": "one"}, status=409)
    assert (
        "One of the two was changed meanwhile." in clara.page("/me").text
        or "changed meanwhile" in answer.text
    )
    assert proposed(clara) == {frozenset((one, other))}


def test_a_choice_that_is_not_offered_is_refused_beside_the_field(
    amina: Person, besnik: Person, clara: Person
) -> None:
    one, other = two(amina, besnik)
    answer = clara.post(f"{pair(one, other)}/same", {"stays": "neither"}, status=422)
    assert "Please choose one of the list." in answer.text


def test_two_who_are_not_the_same_are_proposed_no_more_until_a_name_changes(
    amina: Person, besnik: Person, clara: Person
) -> None:
    one, other = two(amina, besnik)
    clara.post(f"{pair(one, other)}/apart", {"remark": "They met in our office."})
    assert proposed(clara) == set()
    text = clara.page(pair(one, other)).text
    assert "The answer was: they are two people" in text
    assert "They met in our office." in text
    besnik_id = besnik.id
    with besnik.app.app_context(), write():
        human = db.session.get_one(Human, uuid.UUID(other))
        add_name(db.session.get_one(User, besnik_id), human, "Jale Emtehani", NameKind.ALIAS)
    assert proposed(clara) == {frozenset((one, other))}


def test_the_answer_that_they_are_two_can_be_taken_back(amina: Person, besnik: Person, clara: Person) -> None:
    one, other = two(amina, besnik)
    clara.post(f"{pair(one, other)}/apart", {"remark": ""})
    clara.post(f"{pair(other, one)}/again")
    assert proposed(clara) == {frozenset((one, other))}
    assert len(events(clara, "duplicate.told_apart")) == len(events(clara, "duplicate.taken_back")) == 1


def test_an_open_question_stays_on_the_list_and_may_have_a_next_step(
    amina: Person, besnik: Person, clara: Person
) -> None:
    one, other = two(amina, besnik)
    due = {"due-day": "1", "due-month": "12", "due-year": "2099", "due-calendar": "gregorian"}
    wrong = clara.post(f"{pair(one, other)}/open", {"next_step": "Ask for the passport"}, status=422)
    assert "Please say by which day." in wrong.text
    assert "Ask for the passport" in wrong.text
    clara.post(f"{pair(one, other)}/open", {"next_step": "Ask for the passport", **due})
    assert "Ask for the passport" in clara.page(f"/people/{one}").text
    assert proposed(clara) == {frozenset((one, other))}


def test_whoever_is_kept_out_of_the_one_and_works_on_the_other_is_named_before(
    amina: Person, besnik: Person, clara: Person
) -> None:
    one, other = two(amina, besnik)
    assert "Somebody is kept out" not in clara.page(pair(one, other)).text
    change(clara, case_of(amina, one), besnik, "keep_out")
    text = clara.page(pair(one, other)).text
    assert "working on a record of the other: \u2068Besnik Test\u2069" in text


def test_nothing_is_answered_about_people_who_are_kept_from_the_reader(
    amina: Person, besnik: Person, clara: Person
) -> None:
    one, other = two(amina, besnik)
    change(clara, case_of(amina, one), clara, "keep_out")
    for answer in ("same", "apart", "open", "again"):
        clara.post(f"{pair(one, other)}/{answer}", {}, status=404)
    clara.get(pair(one, one), 404)
    assert LIST in clara.get("/people/").text
