"""Pages of lists: which records stand on one, of those that a user may see, by plain columns or by name."""

import uuid
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import InstrumentedAttribute

from caseapp.access.by_column import InSteps, in_steps, page_by_column
from caseapp.access.by_name import ByName, page_by_name
from caseapp.access.loading import list_visible
from caseapp.access.totals import how_many
from caseapp.access.visibility import visible_to
from caseapp.accounts.models import User
from caseapp.accounts.queries import names_of_all
from caseapp.db import Record, rows_found
from caseapp.db.engine import among_given, given_ids
from caseapp.i18n import in_alphabet
from caseapp.web.listing import ListPage, ListState

R = TypeVar("R", bound=Record)
Sort = ColumnElement[Any] | InstrumentedAttribute[Any] | InSteps | ByName | None
"""What a list sorts by; None is the last change, which every record numbers."""


def by_colleague(column: Any, named_by: Any = None) -> InSteps:
    """Return the order of the colleague in a column, by the alphabet of the reader's language; see ``InSteps``."""
    names = names_of_all()
    ordered = sorted(names, key=lambda user_id: (in_alphabet(names[user_id]), user_id.bytes))
    return in_steps(column, ordered, named_by)


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
    page = rows_of(user, model, select(model.id), state, sort, conditions, always=always, size=size)
    return page.of([row.id for row in page.rows])


def rows_of(
    user: User,
    model: type[Record],
    rows: Select[Any],
    state: ListState,
    sort: Sort,
    conditions: Iterable[ColumnElement[bool]] = (),
    *,
    always: Iterable[ColumnElement[bool]] = (),
    size: int = 0,
) -> ListPage[Any]:
    """Return the same page as rows of the query ``rows``, which selects ``model.id`` and what else the list shows.

    Their codes, and who may reach their scopes, are still to be compared.
    """
    whole = and_(visible_to(user, model), *always)
    seen = and_(whole, *conditions)  # whole itself, where there are none
    total = None if size else how_many(user, model, state, seen, whole)
    size = size or state.listing.size
    if isinstance(sort, ByName):
        page = page_by_name(model, seen, state, sort, size, total.fitting if total else None)
        query = rows.where(among_given(model.id))
        found = {row.id: row for row in rows_found(query, given_ids(page.rows))}
        page = page.of([found[record_id] for record_id in page.rows])
    else:
        page = page_by_column(user, model, rows, seen, state, sort, size)
    return replace(page, how_many=total)


def records_on(user: User, model: type[R], page: ListPage[uuid.UUID]) -> ListPage[R]:
    """Return a page of ids as a page of their records; one that ``user`` meanwhile may not see is left out."""
    found = {record.id: record for record in list_visible(user, select(model).where(model.id.in_(page.rows)))}
    return page.of([found[record_id] for record_id in page.rows if record_id in found])
