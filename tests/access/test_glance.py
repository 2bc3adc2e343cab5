"""What a tile tells of many: counted so far and no further, and asked about no further either."""

import pytest
from flask import Flask
from sqlalchemy import select

from caseapp.access import Tally, count_up_to, counted, first_visible
from caseapp.accounts.models import User
from caseapp.cases import Case
from caseapp.db import db
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.frame.counted import questions


def test_up_to_the_most_a_number_is_exact_and_beyond_it_there_are_more() -> None:
    assert counted(3, 3) == Tally(3)
    assert counted(4, 3) == Tally(3, and_more=True)
    assert counted(400) == Tally(400)
    assert Tally(3, and_more=True) + Tally(2) == Tally(5, and_more=True)
    assert not Tally(0)


def test_several_counts_are_one_question(app: Flask, amina: Person) -> None:
    for number in range(3):
        start_case(amina, name=f"Guest {number}")
    with app.app_context(), questions(app) as sent:
        closed = select(Case.id).where(Case.status == "closed")
        assert count_up_to(2, select(Case.id), closed) == [Tally(2, and_more=True), Tally(0)]
        assert len(sent) == 1
        assert count_up_to(None, select(Case.id)) == [Tally(3)]


def test_ids_are_asked_about_in_their_order_until_enough_are_seen(
    app: Flask, amina: Person, besnik: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("caseapp.access.glance._AT_ONCE", 2)
    for number in range(6):
        start_case(besnik if number == 1 else amina, name=f"Guest {number}")
    with app.app_context():
        user = db.session.get_one(User, amina.id)
        ids = list(db.session.scalars(select(Case.id).order_by(Case.seq)))
        theirs = [each for place, each in enumerate(ids) if place != 1]
        first_visible(user, Case, ids, 0)
        with questions(app) as sent:
            assert first_visible(user, Case, ids, 2) == theirs[:3]
        assert len(sent) == 2
        assert first_visible(user, Case, ids, None) == theirs
        assert first_visible(user, Case, [], 2) == []
