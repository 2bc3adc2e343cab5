"""Pages of lists: which records stand on one, of those that a user may see, by plain columns or by name.

Plain columns are put in order by the database, from a mark on: the value and the change number of the last row seen.
Names are sealed, so what is in their order is put together from ids, and the mark is the id of a record.
"""

import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from caseapp.access.visibility import list_visible, visible_to
from caseapp.accounts.models import User
from caseapp.db import Record, db
from caseapp.i18n import in_alphabet
from caseapp.web.listing import COUNTED, HowMany, ListPage, ListState

R = TypeVar("R", bound=Record)
MARK = "~"
_WHOLE = 500
"""A list by name of so many rows is put in order as a whole, and says how many they are."""
_FIRST_STEP, _LONGEST_STEP = 200, 5_000
"""How many people are looked at together along the alphabet of a longer list, at first and at most."""
_GREATEST = 2**31 - 1
"""What a number column of both databases takes."""


@dataclass(frozen=True)
class ByName:
    """An order by names: the column with whose name it is, and ``places(ids)``, where each stands in the alphabet.

    Who is not among the places (their key is not to be had) stands last. ``ordered()`` is everybody with a name, in
    that order, whoever may see them.
    """

    whose: Any
    places: Callable[[Collection[uuid.UUID]], Mapping[uuid.UUID, int]]
    ordered: Callable[[], Sequence[uuid.UUID]]


@dataclass(frozen=True)
class InSteps:
    """An order by where the value of a column stands in ``codes``: statuses sort in the order of the work."""

    column: Any
    codes: tuple[Any, ...]

    def at(self, place: int) -> ColumnElement[bool]:
        """Return the condition that the value stands at ``place``; behind the last one stands every other value."""
        if place < len(self.codes):
            return self.column == self.codes[place]
        return or_(self.column.not_in(self.codes), self.column.is_(None))


Sort = ColumnElement[Any] | InstrumentedAttribute[Any] | InSteps | ByName | None
"""What a list sorts by; None is the last change, which every record numbers."""


def in_steps(column: Any, codes: Iterable[Any]) -> InSteps:
    """Return the order of a column's values that ``codes`` tells."""
    return InSteps(column, tuple(codes))


def by_colleague(column: Any) -> InSteps:
    """Return the order of the colleague named in a column, by the alphabet of the reader's language."""
    users = db.session.scalars(select(User)).all()
    ordered = sorted(users, key=lambda user: (in_alphabet(user.name), user.id.bytes))
    return in_steps(column, (user.id for user in ordered))


def page_of(
    user: User,
    model: type[Record],
    state: ListState,
    sort: Sort,
    conditions: Iterable[ColumnElement[bool]] = (),
    *,
    always: Iterable[ColumnElement[bool]] = (),
    size: int = 0,
) -> ListPage[uuid.UUID]:
    """Return the ids on the page that ``state`` asks for, of the rows of ``model`` that ``user`` may see.

    ``conditions`` follow from the filters, ``always`` holds without them, too. ``size`` is the number of rows where
    only some of a list are shown; then nobody asks how many there are.
    """
    whole = and_(visible_to(user, model), *always)
    seen = and_(whole, *conditions)
    page = _page(model, state, sort, seen, size or state.listing.size)
    return page if size else replace(page, how_many=_how_many(model, state, seen, whole))


def _page(
    model: type[Record], state: ListState, sort: Sort, seen: ColumnElement[bool], size: int
) -> ListPage[uuid.UUID]:
    if isinstance(sort, ByName):
        return _page_by_name(model, state, sort, seen, size)
    page = _page_by_column(model, state, sort, seen, size)
    if not page.rows and (state.after or state.before):  # what stood there is gone
        return _page_by_column(model, _from_the_start(state), sort, seen, size)
    return page


def _how_many(
    model: type[Record], state: ListState, seen: ColumnElement[bool], whole: ColumnElement[bool]
) -> HowMany:
    asked = (seen, whole) if state.is_filtered else (seen,)
    counts = [
        select(func.count())
        .select_from(select(model.id).where(condition).limit(COUNTED + 1).subquery())
        .scalar_subquery()
        for condition in asked
    ]
    found = db.session.execute(select(*counts)).one()
    return HowMany(found[0], found[-1], COUNTED)


def records_on(user: User, model: type[R], page: ListPage[uuid.UUID]) -> ListPage[R]:
    """Return a page of ids as a page of their records; one that ``user`` meanwhile may not see is left out."""
    found = {record.id: record for record in list_visible(user, select(model).where(model.id.in_(page.rows)))}
    return page.of([found[record_id] for record_id in page.rows if record_id in found])


def _from_the_start(state: ListState) -> ListState:
    return ListState(state.listing, state.chosen, state.order, state.turned)


def _page_by_column(
    model: type[Record], state: ListState, column: Any, seen: ColumnElement[bool], size: int
) -> ListPage[uuid.UUID]:
    backwards = bool(state.before) and not state.after
    falling = state.descending != backwards
    keys = (model.seq,) if column is None else (column, model.seq)
    mark = _read_mark(state.after or state.before, keys)
    if isinstance(column, InSteps):
        found = _rows_in_steps(model, column, seen, mark, size + 1, falling=falling)
    else:
        query = select(model.id, *keys).where(seen)
        if mark is not None:
            query = query.where(_behind(keys, mark, falling=falling))
        query = query.order_by(*((key.desc() if falling else key.asc()) for key in keys))
        found = list(db.session.execute(query.limit(size + 1)))
    more, rows = len(found) > size, found[:size]
    if backwards:
        rows.reverse()
    if not rows:
        return ListPage([])
    newer, older = (more, True) if backwards else (mark is not None, more)
    return ListPage(
        [row[0] for row in rows], _mark(rows[0]) if newer else "", _mark(rows[-1]) if older else ""
    )


