"""Two clicks whose forms arrive at the same moment: one record, and the answer of the second leads to it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from sqlalchemy import func, select

from caseapp.cases import views
from caseapp.cases.models import Case
from caseapp.db import db, write
from tests.cases.test_starting_a_case import NIGHT
from tests.conftest import Person


def after(first: Callable[[], Any]) -> Callable[..., AbstractContextManager[Any]]:
    """A write that waits, once, until the other click has been answered."""
    waiting = [first]

    @contextmanager
    def delayed(**options: bool) -> Iterator[Any]:
        if waiting:
            waiting.pop()()
        with write(**options) as act:
            yield act

    return delayed


def test_two_clicks_at_one_moment_make_one_case(amina: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    number = next(form for form in amina.page("/cases/new").forms if "new_id" in form["fields"])["fields"][
        "new_id"
    ]
    sent = {**NIGHT, "name": "Reza of the two clicks", "new_id": number}
    answers: list[Any] = []
    monkeypatch.setattr(views, "write", after(lambda: answers.append(amina.post("/cases/new", sent))))
    answers.append(amina.post("/cases/new", sent))
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert "This was saved already, once." in amina.get(answers[1].headers["Location"]).text
    with amina.app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Case)) == 1
