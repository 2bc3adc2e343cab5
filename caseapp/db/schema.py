"""Whether the database file has the tables and indexes that the models declare, and nothing besides.

Whoever can write to the file can put a trigger into it that swallows a row as it is written, a view in the place of a
table, or a constraint that drops what does not suit it. No code of a record shows that, because the record is never
there. So what the file declares is compared with what an empty database declares that the models make.
"""

import re
from functools import cache

from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    create_engine,
)

from caseapp.db.engine import WRITE_OPTION, Base, db
from caseapp.vault import Tampered

Part = tuple[str, str, str]
"""What something in the file is (table, index, trigger, view), its name, and the table that it belongs to."""
STATISTICS = frozenset(("table", name, name) for name in ("sqlite_stat1", "sqlite_stat4"))
"""What ANALYZE writes: SQLite chooses by it how to look something up, not what is found. A trigger of this name is
none."""
_HELD = ("table", "index")
_MIGRATIONS = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
"""What keeps the number of the last migration; no model declares it."""
_QUOTED = re.compile(r'"([a-z_][a-z0-9_]*)"')
_DEFINITION = re.compile(r"(CREATE TABLE \w+) ?\((.*)\)([^)]*)$")


def foreign_parts(*, migrated: bool) -> list[str]:
    """Return what the file holds that caseapp never makes, or makes otherwise, each with its kind and name.

    A file that has not been ``migrated`` to the newest schema is only looked through for what acts by itself.
    """
    with db.engine.connect() as connection:
        return _foreign(connection, migrated=migrated)


def is_whole() -> bool:
    """Tell whether every page of the file is in order, and every index finds what is in its table."""
    with db.engine.connect() as connection:
        return connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar() == "ok"


def refuse_foreign_parts(*, migrated: bool) -> None:
    """Refuse a file that holds what caseapp never makes.

    Raises:
        Tampered: naming it.
    """
    found = foreign_parts(migrated=migrated)
    if found:
        raise Tampered(
            "The database was changed with another tool and holds what caseapp does not make: "
            f"{', '.join(found)}. Restore a backup, or take it out with that tool."
        )


def remove_foreign_parts(*, migrated: bool) -> list[str]:
    """Take out what is there besides, for a restore that goes on all the same; returns what was taken out.

    What has a name of ours and is otherwise stays.
    """
    removed = []
    with db.engine.connect() as plain:
        connection = plain.execution_options(**{WRITE_OPTION: True})
        declared = _declared()
        found = _foreign(connection, migrated=migrated)
        parts = {
            _shown(part): part
            for part in _parts(connection)
            if part not in declared and not (part[0] in _HELD and part[1].startswith("sqlite_"))
        }
        for shown in sorted(found, reverse=True):  # views, triggers and tables before the indexes of these
            if shown in parts:
                kind, name, _table = parts[shown]
                quoted = name.replace('"', '""')
                connection.exec_driver_sql(f'DROP {kind} IF EXISTS "{quoted}"')
                removed.append(shown)
        connection.commit()
    return removed


def _foreign(connection: Connection, *, migrated: bool) -> list[str]:
    found = _parts(connection)
    if not migrated:
        return sorted(
            _shown(part)
            for part, sql in found.items()
            if part[0] not in _HELD or sql.startswith("CREATE VIRTUAL")
        )
    declared = _declared()
    foreign = {_shown(part) for part, sql in found.items() if declared.get(part) != sql}
    tables = {name for kind, name, _table in found if kind == "table"}
    missing = {_shown(part) for part in declared if part[2] in tables and part not in found}
    return sorted(foreign | missing)


def _shown(part: Part) -> str:
    return f"{part[0]} {part[1]}"


def _parts(connection: Connection) -> dict[Part, str]:
    rows = connection.exec_driver_sql("SELECT type, name, tbl_name, sql FROM sqlite_master")
    found = {(kind, name, of): _plain(sql or "") for kind, name, of, sql in rows}
    return {part: sql for part, sql in found.items() if part not in STATISTICS}


def _declared() -> dict[Part, str]:
    return _declared_by(frozenset(Base.metadata.tables))


@cache
def _declared_by(_tables: frozenset[str]) -> dict[Part, str]:
    engine = create_engine("sqlite://")
    try:
        with engine.connect() as connection:
            Base.metadata.create_all(connection)
            _MIGRATIONS.create(connection)
            return _parts(connection)
    finally:
        engine.dispose()


@cache
def _plain(sql: str) -> str:
    """Return a declaration without what a migration may write otherwise than the models: blanks, quotes, order."""
    joined = _QUOTED.sub(r"\1", " ".join(sql.split()))
    found = _DEFINITION.fullmatch(joined)
    if found is None:
        return joined
    parts, depth = [""], 0
    for sign in found[2]:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and not depth:
            parts.append("")
        else:
            parts[-1] += sign
    return f"{found[1]} ({', '.join(sorted(part.strip() for part in parts))}){found[3]}"