def _rows_in_steps(
    model: type[Record],
    order: InSteps,
    seen: ColumnElement[bool],
    mark: list[Any] | None,
    wanted: int,
    *,
    falling: bool,
) -> list[Any]:
    """Return rows with their place and change number, step by step, so that each step is read along its index."""
    places: Sequence[int] = range(len(order.codes) + 1)
    if falling:
        places = places[::-1]
    found: list[Any] = []
    for place in places:
        query = select(model.id, literal(place), model.seq).where(seen, order.at(place))
        if mark is not None:
            if (place > mark[0]) if falling else (place < mark[0]):
                continue
            if place == mark[0]:
                query = query.where(_behind((model.seq,), mark[1:], falling=falling))
        query = query.order_by(model.seq.desc() if falling else model.seq.asc())
        found += db.session.execute(query.limit(wanted - len(found)))
        if len(found) == wanted:
            break
    return found


def _behind(keys: tuple[Any, ...], mark: list[Any], *, falling: bool) -> ColumnElement[bool]:
    first, *rest = keys
    last, *further = mark
    behind: ColumnElement[bool] = first < last if falling else first > last
    return (
        or_(behind, and_(first == last, _behind(tuple(rest), further, falling=falling))) if rest else behind
    )


def _mark(row: Any) -> str:
    return MARK.join(str(value) for value in row[1:])


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


def _page_by_name(
    model: type[Record], state: ListState, order: ByName, seen: ColumnElement[bool], size: int
) -> ListPage[uuid.UUID]:
    query = select(model.id, order.whose).where(seen)
    rows = list(db.session.execute(query.limit(_WHOLE + 1)))
    if len(rows) > _WHOLE:
        page = _page_along(model, state, order, query, size)
        if page is not None:
            return page
        rows = list(db.session.execute(query))
    places = order.places({row[1] for row in rows})
    known = sorted((row for row in rows if row[1] in places), key=lambda row: (places[row[1]], row[0].bytes))
    if state.descending:
        known.reverse()
    locked = sorted((row for row in rows if row[1] not in places), key=lambda row: row[0].bytes)
    return page_in([row[0] for row in (*known, *locked)], state.after, state.before, size)


def _page_along(
    model: type[Record], state: ListState, order: ByName, query: Select[Any], size: int
) -> ListPage[uuid.UUID] | None:
    """Return a page of a long list, found by walking along the alphabet from the mark on.

    None where the walk comes to an end of the list before the page is full: there the whole list is put in order.
    """
    backwards = bool(state.before) and not state.after
    mark = _marked(query, model, state.after or state.before)
    if mark is None and (state.after or state.before):
        return None
    found: list[uuid.UUID] = []
    falling = state.descending != backwards
    for whose in _steps_along(order, mark[1] if mark else None, falling=falling):
        rows = list(db.session.execute(query.where(order.whose.in_(whose))))
        places = order.places({row[1] for row in rows})
        standing = sorted((places[row[1]], row[0].bytes, row[0]) for row in rows if row[1] in places)
        if falling:
            standing.reverse()
        ids = [row[2] for row in standing]
        # Of the person at the mark, other records may stand before it.
        found += ids[ids.index(mark[0]) + 1 :] if mark and mark[0] in ids else ids
        if len(found) > size:
            break
    else:
        return None
    rows_shown = found[:size]
    if backwards:
        rows_shown.reverse()
    newer = bool(state.before) or mark is not None
    return ListPage(rows_shown, str(rows_shown[0]) if newer else "", str(rows_shown[-1]))


def _marked(query: Select[Any], model: type[Record], mark: str) -> Any:
    try:
        return db.session.execute(query.where(model.id == uuid.UUID(mark))).one_or_none()
    except ValueError:  # no mark, or none of ours
        return None


def _steps_along(order: ByName, start: uuid.UUID | None, *, falling: bool) -> Iterator[list[uuid.UUID]]:
    """Yield those in the alphabet, from ``start`` on, in steps that grow; nobody where ``start`` is not among them."""
    ordered = order.ordered()
    place = 0 if start is None else order.places({start}).get(start, len(ordered))
    if start is not None and ordered[place : place + 1] != [start]:
        return
    along = list(reversed(ordered)) if falling else list(ordered)
    at = len(ordered) - 1 - place if falling and start is not None else place
    step = _FIRST_STEP
    while at < len(along):
        yield along[at : at + step]
        at, step = at + step, min(2 * step, _LONGEST_STEP)


def page_in(ids: list[uuid.UUID], after: str, before: str, size: int) -> ListPage[uuid.UUID]:
    """Return a page of ids that are in order already; the marks are ids among them."""
    start = _start(ids, after, before, size)
    end = min(start + size, len(ids))
    return ListPage(
        ids[start:end],
        str(ids[start]) if start else "",
        str(ids[end - 1]) if end < len(ids) else "",
        first=start + 1,
        total=len(ids),
    )


def _start(ids: list[uuid.UUID], after: str, before: str, size: int) -> int:
    try:
        place = ids.index(uuid.UUID(after or before))
    except ValueError:  # no mark, none of ours, or no longer in the list
        return 0
    if after:
        return place + 1 if place + 1 < len(ids) else 0
    return max(0, place - size)
