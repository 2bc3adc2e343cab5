"""How many rows a list has, counted once for as long as nothing changes.

Whether a row may be seen is asked of each, so counting takes longer than the page itself. Every change of a record, or
of who reaches one, moves the counter of changes; until it moves, and until midnight, the same question of the same
colleague has the same answer. Only numbers are kept.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, func, select

from caseapp.accounts.models import User
from caseapp.clock import today
from caseapp.db import Installation, Record, db, memory
from caseapp.web.listing import COUNTED, HowMany, ListState

_MEMORY = "totals-of-lists"
_MOST = 1_000
"""So many answers are kept."""


@dataclass(frozen=True)
class _Counted:
    """What was counted while the counter of changes stood where it stands, on this day."""

    at: Hashable
    totals: dict[Hashable, HowMany] = field(default_factory=dict)


def how_many(
    user: User,
    model: type[Record],
    state: ListState,
    seen: ColumnElement[bool],
    whole: ColumnElement[bool],
) -> HowMany:
    """Return how many rows fit the filters of a list, and how many it has without them, of what ``user`` may see.

    ``seen`` and ``whole`` are the conditions of both, and follow from the list, its filters, the user and the day.
    """
    at = (db.session.scalar(select(Installation.change_seq)), today())
    counted = memory().get(_MEMORY)
    if counted is None or counted.at != at or len(counted.totals) >= _MOST:
        counted = memory()[_MEMORY] = _Counted(at)
    asked = (user.id, state.listing.name, *state.listing.fixed.items(), *sorted(state.chosen.items()))
    if asked not in counted.totals:
        counted.totals[asked] = _count(model, (seen, whole) if state.is_filtered else (seen,))
    found: HowMany = counted.totals[asked]
    return found


def _count(model: type[Record], conditions: tuple[ColumnElement[bool], ...]) -> HowMany:
    counts = [
        select(func.count())
        .select_from(select(model.id).where(condition).limit(COUNTED + 1).subquery())
        .scalar_subquery()
        for condition in conditions
    ]
    found = db.session.execute(select(*counts)).one()
    return HowMany(found[0], found[-1], COUNTED)
