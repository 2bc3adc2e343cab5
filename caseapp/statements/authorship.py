"""Who took part in writing a statement down, read from the audit log."""

import uuid

from caseapp.audit import writers_in_log
from caseapp.statements.models import Statement

WRITING = (
    "statement.written",
    "statement.changed",
    "statement.persons_changed",
    "statement.voluntariness_answered",
)
"""Events that write a part of a statement: its wording, its facts, whose words it holds, how these came about. Reading
it back, signing and deciding about a concern write none."""


def writers_of(statement: Statement) -> set[uuid.UUID]:
    """Return everybody who took the statement or wrote a part of any version of it.

    Raises:
        Tampered: an event that tells of it was changed outside the application.
    """
    return {statement.taken_by_id, *writers_in_log(statement, WRITING)}
