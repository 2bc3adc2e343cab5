"""How many rows a list has: whether a row may be seen is asked of each, so it is counted no oftener than it changes."""

from sqlalchemy import ColumnElement, func, select

from caseapp.accounts.models import User
from caseapp.db import Record, db, while_unchanged
from caseapp.web.listing import COUNTED, HowMany, ListState


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
    asked = (user.id, state.listing.name, *state.listing.fixed.items(), *sorted(state.chosen.items()))
    conditions = (seen, whole) if state.is_filtered else (seen,)
    return while_unchanged(asked, lambda: _count(model, conditions))


def _count(model: type[Record], conditions: tuple[ColumnElement[bool], ...]) -> HowMany:
    counts = [
        select(func.count())
        .select_from(select(model.id).where(condition).limit(COUNTED + 1).subquery())
        .scalar_subquery()
        for condition in conditions
    ]
    found = db.session.execute(select(*counts)).one()
    return HowMany(found[0], found[-1], COUNTED)
