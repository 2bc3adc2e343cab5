"""Destroying scopes: their keys, every row in them, and who reached them.

This is the one place where records are deleted. What another record still points to stays as a shell: its row with
nothing in it, so that the other one need not be changed.
"""

import os
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Column, Connection, Table, delete, inspect, select, update

from caseapp.clock import today
from caseapp.db.encrypted import encrypted_columns
from caseapp.db.engine import FILE_COLUMN, Base, among_given, db, defer_references, given_ids
from caseapp.db.prepared import Prepared
from caseapp.db.records import Record, Scoped, stamped
from caseapp.db.scopes import ORGANISATION, Scope, ScopeKey, forget_scope_keys, key_of, system_scope_id
from caseapp.db.transactions import current_act
from caseapp.db.unlocked import keyring
from caseapp.db.versions import RecordVersion
from caseapp.vault import Binding, DataKey, seal_field

_NOTHING, _ERASED = b"\x00", b"\x01" + "—".encode()
TOKEN_LENGTH = 32


@dataclass
class Destroyed:
    """What was destroyed, to be named in the log and on the certificate."""

    scopes: set[uuid.UUID] = field(default_factory=set)
    """The scopes that have no key any more."""
    keys: int = 0
    rows: dict[str, set[uuid.UUID]] = field(default_factory=lambda: defaultdict(set))
    """Ids of the rows that are gone, by table."""
    shells: set[uuid.UUID] = field(default_factory=set)
    """Rows that stand empty, because something else points to them."""
    files: set[uuid.UUID] = field(default_factory=set)
    drafts: int = 0
    """How many unsaved texts about it were dropped."""
    loosened: set[uuid.UUID] = field(default_factory=set)
    """Other scopes that were reached through what is gone."""

    def records(self) -> list["Gone"]:
        """Return every record that is gone, and every scope, as the log names records."""
        kinds = {model.__tablename__: model.__kind__ for model in _models() if issubclass(model, Record)}
        kinds[Scope.__tablename__] = Scope.__kind__
        return [
            Gone(kinds[table], each)
            for table in sorted(self.rows.keys() & kinds)
            for each in self.rows[table]
        ]


@dataclass(frozen=True)
class Gone:
    """A record that is no longer there."""

    __kind__: str
    id: uuid.UUID


def destroy_scopes(scopes: Collection[uuid.UUID], either_end: Collection[str], *besides: Gone) -> Destroyed:
    """Destroy scopes, and the rows of the tables ``either_end`` that point into them. Inside a write.

    ``besides`` are single rows of other scopes that were decided on. Whoever calls it compares anew who reaches the
    scopes that were ``loosened``, names what is gone in the log, and has the files destroyed after the commit.
    """
    done = Destroyed(scopes=set(scopes))
    db.session.flush()
    connection = db.session.connection()
    defer_references(connection)
    doomed = _rows_in(done.scopes)
    for gone in besides:
        doomed[_table_of(gone.__kind__)].add(gone.id)
    for table, column in _pointing():
        if table.name in either_end:
            doomed[table] |= _ids(column, doomed[column_target(column)])
    done.shells = _pointed_to(doomed)
    kept = {
        scope for table, ids in doomed.items() for scope in _scopes_of(connection, table, ids & done.shells)
    }
    gone_scopes = done.scopes - kept
    for table, column in _naming_scopes():
        doomed[table] |= _ids(column, gone_scopes)
    done.loosened = _loosened(connection, doomed, done.scopes - kept) | kept
    done.files = _files_of(connection, doomed)
    _delete(connection, done, doomed, gone_scopes)
    for table, ids in doomed.items():
        for row_id in ids & done.shells:
            _empty(connection, table, row_id, doomed)
    forget_scope_keys()
    db.session.expire_all()
    return done


def overwrite_traces() -> bool:
    """Carry the log of the database over into its file and empty it; False while somebody reads who began before.

    What was deleted is overwritten with zeros in the pages that are carried over; until then the log holds it still.
    Call it where this thread reads nothing.
    """
    driver = db.engine.raw_connection()
    try:
        cursor = driver.cursor()
        cursor.execute("PRAGMA busy_timeout = 500")  # writers wait as long as this waits for readers
        busy, _frames, _carried = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        cursor.execute("PRAGMA busy_timeout = 30000")
        cursor.close()
    finally:
        driver.close()
    return not busy


def mentioned(scopes: Collection[uuid.UUID]) -> Iterator[tuple[Table, Column[Any], set[uuid.UUID]]]:
    """Yield the rows outside ``scopes`` that name a row within, by the column that names it.

    They are found by the references that the tables declare and, where a table names records by kind and id, by that.
    """
    within = _rows_in(set(scopes))
    everything = set().union(*within.values())
    for table, column in _pointing():
        found = _ids(column, within[column_target(column)]) - within[table]
        if found:
            yield table, column, found
    for table in Base.metadata.sorted_tables:
        if "record_kind" in table.c and "record_id" in table.c and "scope_id" in table.c:
            found = _ids(table.c.record_id, everything) - within[table]
            if found and table is not RecordVersion.__table__:
                yield table, table.c.record_id, found


def column_target(column: Column[Any]) -> Table:
    """Return the table that a column points to."""
    (key,) = column.foreign_keys
    return key.column.table


def _rows_in(scopes: set[uuid.UUID]) -> dict[Table, set[uuid.UUID]]:
    found: dict[Table, set[uuid.UUID]] = defaultdict(set)
    for model in _models():
        table = _table(model)
        found[table] = _ids(table.c.scope_id, scopes)
    return found


