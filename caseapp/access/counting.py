"""Counting records by status and quarter, for the report of counts."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select

from caseapp.access.shielding import kept_out_scopes
from caseapp.access.visibility import visible_to
from caseapp.accounts.models import User
from caseapp.dates import quarter_of
from caseapp.db import db
from caseapp.db.engine import stored

Counted = Callable[[Any], ColumnElement[bool]]
"""The condition under which rows of a model count for whoever reads the numbers."""


def of_what_they_see(user: User) -> Counted:
    """Return the condition of numbers that count what ``user`` may see."""
    return partial(visible_to, user)


def of_the_whole_house(user: User) -> Counted:
    """Return the condition of numbers that count the whole organisation, except what ``user`` is kept out of.

    A total that moves would tell them that there is something.
    """
    kept_out = kept_out_scopes(user)
    return lambda model: and_(model.removed_on.is_(None), model.scope_id.not_in(kept_out))


def numbers_in_the_house(user: User, models: Sequence[Any]) -> list[int]:
    """Return how many rows of each of ``models`` count for the whole organisation; see ``of_the_whole_house``.

    Those that do not count are few, so they are taken from the number of all: nothing is gone through row by row.
    """
    kept_out = kept_out_scopes(user)
    shielded: Any = kept_out if db.session.scalar(kept_out.limit(1)) is not None else []
    numbers = (
        select(func.count()).select_from(model).scalar_subquery()
        - select(func.count()).where(model.removed_on.is_not(None)).scalar_subquery()
        - select(func.count())
        .where(model.removed_on.is_(None), model.scope_id.in_(shielded))
        .scalar_subquery()
        for model in models
    )
    return list(db.session.execute(select(*numbers)).one()) if models else []


def persons_by_day(model: Any, person: Any, counted: Counted) -> Select[Any]:
    """Return the question for (status, day of creation as it is stored, person) of the records of ``model``.

    It finds one row for each; see ``count_by_quarter``. ``person`` is the column that names whom a record is about.
    """
    return select(model.status, stored(model.created_on), person).where(counted(model))


def count_by_quarter(model: Any, counted: Counted) -> Iterator[tuple[str, str, int]]:
    """Yield (status, quarter of creation, number) of the records of ``model`` that are counted.

    Only plain columns are read: no key is opened and no name is touched.
    """
    query = select(model.status, model.created_on, func.count()).where(counted(model))
    found: Counter[tuple[str, str]] = Counter()
    for status, created_on, number in db.session.execute(query.group_by(model.status, model.created_on)):
        found[(status, quarter_of(created_on))] += number
    for (status, quarter), number in sorted(found.items(), key=lambda item: (item[0][1], item[0][0])):
        yield status, quarter, number
