"""The engine and its SQLite settings; reading transactions are deferred and read-only, writing ones immediate."""

import json
import re
import sqlite3
import uuid
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Dialect,
    MetaData,
    String,
    Uuid,
    bindparam,
    event,
    func,
    select,
    type_coerce,
)
from sqlalchemy.orm import DeclarativeBase, registry

from caseapp.vault import Tampered

WRITE_OPTION = "caseapp_write"
_GIVEN = "given_ids"
NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


FILE_COLUMN = "blob_ref"
"""What the column that names a file of the store is called, or ends in, in every table."""


def id_bytes(text: str) -> bytes:
    """Return the bytes of an id as the database keeps it.

    Written otherwise (in capitals, with hyphens) it is the same id, with the same code of its row, and no question of
    the database finds it any more: somebody who is kept out would be let in.

    Raises:
        Tampered: it is not written as the application writes it.
    """
    try:
        read = bytes.fromhex(text)
    except ValueError:
        read = b""
    if read.hex() != text:
        raise Tampered("an id was written outside the application")
    return read


@lru_cache(maxsize=8_192)
def _id_of(text: str | None) -> uuid.UUID | None:
    return None if text is None else uuid.UUID(bytes=id_bytes(text))


class WriteInRead(RuntimeError):
    """Something would write outside the write transaction."""


class Id(Uuid[uuid.UUID]):
    """The column type of ids. A page reads the same few hundred again and again, and each is made once."""

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], uuid.UUID | None] | None:
        """Return what makes an id of what the database holds; None where its driver makes them."""
        made = super().result_processor(dialect, coltype)  # type: ignore[no-untyped-call]  # it has no types there
        return None if made is None else _id_of


class YesNo(Boolean):
    """The column type of a yes or no: 1 or 0. Any other number would be a yes that no question finds."""

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], bool | None]:  # noqa: ARG002 - SQLAlchemy's signature
        """Return what reads what the database holds, and refuses what is neither."""
        return _read_yes_no


def _read_yes_no(value: Any) -> bool | None:
    if value not in (None, 0, 1):
        raise Tampered("a yes or no was written outside the application")
    return None if value is None else bool(value)


class Base(DeclarativeBase):
    """What every table shares: names of constraints and the types of ids and of yes or no."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING), type_annotation_map={uuid.UUID: Id(), bool: YesNo()}
    )


db = SQLAlchemy(model_class=Base, session_options={"autoflush": False})

if TYPE_CHECKING:

    class Model(Base):
        """What every table's class derives from."""

        __abstract__ = True
else:
    Model = db.Model


def file_columns() -> list[Column[Any]]:
    """Return the columns of all tables that name a file of the store."""
    return [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.name.endswith(FILE_COLUMN) and isinstance(column.type, Uuid)
    ]


def stored(column: Any) -> ColumnElement[str]:
    """Return a column of ids or days as the database keeps it: hexadecimal digits, or the day in ISO 8601.

    Where hundreds are compared and none is shown, making objects of them takes longer than the question itself.
    """
    return type_coerce(column, String())


def given_values() -> ColumnElement[str]:
    """Return the values that a statement is given, as the column of a table of them; see ``given``.

    However many they are, the statement is the same, and neither SQLAlchemy nor the driver prepares it anew.
    """
    values: ColumnElement[str] = func.json_each(bindparam(_GIVEN)).table_valued("value").c.value
    return values


def among_given(column: Any) -> ColumnElement[bool]:
    """Return the condition that an id is one of those that the statement is given; see ``given_ids``."""
    among: ColumnElement[bool] = column.in_(_GIVEN_VALUES)
    return among


# Made once: every page asks dozens of such questions. It stands for itself wherever in a question it stands.
_GIVEN_VALUES = select(given_values()).correlate(None)


def as_array(*columns: Any) -> ColumnElement[str]:
    """Return the values of ``columns`` in all rows of a question as one text: a JSON array of arrays.

    However many rows there are, one comes back, and its text tells the values apart whatever stands in them.
    """
    found: ColumnElement[str] = func.json_group_array(func.json_array(*columns))
    return found


def given(values: Iterable[str]) -> dict[str, str]:
    """Return the parameters of such a statement; ids are given as they are stored."""
    return {_GIVEN: json.dumps(list(values))}


def given_ids(ids: Iterable[uuid.UUID]) -> dict[str, str]:
    """Return the parameters of a statement that is given ids."""
    return given(each.hex for each in ids)


def init_database(app: Flask) -> None:
    """Bind the database of the instance to ``app`` and set up each connection.

    WAL with ``synchronous=FULL`` loses no committed word at power loss; ``secure_delete`` overwrites what is
    deleted; temporary structures stay in memory, because a temporary file would hold plain columns.
    """
    settings = app.config["SETTINGS"]
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{settings.database_path}"
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {
        "hide_parameters": True,  # an exception's text must not carry a bound value
        "pool_size": settings.threads + 4,
        "max_overflow": 16,
        "pool_use_lifo": True,  # a connection that has prepared a statement keeps it
        "connect_args": {"cached_statements": 256},  # the driver's 128 are fewer than the pages use
    }
    db.init_app(app)
    with app.app_context():
        event.listen(db.engine, "connect", _prepare_connection)
        event.listen(db.engine, "begin", _begin)
        event.listen(db.engine, "before_cursor_execute", _refuse_to_write)


def _prepare_connection(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = (
        None  # we emit BEGIN ourselves: the driver's guesses would defer the write lock
    )
    cursor = connection.cursor()
    for pragma in (
        "busy_timeout = 30000",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",
        "temp_store = MEMORY",
        # The pages of a list and of who may see it, in kilobytes: where they do not fit, each list reads all anew.
        "cache_size = -10000",
        "trusted_schema = OFF",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes_on(connection) else "BEGIN")


def _refuse_to_write(
    connection: Connection, _cursor: Any, statement: str, _values: Any, _context: Any, _many: bool
) -> None:
    # SQLite has a setting for it, and forgets every statement that it prepared when the setting changes.
    if not writes_on(connection) and not _READING.match(statement):
        raise WriteInRead("a reading transaction does not write")


_READING = re.compile(
    r"""(SELECT|BEGIN$|PRAGMA\ [a-z_.]*(info|list|check)\b|WITH(?!.*\b(INSERT|UPDATE|DELETE|REPLACE)\b))""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)


def writes_on(connection: Connection) -> bool:
    """Tell whether the transaction of a connection is the one that writes."""
    return bool(connection.get_execution_options().get(WRITE_OPTION, False))


def defer_references(connection: Connection) -> None:
    """Let the rows of this transaction be inserted in any order: the references are checked at its end.

    Asked for when rows are about to be written, and not for each transaction: the setting makes SQLite forget what it
    has prepared.
    """
    connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
