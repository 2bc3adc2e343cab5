"""Counting records by status and quarter, for the report of counts."""

import uuid
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import func, select

from caseapp.access.visibility import visible_to
from caseapp.accounts.models import User
from caseapp.dates import quarter_of
from caseapp.db import db


def persons_by_day(
    model: Any, person: Any, user: User | None = None
) -> Iterator[tuple[str, date, uuid.UUID]]:
    """Yield (status, day of creation, person) of the records of ``model``, one for each; see ``count_by_quarter``.

    ``person`` is the column that names whom a record is about.
    """
    seen = model.removed_on.is_(None) if user is None else visible_to(user, model)
    query = select(model.status, model.created_on, person).where(seen)
    yield from (tuple(row) for row in db.session.execute(query))


def count_by_quarter(model: Any, user: User | None = None) -> Iterator[tuple[str, str, int]]:
    """Yield (status, quarter of creation, number) of the records of ``model`` that are there.

    Only plain columns are read: no key is opened and no name is touched. With ``user`` only what they may see is
    counted; None counts the whole organisation.
    """
    seen = model.removed_on.is_(None) if user is None else visible_to(user, model)
    query = select(model.status, model.created_on, func.count()).where(seen)
    found: Counter[tuple[str, str]] = Counter()
    for status, created_on, number in db.session.execute(query.group_by(model.status, model.created_on)):
        found[(status, quarter_of(created_on))] += number
    for (status, quarter), number in sorted(found.items(), key=lambda item: (item[0][1], item[0][0])):
        yield status, quarter, number