def _pointed_to(doomed: dict[Table, set[uuid.UUID]]) -> set[uuid.UUID]:
    """Return the doomed rows that a row which stays points to, or another such one."""
    shells: set[uuid.UUID] = set()
    while True:
        more: set[uuid.UUID] = set()
        for table, column in _pointing():
            target = column_target(column)
            if not doomed[target]:
                continue
            for row_id, pointed in _naming(column).rows_past_session(given_ids(doomed[target])):
                stays = row_id not in doomed[table] or (row_id in shells and not column.nullable)
                if stays and pointed not in shells:
                    more.add(pointed)
        if not more:
            return shells
        shells |= more


def _loosened(
    connection: Connection, doomed: dict[Table, set[uuid.UUID]], gone: set[uuid.UUID]
) -> set[uuid.UUID]:
    found: set[uuid.UUID] = set()
    for table, column in _naming_scopes():
        if column.name == "of_scope_id" and doomed[table]:
            query = select(column).where(among_given(table.c.id))
            found |= set(connection.execute(query, given_ids(doomed[table])).scalars())
    return found - gone


def _files_of(connection: Connection, doomed: dict[Table, set[uuid.UUID]]) -> set[uuid.UUID]:
    found: set[uuid.UUID] = set()
    for table, ids in doomed.items():
        for column in table.columns:
            if column.name.endswith(FILE_COLUMN) and ids:
                query = select(column).where(among_given(table.c.id), column.is_not(None))
                found |= set(connection.execute(query, given_ids(ids)).scalars())
    return found


def _delete(
    connection: Connection, done: Destroyed, doomed: dict[Table, set[uuid.UUID]], gone: set[uuid.UUID]
) -> None:
    keys = _table(ScopeKey)
    done.keys = connection.execute(
        delete(keys).where(among_given(keys.c.scope_id)), given_ids(done.scopes)
    ).rowcount
    history = _table(RecordVersion)
    for table, ids in doomed.items():
        named = {table.name} & {model.__tablename__ for model in _models() if issubclass(model, Record)}
        if named and ids:
            doomed[history] |= _ids(history.c.record_id, ids)
    for table, ids in doomed.items():
        going = ids - done.shells
        if going:
            connection.execute(delete(table).where(among_given(table.c.id)), given_ids(going))
            done.rows[table.name] = going
    if gone:
        scopes = _table(Scope)
        connection.execute(delete(scopes).where(among_given(scopes.c.id)), given_ids(gone))
        done.rows[scopes.name] = gone


def _empty(
    connection: Connection,
    table: Table,
    row_id: uuid.UUID,
    doomed: dict[Table, set[uuid.UUID]],
) -> None:
    """Leave of a row its id, its scope and its codes; what was sealed is nothing under a key that nobody has."""
    act = current_act()
    model = next(each for each in _models() if each.__table__ is table)
    values = dict(connection.execute(select(table).where(table.c.id == row_id)).mappings().one())
    for sealed in encrypted_columns(model):
        scope_id = values["scope_id"]
        key, plain = DataKey.new(), _NOTHING
        if sealed.in_scope == ORGANISATION:  # it opens for everybody, so it says that there is nothing
            scope_id = system_scope_id(ORGANISATION)
            key, plain = key_of(scope_id).active, _ERASED
        binding = Binding(keyring().instance_id, sealed.label_for(model), row_id, scope_id)
        values[sealed.name] = seal_field(key, binding, plain, sealed.padding)
    for column in table.columns:
        if column.foreign_keys and column.nullable and values[column.name] in doomed[column_target(column)]:
            values[column.name] = None
        elif column.name.endswith(FILE_COLUMN):
            values[column.name] = uuid.uuid4()
        elif column.unique and isinstance(values[column.name], bytes):
            values[column.name] = os.urandom(TOKEN_LENGTH)
    values |= {"row_version": values["row_version"] + 1, "seq": act.next_seq(), "changed_on": today()}
    values = stamped(model, values)
    connection.execute(update(table).where(table.c.id == row_id).values(values))
    row = db.session.get_one(model, row_id, populate_existing=True)
    assert isinstance(row, Record)
    act.written[row_id] = row


def _ids(column: Column[Any], values: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return the rows that name one of ``values`` in a column; what waits to be written has to be written before."""
    if not values:
        return set()
    return {row_id for row_id, _named in _naming(column).rows_past_session(given_ids(values))}


@cache
def _naming(column: Column[Any]) -> Prepared:
    """Return the question for the rows that name one of the given ids in a column, and which; there are hundreds."""
    return Prepared(select(column.table.c.id, column).where(among_given(column)))


def _scopes_of(connection: Connection, table: Table, ids: set[uuid.UUID]) -> set[uuid.UUID]:
    if not ids:
        return set()
    query = select(table.c.scope_id).where(among_given(table.c.id))
    return set(connection.execute(query, given_ids(ids)).scalars())


def _pointing() -> Iterator[tuple[Table, Column[Any]]]:
    """Yield every column by which a row that lies in a scope points to another such row."""
    lying = {_table(model) for model in _models()}
    for table in sorted(lying, key=lambda each: each.name):
        for column in table.columns:
            if column.foreign_keys and column_target(column) in lying:
                yield table, column


def _naming_scopes() -> Iterator[tuple[Table, Column[Any]]]:
    """Yield every column that names a scope of which its row tells who reaches it."""
    for model in _models():
        for column in _table(model).columns:
            if column.name != "scope_id" and column.references(_table(Scope).c.id):
                yield _table(model), column


def _models() -> Iterator[type[Scoped]]:
    for mapper in Base.registry.mappers:
        if issubclass(mapper.class_, Scoped):
            yield mapper.class_


def _table_of(kind: str) -> Table:
    return next(_table(model) for model in _models() if model.__kind__ == kind)


def _table(model: Any) -> Table:
    found = inspect(model).local_table
    assert isinstance(found, Table)
    return found
