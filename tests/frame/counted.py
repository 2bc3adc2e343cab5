"""How many questions the database is asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import get_ident
from unittest.mock import patch

from flask import Flask
from sqlalchemy import event

from caseapp.accounts import sessions
from caseapp.db import db


class Question(str):
    """A SELECT statement, with the values it was sent with."""

    values: object = ()


@contextmanager
def questions(app: Flask) -> Iterator[list[Question]]:
    """The SELECT statements that this thread sends to the database of ``app`` inside the block: what reads the names
    into memory in the background asks when it likes.
    """
    with app.app_context():
        engine = db.engine
    sent: list[Question] = []
    asking = get_ident()

    def note(_connection: object, _cursor: object, statement: str, values: object, *_rest: object) -> None:
        if statement.startswith("SELECT") and get_ident() == asking:
            question = Question(statement)
            question.values = values
            sent.append(question)

    event.listen(engine, "before_cursor_execute", note)
    try:
        with without_touching():
            yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


@contextmanager
def without_touching() -> Iterator[None]:
    """Inside the block no session notes that it was used: once a minute it does, whatever page is asked for."""
    with patch.object(sessions, "TOUCH_AFTER", timedelta(days=1)):
        yield
