"""Who is proposed as possibly the same person, to whom, and for what reasons."""

import uuid

from caseapp.accounts.models import User
from caseapp.db import db, write
from caseapp.people.actions import add_name, add_relation, add_route, bring_into
from caseapp.people.models import NameKind
from caseapp.people.models import Person as Human
from caseapp.people.queries import reached_through
from tests.cases.test_sharing import change
from tests.conftest import Person
from tests.duplicates.pairing import LIST, case_of, client_named, pair, proposed
from tests.frame.counted import questions


def test_two_records_of_one_person_are_proposed_across_scripts_with_the_reasons(
    amina: Person, besnik: Person, clara: Person
) -> None:
    one = client_named(amina, "Zhaleh Emtehani", born="jalali:1345-02-01", born_where="Tehran", sex="female")
    other = client_named(besnik, "ژاله امتحانی", born="gregorian:1966", born_where="تهران", sex="female")
    text = clara.page(LIST).text
    assert proposed(clara) == {frozenset((one, other))}
    assert (
        "the same sound in another script: \u2068Zhaleh Emtehani\u2069 and \u2068ژاله امتحانی\u2069" in text
    )
    assert "the birth dates may be the same" in text
    assert "the same place of birth: \u2068Tehran\u2069 – \u2068تهران\u2069" in text
    assert "the same sex" in text


def test_what_speaks_against_stands_beside_it(amina: Person, clara: Person) -> None:
    client_named(amina, "Zhaleh Emtehani", born="gregorian:1966", nationality="Iranian")
    client_named(amina, "Jaleh Emtehani", born="gregorian:1966", nationality="Albanian")
    text = clara.page(LIST).text
    assert "another nationality: \u2068Iranian\u2069 – \u2068Albanian\u2069" in text


def test_people_with_one_name_who_were_born_years_apart_or_are_of_another_sex_are_not_proposed(
    amina: Person, clara: Person
) -> None:
    client_named(amina, "Omid Khiali", born="gregorian:1950", sex="male")
    client_named(amina, "Omid Khiali", born="gregorian:1981", sex="male")
    client_named(amina, "Omid Khialy", sex="female")
    assert proposed(clara) == set()
    assert "Nobody seems to be written down twice." in clara.page(LIST).text


def test_one_telephone_proposes_two_whose_names_are_only_alike(amina: Person, clara: Person) -> None:
    one, other = client_named(amina, "Dara Mesali"), client_named(amina, "Dara")
    assert proposed(clara) == set()
    amina_id = amina.id
    with amina.app.app_context(), write():
        actor = db.session.get_one(User, amina_id)
        for client, number in ((one, "+355 69 123 4567"), (other, "069 123 4567")):
            human = db.session.get_one(Human, uuid.UUID(client))
            add_route(actor, human, kind="telephone", value=number, whose="", may_we="yes", safety="")
    text = clara.page(LIST).text
    assert proposed(clara) == {frozenset((one, other))}
    assert "the same number or address" in text


def test_relatives_are_not_proposed_as_one(amina: Person, clara: Person) -> None:
    one, other = client_named(amina, "Nader Tamrini"), client_named(amina, "Nadir Tamrini")
    assert proposed(clara) == {frozenset((one, other))}
    amina_id = amina.id
    with amina.app.app_context(), write():
        actor = db.session.get_one(User, amina_id)
        humans = [db.session.get_one(Human, uuid.UUID(each)) for each in (one, other)]
        add_relation(actor, reached_through(humans[0])[0], humans[0], humans[1], "brother", said_by="Nader")
    assert proposed(clara) == set()


def test_only_coordinators_are_asked_to_decide(amina: Person, drita: Person, edon: Person) -> None:
    one, other = client_named(amina, "Nader Tamrini"), client_named(amina, "Nadir Tamrini")
    for person in (amina, drita, edon):
        person.get(LIST, 403)
        person.get(pair(one, other), 403)
    assert "Possibly the same person" not in amina.page("/people/").text


def test_the_list_of_people_leads_there(clara: Person) -> None:
    assert f'href="{LIST}"' in clara.get("/people/").text


def test_whoever_is_kept_out_of_one_of_the_two_hears_nothing(
    amina: Person, besnik: Person, clara: Person
) -> None:
    one, other = client_named(amina, "Nader Tamrini"), client_named(besnik, "Nadir Tamrini")
    change(clara, case_of(amina, one), clara, "keep_out")
    assert proposed(clara) == set()
    assert "Nobody seems to be written down twice." in clara.page(LIST).text
    assert _as_of_nobody(clara, one, other)


def test_somebody_who_stands_in_a_case_besides_that_is_not_shared_is_not_proposed(
    amina: Person, besnik: Person, clara: Person
) -> None:
    one, other = client_named(amina, "Nader Tamrini"), client_named(besnik, "Nadir Tamrini")
    third = client_named(besnik, "Somebody Else")
    assert proposed(clara) == {frozenset((one, other))}
    besnik_id = besnik.id
    with besnik.app.app_context(), write():
        actor = db.session.get_one(User, besnik_id)
        hidden = reached_through(db.session.get_one(Human, uuid.UUID(third)))[0]
        bring_into(actor, db.session.get_one(Human, uuid.UUID(one)), hidden)
    change(clara, case_of(besnik, third), clara, "keep_out")
    clara.get(f"/people/{one}")
    assert proposed(clara) == set()
    assert _as_of_nobody(clara, one, other)


def test_the_log_names_whom_the_list_showed_and_no_name(amina: Person, clara: Person, edon: Person) -> None:
    client_named(amina, "Nader Tamrini"), client_named(amina, "Nadir Tamrini")
    clara.get(LIST)
    text = edon.page("/audit/").text
    assert "Saw who may have been written down twice" in text
    assert "Tamrini" not in text


def _as_of_nobody(reader: Person, one: str, other: str) -> bool:
    """Whether the page of a pair is the very page of two who are not there."""
    nobody = reader.get(pair(str(uuid.uuid4()), str(uuid.uuid4())), 404).text
    told = reader.get(pair(one, other), 404).text
    return len(told) == len(nobody)


def test_a_pair_that_is_kept_from_the_reader_takes_no_question_more(
    amina: Person, besnik: Person, clara: Person
) -> None:
    one, other = client_named(amina, "Nader Tamrini"), client_named(besnik, "Bita Sakhtegi")
    change(clara, case_of(amina, one), clara, "keep_out")
    client_named(amina, "Shirin Farzi")

    def asked() -> list[str]:
        clara.get(LIST)  # what is new is read
        with questions(clara.app) as sent:
            clara.get(LIST)
        return [str(question) for question in sent]

    before = asked()
    besnik_id = besnik.id
    with besnik.app.app_context(), write():
        human = db.session.get_one(Human, uuid.UUID(other))
        add_name(db.session.get_one(User, besnik_id), human, "Nadir Tamrini", NameKind.ALIAS)
    assert asked() == before
