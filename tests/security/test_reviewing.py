"""Who wrote any part of a statement neither reviews it nor agrees where it may go, whoever began it."""

import re
import uuid
from collections.abc import Callable

import pytest

from caseapp.accounts import User
from caseapp.db import db, write
from caseapp.statements import actions
from caseapp.statements.models import Statement
from caseapp.statements.parts import makers_of
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person, visible
from tests.letters.preparing import fields_of
from tests.statements.bringing import add_person
from tests.statements.test_changed_answers import answer, edit_people
from tests.statements.writing import propose, read_back, review, sign, status_of, write_statement

TOOK_PART = "You took part in writing it down. Somebody else has to review it."


def change_facts(person: Person, address: str) -> None:
    sent = fields_of(person, f"{address}/edit")
    person.post(f"{address}/edit", {**sent, "title": "Another title", "place": "Durrës"})


def change_language(person: Person, address: str) -> None:
    person.post(f"{address}/edit", {**fields_of(person, f"{address}/edit"), "language": "fa"})


def change_people(person: Person, address: str) -> None:
    found = re.search(r'href="(/cases/[0-9a-f-]{36})"', person.get(address).text)
    assert found
    sent = fields_of(person, f"{address}/edit")
    about = add_person(person, found.group(1), "Nadia Beispiel")
    edit_people(person, address, makers=sent["makers"], about=[about])


def protect_name(person: Person, address: str) -> None:
    with person.app.app_context(), write():
        statement = db.session.get_one(Statement, uuid.UUID(address.rpartition("/")[2]))
        actions.protect_name(
            db.session.get_one(User, person.id), statement, makers_of(statement)[0], "Witness A"
        )


def answer_questions(person: Person, address: str) -> None:
    answer(person, address, remark="She rang and said so again.")


PARTS = [change_facts, change_language, change_people, protect_name, answer_questions]


@pytest.mark.parametrize("write_a_part", PARTS)
def test_who_wrote_a_part_of_a_statement_does_not_review_it(
    amina: Person, clara: Person, write_a_part: Callable[[Person, str], None]
) -> None:
    address = write_statement(amina, start_case(amina))
    write_a_part(clara, address)
    read_back(amina, address)
    sign(amina, address)
    assert TOOK_PART in visible(review(clara, address, 422))
    assert status_of(clara, address) == "signed"


def test_who_wrote_a_part_does_not_agree_where_it_may_go(amina: Person, clara: Person) -> None:
    address = write_statement(amina)
    read_back(amina, address)
    sign(amina, address)
    review(clara, address)
    proposed = propose(amina, address)
    answer_questions(clara, address)
    clara.post(f"{proposed}/agree")
    assert status_of(clara, address) == "reviewed"


def test_saving_the_form_as_it_stood_makes_nobody_a_writer(amina: Person, clara: Person) -> None:
    address = write_statement(amina)
    clara.post(f"{address}/edit", fields_of(clara, f"{address}/edit"))
    read_back(amina, address)
    sign(amina, address)
    review(clara, address)
    assert status_of(clara, address) == "reviewed"
