"""Sealing the rows of a scope anew after its data key was renewed, and which generations its rows still carry.

Each ciphertext names the generation that sealed it in its header: nothing has to be opened to find what is left.
"""

import uuid
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import ColumnElement, LargeBinary, delete, func, or_, select, type_coerce

from caseapp.db.encrypted import Encrypted, encrypted_columns
from caseapp.db.engine import Base, db
from caseapp.db.records import Record, Scoped
from caseapp.db.references import Referenced
from caseapp.db.scopes import ORGANISATION, ScopeKey, forget_scope_keys, key_of, system_scope_id
from caseapp.vault import Tampered

Cell = tuple[type[Scoped], uuid.UUID]
"""A row by its model and id."""


def former_rows(scope_id: uuid.UUID, *, but: Collection[uuid.UUID] = (), limit: int) -> list[Cell]:
    """Return rows that a former key of a scope has sealed, the records first: what is written of them comes later."""
    newest = key_of(scope_id).active.generation
    found: list[Cell] = []
    for model in _models():
        for columns, of_scope in _sealed_in(model, scope_id):
            wanted = select(model.id).where(or_(*(_header(column) != _encoded(newest) for column in columns)))
            if of_scope:
                wanted = wanted.where(model.scope_id == scope_id)
            if but:
                wanted = wanted.where(model.id.not_in(but))
            found += [(model, row_id) for row_id in db.session.scalars(wanted.limit(limit - len(found)))]
            if len(found) >= limit:
                return found
    return found


def reseal_row(model: type[Scoped], row_id: uuid.UUID) -> None:
    """Seal everything in a row anew at the next flush: by the newest keys of its scopes, under the codes in use.

    Raises:
        VaultError: the row was edited outside the application, or its scope was erased.
    """
    row = db.session.get_one(model, row_id)
    if isinstance(row, Referenced):
        row.renew_tokens()
    for column in encrypted_columns(model):
        column.reseal(row)


def generations_carried(scope_id: uuid.UUID) -> set[int]:
    """Return the generations of a scope's key that something is sealed by."""
    found: set[int] = set()
    for model in _models():
        for columns, of_scope in _sealed_in(model, scope_id):
            for column in columns:
                asked = select(_header(column)).distinct()
                if of_scope:
                    asked = asked.where(model.scope_id == scope_id)
                found |= {int.from_bytes(header, "big") for header in db.session.scalars(asked)}
    return found


def renewed_scopes() -> set[uuid.UUID]:
    """Return the scopes in which something is sealed by another generation than the first."""
    found: set[uuid.UUID] = set()
    first = _encoded(1)
    for model in _models():
        own = [column for column in encrypted_columns(model) if column.in_scope != ORGANISATION]
        others = [column for column in encrypted_columns(model) if column.in_scope == ORGANISATION]
        if own:
            renewed = or_(*(_header(_column(model, column)) != first for column in own))
            found |= set(db.session.scalars(select(model.scope_id).where(renewed).distinct()))
        if others:
            renewed = or_(*(_header(_column(model, column)) != first for column in others))
            if db.session.scalar(select(model.id).where(renewed).limit(1)) is not None:
                found.add(system_scope_id(ORGANISATION))
    return found


def drop_former_generations(scope_id: uuid.UUID) -> None:
    """Delete the former keys of a scope, which nothing carries any more. Inside the write transaction.

    Raises:
        Tampered: something does carry one.
    """
    newest = key_of(scope_id).active.generation
    if generations_carried(scope_id) - {newest}:
        raise Tampered("a former key of a scope is still needed")
    db.session.execute(delete(ScopeKey).where(ScopeKey.scope_id == scope_id, ScopeKey.generation != newest))
    forget_scope_keys()


def _models() -> Iterator[type[Scoped]]:
    models = [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Scoped)]
    yield from sorted(models, key=lambda model: (not issubclass(model, Record), model.__kind__))


def _sealed_in(model: type[Scoped], scope_id: uuid.UUID) -> Iterator[tuple[list[Any], bool]]:
    """Yield the columns of a model that a scope's key seals, and whether only those of its own rows."""
    own = [column for column in encrypted_columns(model) if column.in_scope != ORGANISATION]
    if own:
        yield [_column(model, column) for column in own], True
    if scope_id == system_scope_id(ORGANISATION):
        others = [column for column in encrypted_columns(model) if column.in_scope == ORGANISATION]
        if others:
            yield [_column(model, column) for column in others], False


def _column(model: type[Scoped], column: Encrypted[Any]) -> Any:
    return getattr(model, column.attribute)


def _header(column: Any) -> ColumnElement[bytes]:
    return type_coerce(func.substr(type_coerce(column, LargeBinary), 3, 4), LargeBinary)


def _encoded(generation: int) -> bytes:
    return generation.to_bytes(4, "big")
