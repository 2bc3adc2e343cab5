"""Loading records for somebody: what they reach, with who reaches it compared, and once more before they write."""

import uuid
from functools import lru_cache
from typing import Any, TypeVar

from flask import g, has_request_context
from flask_login import current_user
from sqlalchemy import ColumnElement, Select, exists, func, select

from caseapp.access.opening import note_reached, reached
from caseapp.access.reach import check_reach
from caseapp.access.visibility import visible_scopes, visible_to
from caseapp.accounts.models import User
from caseapp.db import Act, Record, Scope, after_begin, asked_once, db, open_scopes
from caseapp.web.errors import NotFound

R = TypeVar("R", bound=Record)


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
    record = db.session.scalar(select(model).where(model.id == record_id, visible_to(user, model, few=True)))
    if record is not None:
        check_reach([record.scope_id])
    return record


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


def list_visible(user: User, query: Select[R], *, few: bool = True, **values: Any) -> list[R]:
    """Run ``query`` over one model, cut down to what ``user`` may see; who may reach each row is checked.

    The keys of all rows are looked up at once: most of them have one of their own. ``few`` is as in ``visible_to``.
    A query with parameters takes their ``values``; it is one of the module's, and is prepared once.
    """
    model: type[R] = query.column_descriptions[0]["entity"]
    cut_down = _cut_down if values else _cut_down.__wrapped__
    found: list[R] = list(db.session.scalars(cut_down(query, visible_to(user, model, few=few)), values))
    scopes = {record.scope_id for record in found}
    check_reach(scopes)
    open_scopes(scopes)
    return found


@lru_cache(maxsize=512)
def _cut_down(query: Select[R], there: ColumnElement[bool]) -> Select[R]:
    return query.where(there)


def can_see(user: User, record: Record) -> bool:
    """Tell whether ``user`` reaches ``record``."""
    query = select(exists(visible_scopes(user).where(Scope.id == record.scope_id)))
    return record.removed_on is None and bool(db.session.scalar(query))
