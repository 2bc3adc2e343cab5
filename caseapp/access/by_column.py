"""A page of a list in the order of a plain column, read along its index from a mark on.

The mark is what the page's edge holds: the value of the column and the change number of the row, sealed.
"""

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, TypedDict, Unpack

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, exists, literal, or_, select

from caseapp.access.marks import open_mark, seal_mark
from caseapp.accounts.models import User
from caseapp.db import Prepared, Record, db, rows_found
from caseapp.db.engine import given, given_values, stored
from caseapp.web.listing import ListPage, ListState
from caseapp.web.roles import Role

MARK = "~"
_GREATEST = 2**31 - 1
"""What a number column of both databases takes."""


@dataclass(frozen=True)
class InSteps:
    """An order by where the value of a column stands in ``codes``: statuses sort in the order of the work.

    Somebody who reaches nearly everything is asked step by step, along an index, until a page is full; for whoever
    reaches little, what they reach is put in order as a whole.
    """

    column: Any
    codes: tuple[Any, ...]
    named_by: Any = None
    """The column that names the row in whose ``column`` the value stands, where that is another row."""

    @property
    def place(self) -> ColumnElement[int]:
        """Return where the value stands; every other value stands behind the last one."""
        places = {code: place for place, code in enumerate(self.codes)}
        value = self.column
        if self.named_by is not None:
            value = select(value).where(value.class_.id == self.named_by).scalar_subquery()
        return case(places, value=value, else_=len(places)) if places else literal(0)

    def at(self, place: int) -> ColumnElement[bool]:
        """Return the condition that the value stands at ``place``; behind the last one stands every other value."""
        known = place < len(self.codes)
        there = self.column == self.codes[place] if known else self.column.not_in(self.codes)
        if self.named_by is not None:
            there = self.named_by.in_(select(self.column.class_.id).where(there))
        empty = self.column if self.named_by is None else self.named_by
        return there if known else or_(there, empty.is_(None))


def in_steps(column: Any, codes: Iterable[Any], named_by: Any = None) -> InSteps:
    """Return the order of a column's values that ``codes`` tells, see ``InSteps``."""
    return InSteps(column, tuple(codes), named_by)


def page_by_column(
    user: User,
    model: type[Record],
    rows: Select[Any],
    seen: ColumnElement[bool],
    state: ListState,
    column: Any,
    size: int,
) -> ListPage[Any]:
    """Return those of ``rows`` that are ``seen`` and stand on the page that ``state`` asks for.

    No ``column`` stands for the last change.
    """
    page = _page(user, model, rows, seen, state, column, size)
    if not page.rows and (state.after or state.before):  # what stood there is gone
        return _page(user, model, rows, seen, state.from_the_start(), column, size)
    return page


def _page(
    user: User,
    model: type[Record],
    rows: Select[Any],
    seen: ColumnElement[bool],
    state: ListState,
    column: Any,
    size: int,
) -> ListPage[Any]:
    backwards = bool(state.before) and not state.after
    falling = state.descending != backwards
    if isinstance(column, InSteps) and not user.has_role(Role.COORDINATOR):
        column = column.place
    keys = (model.seq,) if column is None else (column, model.seq)
    mark = _read_mark(open_mark(user, state.after or state.before), keys)
    if isinstance(column, InSteps):
        found = _rows_in_steps(model, column, rows.where(seen), mark, size + 1, falling=falling)
    else:
        # The conditions of filters are made for each page, and so is the query; the other is always the same one.
        how: _How = {"falling": falling, "marked": mark is not None, "limit": size + 1}
        values = {f"mark_{place}": value for place, value in enumerate(mark or ())}
        if state.is_filtered:
            found = list(rows_found(_ordered(rows, seen, keys, **how), values))
        else:
            found = list(_usual(rows, seen, keys, **how).rows(values))
    more, there = len(found) > size, found[:size]
    if backwards:
        there.reverse()
    if not there:
        return ListPage([])
    newer, older = (more, True) if backwards else (mark is not None, more)

    def mark_at(row: Any) -> str:
        return seal_mark(user, MARK.join(str(value) for value in row[-len(keys) :]))

    return ListPage(there, mark_at(there[0]) if newer else "", mark_at(there[-1]) if older else "")


class _How(TypedDict):
    falling: bool
    marked: bool
    limit: int


@lru_cache(maxsize=256)
def _usual(
    rows: Select[Any], seen: ColumnElement[bool], keys: tuple[Any, ...], **how: Unpack[_How]
) -> Prepared:
    return Prepared(_ordered(rows, seen, keys, **how))


def _ordered(
    rows: Select[Any],
    seen: ColumnElement[bool],
    keys: tuple[Any, ...],
    *,
    falling: bool,
    marked: bool,
    limit: int,
) -> Select[Any]:
    query = rows.where(seen).add_columns(*keys)
    if marked:
        marks: list[Any] = [bindparam(f"mark_{place}") for place in range(len(keys))]
        query = query.where(_behind(keys, marks, falling=falling))
    return query.order_by(*((key.desc() if falling else key.asc()) for key in keys)).limit(limit)


def _rows_in_steps(
    model: type[Record],
    order: InSteps,
    rows: Select[Any],
    mark: list[Any] | None,
    wanted: int,
    *,
    falling: bool,
) -> list[Any]:
    """Return rows with their place and change number, step by step, so that each step is read along its index."""
    places: Sequence[int] = range(len(order.codes) + 1)
    if falling:
        places = places[::-1]
    present = _present(order)
    found: list[Any] = []
    for place in places:
        if place < len(order.codes) and order.codes[place] not in present:
            continue
        query = rows.add_columns(literal(place), model.seq).where(order.at(place))
        if mark is not None:
            if (place > mark[0]) if falling else (place < mark[0]):
                continue
            if place == mark[0]:
                query = query.where(_behind((model.seq,), mark[1:], falling=falling))
        query = query.order_by(model.seq.desc() if falling else model.seq.asc())
        found += rows_found(query.limit(wanted - len(found)))
        if len(found) == wanted:
            break
    return found


def _present(order: InSteps) -> Collection[Any]:
    """Return the values that any row has: of many colleagues only some have a case, and nobody asks for the others'."""
    by_text = {code.hex if isinstance(code, uuid.UUID) else code: code for code in order.codes}
    value = given_values()
    holding = select(order.column.class_.id).where(stored(order.column) == value)
    query = select(value).where(exists(holding))
    return {by_text[text] for text in db.session.scalars(query, given(by_text))}


def _behind(keys: tuple[Any, ...], mark: list[Any], *, falling: bool) -> ColumnElement[bool]:
    first, *rest = keys
    last, *further = mark
    behind: ColumnElement[bool] = first < last if falling else first > last
    return (
        or_(behind, and_(first == last, _behind(tuple(rest), further, falling=falling))) if rest else behind
    )


def _read_mark(text: str, keys: tuple[Any, ...]) -> list[Any] | None:
    parts = text.split(MARK)
    if len(parts) != len(keys):
        return None
    try:
        read = [
            date.fromisoformat(part) if _is_day(key) else int(part)
            for part, key in zip(parts, keys, strict=True)
        ]
    except ValueError:
        return None
    return None if any(isinstance(each, int) and abs(each) > _GREATEST for each in read) else read


def _is_day(key: Any) -> bool:
    return not isinstance(key, InSteps) and key.type.python_type is date
