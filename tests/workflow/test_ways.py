"""What stands in the way of a step names a page and no address, so it is asked for outside a request, too."""

import uuid

import pytest
from flask import has_request_context

from caseapp.accounts.models import User
from caseapp.db import db
from caseapp.letters.models import Letter
from caseapp.letters.workflow import LETTER_WORKFLOW
from caseapp.statements.models import Statement
from caseapp.statements.workflow import STATEMENT_WORKFLOW
from caseapp.workflow import Blocked, advance
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.letters.preparing import prepare
from tests.statements.writing import write_statement


def test_a_letter_is_held_back_outside_a_request(amina: Person) -> None:
    letter = prepare(amina, start_case(amina))
    with amina.app.app_context():
        assert not has_request_context()
        found = db.session.get_one(Letter, uuid.UUID(letter.rpartition("/")[2]))
        with pytest.raises(Blocked) as blocked:
            advance(LETTER_WORKFLOW, found, db.session.get_one(User, amina.id), "send_for_review")
        assert {block.way.endpoint for block in blocked.value.blocks if block.way} >= {"letters.edit"}


def test_a_statement_is_held_back_outside_a_request(amina: Person) -> None:
    address = write_statement(amina, body="")
    with amina.app.app_context():
        found = db.session.get_one(Statement, uuid.UUID(address.rpartition("/")[2]))
        with pytest.raises(Blocked) as blocked:
            advance(STATEMENT_WORKFLOW, found, db.session.get_one(User, amina.id), "read_back")
        block = blocked.value.blocks[0]
        assert block.way is not None
        assert block.way.arguments == {"statement_id": found.id}


def test_the_page_makes_the_address_of_the_way(amina: Person) -> None:
    address = write_statement(amina, body="")
    assert f'<a href="{address}/edit">Write the text</a>' in amina.get(f"{address}/step/read_back").text
