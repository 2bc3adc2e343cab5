"""How many questions the database is asked."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import event

from caseapp.db import db


class Question(str):
    """A SELECT statement, with the values it was sent with."""

    values: object = ()


@contextmanager
def questions(app: Flask) -> Iterator[list[Question]]:
    """The SELECT statements that go to the database of ``app`` inside the block."""
    with app.app_context():
        engine = db.engine
    sent: list[Question] = []

    def note(_connection: object, _cursor: object, statement: str, values: object, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            question = Question(statement)
            question.values = values
            sent.append(question)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
