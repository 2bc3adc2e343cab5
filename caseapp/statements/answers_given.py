"""Whose answers about voluntariness raise a concern: sealed, so it is kept in memory and nowhere else.

The answers are opened at first use after unlocking and when they change, and forgotten when the process is locked.
"""

import uuid

from caseapp.db import memory
from caseapp.people.following import Follower
from caseapp.statements.models import StatementPerson
from caseapp.statements.voluntariness import concerns

_MEMORY = "makers-with-concern"


class MakersWithConcern:
    """The rows of makers whose answers raise a concern, whoever has decided about it. Safe to share."""

    def __init__(self) -> None:
        self._follower = Follower(StatementPerson, StatementPerson.voluntariness, "statement_id")
        self._raised: frozenset[uuid.UUID] = frozenset()

    def ids(self) -> frozenset[uuid.UUID]:
        """Return them as they stand now; of everybody: the caller filters."""
        with self._follower.lock:
            changes = list(self._follower.changes())
            if changes:
                raised = {change.row_id for change in changes if change.text and concerns(change.text)}
                self._raised = self._raised - {change.row_id for change in changes} | raised
            return self._raised


def makers_with_concern() -> frozenset[uuid.UUID]:
    """Return the ids of the rows of makers whose answers raise a concern."""
    kept = memory().setdefault(_MEMORY, MakersWithConcern())
    assert isinstance(kept, MakersWithConcern)
    return kept.ids()
