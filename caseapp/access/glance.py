"""How many there are at a glance, as a tile or a column shows it: counted so far and no further.

Whether somebody may see a row is asked of each row, and nobody waits for ten thousand of them to hear that it is many.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from caseapp.access.visibility import visible_to
from caseapp.accounts.models import User
from caseapp.db import Record, db
from caseapp.i18n.messages import gettext as _
from caseapp.web.values import digits

ON_A_TILE = 100
"""So far a tile of the home page or a column of an overview counts; the list behind it counts further."""
_AT_ONCE = ON_A_TILE + 1
"""So many rows are asked about together: where all of them are seen, that is as far as a tile counts."""


@dataclass(frozen=True)
class Tally:
    """How many there are: ``number``, or more than that."""

    number: int
    and_more: bool = False

    def __bool__(self) -> bool:
        return self.number > 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.number + other.number, self.and_more or other.and_more)

    @property
    def words(self) -> str:
        """Return it as a reader sees it."""
        number = digits(self.number)
        return _("more than %(count)s", count=number) if self.and_more else number


NONE = Tally(0)


def tile_counts(limit: int | None) -> int | None:
    """Return how far a tile counts that names ``limit`` records; one that is asked for as a whole counts them all."""
    return None if limit is None else ON_A_TILE


def counted(found: int, most: int | None = None) -> Tally:
    """Return how many ``found`` stands for where nobody looked further than one more than ``most``."""
    return Tally(found) if most is None or found <= most else Tally(most, and_more=True)


def count_up_to(most: int | None, *queries: Select[Any]) -> list[Tally]:
    """Return how many rows each of ``queries`` finds, counted up to ``most``; all asked at once."""
    limited = (query.limit(None if most is None else most + 1).subquery() for query in queries)
    counts = [select(func.count()).select_from(rows).scalar_subquery() for rows in limited]
    return [counted(number, most) for number in db.session.execute(select(*counts)).one()]


def first_visible(
    user: User,
    model: type[Record],
    ids: Sequence[uuid.UUID],
    most: int | None,
    conditions: Iterable[ColumnElement[bool]] = (),
) -> list[uuid.UUID]:
    """Return those of ``ids`` that ``user`` may see, in their order, and no more than one beyond ``most``.

    For rows that plain columns have found and put in order: they are asked about from the first on, a handful at once,
    and no further than anybody looks.
    """
    wanted = len(ids) if most is None else most + 1
    seen = (visible_to(user, model, few=True), *conditions)
    found: list[uuid.UUID] = []
    for start in range(0, len(ids), _AT_ONCE):
        step = ids[start : start + _AT_ONCE]
        there = set(db.session.scalars(select(model.id).where(model.id.in_(step), *seen)))
        found += [each for each in step if each in there]
        if len(found) >= wanted:
            break
    return found[:wanted]
