"""How many questions the database is asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import get_ident
from unittest.mock import patch

from flask import Flask
from sqlalchemy import event

from caseapp.accounts import sessions
from caseapp.audit import recording
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
        with undisturbed():
            yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Inside the block nothing is done that falls to whichever page is next: once a minute a session notes that it was
    used, and the hundredth event of the log is noted beside the database.
    """
    with (
        patch.object(sessions, "TOUCH_AFTER", timedelta(days=1)),
        patch.object(recording, "EVERY", 1_000_000),
    ):
        yield
