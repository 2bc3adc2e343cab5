"""The engine and its SQLite settings; reading transactions are deferred and read-only, writing ones immediate."""

import sqlite3
import uuid
from typing import TYPE_CHECKING, Any, cast

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, MetaData, Uuid, event
from sqlalchemy.orm import DeclarativeBase, registry

WRITE_OPTION = "caseapp_write"
NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """What every table shares: names of constraints and the type of ids."""

    registry = registry(metadata=MetaData(naming_convention=NAMING), type_annotation_map={uuid.UUID: Uuid()})


db = SQLAlchemy(model_class=Base, session_options={"autoflush": False})

if TYPE_CHECKING:

    class Model(Base):
        """What every table's class derives from."""

        __abstract__ = True
else:
    Model = db.Model


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
        "connect_args": {"cached_statements": 1024},  # the driver's 128 are fewer than the pages use
    }
    db.init_app(app)
    with app.app_context():
        event.listen(db.engine, "connect", _prepare_connection)
        event.listen(db.engine, "begin", _begin)


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
        "trusted_schema = OFF",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get(WRITE_OPTION, False)
    # Every request begins here, so what cannot fail goes to the driver itself.
    driver = cast(sqlite3.Connection, connection.connection.driver_connection)
    driver.execute(f"PRAGMA query_only = {0 if writing else 1}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
    if writing:
        # Rows of one transaction may be inserted in any order; the references are checked at its end.
        driver.execute("PRAGMA defer_foreign_keys = ON")
