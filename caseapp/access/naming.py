"""How records are named on other features' pages: only to those who see them, many of them by one query."""

import uuid
from collections.abc import Callable, Collection, Mapping
from functools import lru_cache
from typing import Any, TypeVar

from flask import url_for
from sqlalchemy import ColumnElement, Select, select

from caseapp.access.reach import check_reach
from caseapp.access.visibility import visible_to
from caseapp.accounts.models import User
from caseapp.db import Record, asked_of_each, db, open_scopes
from caseapp.db.engine import among_given, given_ids
from caseapp.db.references import Referenced
from caseapp.web.kind import Description

R = TypeVar("R", bound=Record)
F = TypeVar("F", bound=Referenced)


@lru_cache(maxsize=512)
def _these(model: type[R], there: ColumnElement[bool]) -> Select[R]:
    return select(model).where(among_given(model.id), there)


def named_by(
    model: type[R], label: Callable[[R], str], address: Callable[[R], str]
) -> Callable[[Any, Collection[uuid.UUID]], Mapping[uuid.UUID, Description]]:
    """Return what ``Kind.describe`` asks for: those records of ``model`` that a user sees, with name and page."""

    def describe(user: User, record_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Description]:
        def ask(unknown: set[uuid.UUID]) -> dict[uuid.UUID, Description]:
            query = _these(model, visible_to(user, model, few=True))
            found = db.session.scalars(query, given_ids(unknown)).all()
            scopes = {record.scope_id for record in found}
            check_reach(scopes)
            open_scopes(scopes)
            return {record.id: Description(label(record), address(record)) for record in found}

        return asked_of_each(("described", user.id, model), record_ids, ask)

    return describe


def named_by_reference(
    model: type[F], endpoint: str, argument: str
) -> Callable[[Any, Collection[uuid.UUID]], Mapping[uuid.UUID, Description]]:
    """Return it for records with a reference, whose page takes their id as ``argument``."""

    def address(record: F) -> str:
        its_id: dict[str, Any] = {argument: record.id}
        return url_for(endpoint, **its_id)

    return named_by(model, lambda record: record.reference, address)
