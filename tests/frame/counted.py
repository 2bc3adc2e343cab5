"""How many questions the database is asked."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from caseapp.db import db


@contextmanager
def questions() -> Iterator[list[str]]:
    """The SELECT statements that go to the database inside the block. Needs the application's context."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
