"""Answers that hold for as long as nothing changes: how many rows a list has, whom somebody reaches, what colleagues
are called.

Every change of a record, or of who reaches one, moves the counter of changes. Until it moves, and until midnight, when
an access may end, the same question has the same answer. Numbers, ids and the names of colleagues are kept, nothing of
anybody's case, and all of it goes with the keys.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import select

from caseapp.clock import today
from caseapp.db.installation import Installation
from caseapp.db.prepared import Prepared
from caseapp.db.transactions import asked_once, is_writing
from caseapp.db.unlocked import memory

T = TypeVar("T")
_MEMORY = "while-unchanged"
_MOST = 1_000
"""So many answers are kept."""


@dataclass(frozen=True)
class _Answers:
    """What was answered while the counter of changes stood where it stands, on this day."""

    at: Hashable
    by_question: dict[Hashable, Any] = field(default_factory=dict)


def changes_so_far() -> int:
    """Return where the counter of changes stands."""
    counted: int = _COUNTER.rows()[0][0]
    return counted


def while_unchanged(question: Hashable, ask: Callable[[], T]) -> T:
    """Return what ``ask`` gives, asked anew as soon as anything changed, and by a write each time.

    ``question`` names whose answer it is, too, where it differs from one colleague to another.
    """
    if is_writing():
        return ask()
    at = (asked_once(_MEMORY, changes_so_far), today())
    answers: _Answers | None = memory().get(_MEMORY)
    if answers is None or answers.at != at or len(answers.by_question) >= _MOST:
        answers = memory()[_MEMORY] = _Answers(at)
    if question not in answers.by_question:
        answers.by_question[question] = ask()
    found: T = answers.by_question[question]
    return found


_COUNTER = Prepared(select(Installation.change_seq))
