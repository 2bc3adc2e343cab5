"""Loading records for somebody: what they reach, with who reaches it compared, and once more before they write."""

import uuid
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypeVar

from flask import g, has_request_context
from flask_login import current_user
from sqlalchemy import ColumnElement, Select, bindparam, exists, func, select

from caseapp.access.models import ScopeLink
from caseapp.access.opening import note_reached, reached
from caseapp.access.reach import check_reach
from caseapp.access.visibility import in_reach, visible_scopes, visible_to
from caseapp.accounts.models import User
from caseapp.db import Act, Prepared, Record, Scope, after_begin, asked_once, db, open_scopes
from caseapp.db.references import Referenced, bearing
from caseapp.web.errors import NotFound

R = TypeVar("R", bound=Record)
F = TypeVar("F", bound=Referenced)


def get_visible(user: User, model: type[R], record_id: uuid.UUID) -> R:
    """Load one record for ``user``.

    Raises:
        NotFound: it is not there, or not visible to ``user``; the two are the same.
        Tampered: the record, or who may reach it, was edited outside the application.
    """
    record = asked_once(("visible", user.id, model, record_id), lambda: _find_visible(user, model, record_id))
    if record is None:
        raise NotFound
    note_reached(record)
    return record


def _find_visible(user: User, model: type[R], record_id: uuid.UUID) -> R | None:
    record = db.session.scalar(_the_one(model, visible_to(user, model, few=True)), {"the_id": record_id})
    if record is not None:
        check_reach([record.scope_id])
    return record


@lru_cache(maxsize=512)
def _the_one(model: type[R], there: ColumnElement[bool]) -> Select[R]:
    return select(model).where(model.id == bindparam("the_id"), there)


@after_begin
def _require_still_reached(act: Act) -> None:
    """Ask again, now that nobody else writes, whether the reader reaches what they are about to change.

    Whoever is kept out while their act waits for the lock writes nothing any more.

    Raises:
        NotFound: they do not.
    """
    if act.quiet or not has_request_context() or g.get(_ASKED_AGAIN) or not current_user.is_authenticated:
        return
    found: dict[type[Record], set[uuid.UUID]] = {}
    for model, record_id in reached():
        found.setdefault(model, set()).add(record_id)
    g.caseapp_asked_again = bool(
        found
    )  # a later write of the same act may follow from what the first one ended
    for model, ids in found.items():
        query = select(func.count()).where(model.id.in_(ids), visible_to(current_user, model, few=True))
        if db.session.scalar(query) != len(ids):
            raise NotFound


_ASKED_AGAIN = "caseapp_asked_again"


def list_visible(
    user: User, query: Select[R], values: Mapping[str, Any] | None = None, *, few: bool = True
) -> list[R]:
    """Run ``query`` over one model, cut down to what ``user`` may see; who may reach each row is checked.

    The keys of all rows are looked up at once: most of them have one of their own. ``few`` is as in ``visible_to``.
    A query with parameters takes their ``values``; it is one of the module's and is prepared once, and a read asks it
    once: the panels and the timeline of a page show the same records.
    """
    if not values:
        return _found(query.where(visible_to(user, _model_in(query), few=few)), {})
    there = visible_to(user, _model_in_prepared(query), few=few)
    asked = (query, there, *values.items())
    return list(asked_once(asked, lambda: _found(_cut_down(query, there), values)))


def _model_in(query: Select[R]) -> type[R]:
    model: type[R] = query.column_descriptions[0]["entity"]
    return model


# SQLAlchemy takes longer over it than over all the rest here.
_model_in_prepared = lru_cache(maxsize=512)(_model_in)


def _found(query: Select[R], values: Mapping[str, Any]) -> list[R]:
    found: list[R] = list(db.session.scalars(query, values))
    scopes = {record.scope_id for record in found}
    check_reach(scopes)
    open_scopes(scopes)
    return found


def find_by_reference(user: User, model: type[F], reference: str) -> F | None:
    """Return the record of ``model`` that bears a whole reference, None where there is none that ``user`` may see.

    The two are one answer to one question: nobody tells them apart by how long it takes.
    """
    found = list_visible(user, bearing(model, reference))
    if not found:
        return None
    note_reached(found[0])
    return found[0]


def open_around(user: User, record: Record) -> set[uuid.UUID]:
    """Compare, and open, all at once the scope of ``record`` and those that ``user`` reaches through it.

    The page of a case shows records of most of them. Returns their ids.

    Raises:
        Tampered: as in ``check_reach``.
    """
    rows = _around(in_reach(user)).rows({"through": record.scope_id})
    scopes = {record.scope_id, *(row.id for row in rows)}
    check_reach(scopes)
    open_scopes(scopes)
    return scopes


@lru_cache(maxsize=64)
def _around(there: ColumnElement[bool]) -> Prepared:
    linked = select(Scope.id).join(ScopeLink, ScopeLink.of_scope_id == Scope.id)
    linked = linked.where(ScopeLink.through_scope_id == bindparam("through"), ScopeLink.removed_on.is_(None))
    return Prepared(linked.where(there).limit(_MOST_AROUND))


_MOST_AROUND = 500
"""So many scopes are opened in advance; what lies in others is opened when it is asked for."""


@lru_cache(maxsize=512)
def _cut_down(query: Select[R], there: ColumnElement[bool]) -> Select[R]:
    return query.where(there)


def can_see(user: User, record: Record) -> bool:
    """Tell whether ``user`` reaches ``record``."""
    query = select(exists(visible_scopes(user).where(Scope.id == record.scope_id)))
    return record.removed_on is None and bool(db.session.scalar(query))
