"""A page of a list in the order of names: they are sealed, so it is put together from ids. Its mark is one of them."""

import uuid
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from caseapp.db import Record, db
from caseapp.web.listing import ListPage, ListState

_WHOLE = 500
"""A list by name of so many rows is put in order as a whole, and says how many they are."""
_FIRST_STEP, _LONGEST_STEP = 200, 5_000
"""How many people are looked at together along the alphabet of a longer list, at first and at most."""


@dataclass(frozen=True)
class ByName:
    """An order by names: the column with whose name it is, and ``places(ids)``, where each stands in the alphabet.

    Who is not among the places (their key is not to be had) stands last. ``ordered()`` is everybody with a name, in
    that order, whoever may see them.
    """

    whose: Any
    places: Callable[[Collection[uuid.UUID]], Mapping[uuid.UUID, int]]
    ordered: Callable[[], Sequence[uuid.UUID]]


def page_by_name(
    model: type[Record],
    seen: ColumnElement[bool],
    state: ListState,
    order: ByName,
    size: int,
    fitting: int | None,
) -> ListPage[uuid.UUID]:
    """Return the ids on the page that ``state`` asks for, of the rows that are ``seen``.

    ``fitting`` is how many they are at least, where that was counted.
    """
    query = select(model.id, order.whose).where(seen)
    long = fitting is not None and fitting > _WHOLE
    rows = [] if long else list(db.session.execute(query.limit(_WHOLE + 1)).all())
    if long or len(rows) > _WHOLE:
        page = _page_along(model, state, order, query, size)
        if page is not None:
            return page
        rows = list(db.session.execute(query).all())
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
