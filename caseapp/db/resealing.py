"""Sealing the rows of a scope anew after its data key was renewed, and which rows rest on which generation of it.

Each ciphertext names the generation that sealed it in its header: nothing has to be opened to find what is left.
"""

import uuid
from collections.abc import Collection, Iterable
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    LargeBinary,
    bindparam,
    delete,
    func,
    literal,
    or_,
    select,
    type_coerce,
    union,
    union_all,
    update,
)

from caseapp.db.encrypted import encrypted_columns
from caseapp.db.engine import Base, db, given, given_values, stored
from caseapp.db.prepared import Prepared
from caseapp.db.records import Record, Scoped, stamped
from caseapp.db.references import Referenced
from caseapp.db.scopes import (
    ORGANISATION,
    Scope,
    ScopeKey,
    forget_scope_keys,
    key_of,
    keys_if_any,
    system_scope_id,
)
from caseapp.db.transactions import current_act
from caseapp.db.unlocked import keyring
from caseapp.vault import Purpose

Cell = tuple[type[Scoped], uuid.UUID]
"""A row by its model and id."""
_FIRST = "00000001"


def former_rows(scope_id: uuid.UUID, *, limit: int) -> list[Cell]:
    """Return rows that a former key of a scope has sealed, so many at most."""
    return rows_beyond(scope_id, [key_of(scope_id).active.generation], limit=limit, lasting=False)


def rows_beyond(
    scope_id: uuid.UUID, generations: Iterable[int], *, limit: int, lasting: bool = True
) -> list[Cell]:
    """Return rows in which something is sealed by another generation of a scope's key than these.

    ``lasting`` leaves out drafts, sessions and the like.
    """
    values = {
        **given(f"{generation:08X}" for generation in generations),
        "of_scope": scope_id,
        "most": limit,
    }
    found = list(db.session.execute(_beyond(own=True, lasting=lasting), values))
    if scope_id == system_scope_id(ORGANISATION):
        found += db.session.execute(_beyond(own=False, lasting=lasting), values)
    models = {model.__kind__: model for model in _models()}
    return [(models[kind], uuid.UUID(row_id)) for kind, row_id in found[:limit]]


def reseal_row(model: type[Scoped], row_id: uuid.UUID) -> None:
    """Seal everything in a row anew at the next flush: by the newest keys of its scopes, under the codes in use.

    Of a row that an erasure has left, because others point to it, that is what the organisation's key seals.

    Raises:
        VaultError: the row was edited outside the application.
    """
    row = db.session.get_one(model, row_id)
    if isinstance(row, Record) and keys_if_any(row.scope_id) is None:
        _reseal_shell(row)
        return
    if isinstance(row, Referenced):
        row.renew_tokens()
    for column in encrypted_columns(model):
        column.reseal(row)


def _reseal_shell(row: Record) -> None:
    # Past the session, which would keep what it was before under a key that nobody has.
    model, connection, table = type(row), db.session.connection(), type(row).__table__
    values = dict(connection.execute(select(table).where(table.c.id == row.id)).mappings().one())
    for column in encrypted_columns(model):
        if column.in_scope == ORGANISATION:
            value = column.open(model, row.id, row.scope_id, values[column.name])
            values[column.name] = column.sealed(model, row.id, row.scope_id, value)
    values = stamped(model, values | {"row_version": row.row_version + 1})
    connection.execute(update(model).where(model.id == row.id).values(values))
    current_act().written[row.id] = db.session.get_one(model, row.id, populate_existing=True)


def left_by_erasures() -> tuple[list[Cell], list[uuid.UUID]]:
    """Return the rows and scopes without a data key whose codes are not of the key in use."""
    active = keyring().active(Purpose.ROW_MAC)[0].to_bytes(2, "big")
    keyless = select(Scope.id).where(Scope.id.not_in(select(ScopeKey.scope_id)))
    rows: list[Cell] = []
    for model in (model for model in _models() if issubclass(model, Record)):
        former = select(model.id).where(
            model.scope_id.in_(keyless), func.substr(model.row_mac, 2, 2) != active
        )
        rows += [(model, row_id) for row_id in db.session.scalars(former)]
    return rows, list(db.session.scalars(keyless.where(func.substr(Scope.mac, 1, 2) != active)))


def renewed_scopes() -> set[uuid.UUID]:
    """Return the scopes in which something that lasts is sealed by another generation than the first."""
    found = {row.scope_id for row in _renewed(own=True).rows()}
    if _renewed(own=False).rows():
        found.add(system_scope_id(ORGANISATION))
    return found


def drop_former_generations(scope_id: uuid.UUID) -> None:
    """Delete the former keys of a scope, which no row rests on any more. Inside the write transaction."""
    newest = key_of(scope_id).active.generation
    db.session.execute(delete(ScopeKey).where(ScopeKey.scope_id == scope_id, ScopeKey.generation != newest))
    forget_scope_keys()


@cache
def _beyond(*, own: bool, lasting: bool) -> Any:
    """Return the one statement that asks all tables: of a scope's own rows, or what the organisation's scope seals."""
    asked = []
    for model in _models():
        columns = _columns(model, own=own)
        if columns and (model.__lasting__ or not lasting):
            among = select(given_values())
            rows = select(literal(model.__kind__), stored(model.id)).where(
                or_(*(_generation(column).not_in(among) for column in columns))
            )
            asked.append(rows.where(model.scope_id == bindparam("of_scope")) if own else rows)
    return union_all(*asked).limit(bindparam("most"))


@cache
def _renewed(*, own: bool) -> Prepared:
    """Return the question for the scopes of rows in which another generation than the first has sealed something.

    Of what the organisation's scope seals in the rows of others, one such row is enough.
    """
    asked = []
    for model in _models():
        columns = _columns(model, own=own)
        if columns and model.__lasting__:
            renewed = or_(*(_generation(column) != _FIRST for column in columns))
            asked.append(select(model.scope_id).where(renewed))
    return Prepared(union(*asked) if own else union_all(*asked).limit(1))


def _models() -> Collection[type[Scoped]]:
    models = [mapper.class_ for mapper in Base.registry.mappers if issubclass(mapper.class_, Scoped)]
    return sorted(models, key=lambda model: (not issubclass(model, Record), model.__kind__))


def _columns(model: type[Scoped], *, own: bool) -> list[Any]:
    return [
        getattr(model, column.attribute)
        for column in encrypted_columns(model)
        if (column.in_scope != ORGANISATION) is own
    ]


def _generation(column: Any) -> ColumnElement[str]:
    return func.hex(func.substr(type_coerce(column, LargeBinary), 3, 4))
