"""What somebody puts into the database beside our tables: it is named, and nothing runs with it."""

import sqlite3
from pathlib import Path

import pytest
from flask import Flask

from caseapp.backup.making import make_backup
from caseapp.backup.trying import try_out
from caseapp.db import db, keyring
from caseapp.db.schema import refuse_foreign_parts, remove_foreign_parts
from caseapp.setup.installing import adopt_root, keys_folder
from caseapp.setup.migrating import migrate
from caseapp.vault import Tampered, open_file_root
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.frame.conftest import RawSql
from tests.security.test_the_log_itself import problems

SWALLOWING = (
    "CREATE TRIGGER quiet BEFORE INSERT ON audit_event WHEN new.code = 'case.viewed' "
    "BEGIN SELECT raise(IGNORE); END"
)
RENAMING = (
    "CREATE TRIGGER loud AFTER INSERT ON audit_event WHEN new.code = 'case.viewed' "
    "BEGIN UPDATE audit_event SET code = 'report.read' WHERE id = new.id; END"
)
SAID = "is not as caseapp makes it, and may swallow what is written"


def declare_anew(instance: Path, name: str, before: str, after: str) -> None:
    """Write another declaration over ours, as SQLite allows whoever holds the file."""
    with sqlite3.connect(instance / "caseapp.db") as database:
        database.execute("PRAGMA writable_schema = ON")
        changed = database.execute(
            "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE name = ? AND sql LIKE ?",
            (before, after, name, f"%{before}%"),
        )
        assert changed.rowcount == 1
    database.close()


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        (SWALLOWING, "trigger quiet"),
        (RENAMING, "trigger loud"),
        ('CREATE VIEW seen AS SELECT id FROM "case"', "view seen"),
        ("CREATE TABLE kept (word)", "table kept"),
        ("CREATE UNIQUE INDEX once ON audit_event (code, actor_id, number)", "index once"),
        ("DROP INDEX ix_audit_event_code_number", "index ix_audit_event_code_number"),
    ],
)
def test_what_is_there_besides_or_missing_is_named_and_nothing_unlocks_with_it(
    app: Flask, raw_sql: RawSql, statement: str, named: str
) -> None:
    assert problems(app) == []
    raw_sql(statement)
    assert problems(app) == [f"{named}: {SAID}"]
    with app.app_context(), pytest.raises(Tampered, match=named):
        adopt_root(app, open_file_root(keys_folder(app)))


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("audit_event", "number INTEGER NOT NULL", "number INTEGER NOT NULL ON CONFLICT IGNORE"),
        ("audit_event", "UNIQUE (number)", "UNIQUE (number) ON CONFLICT REPLACE"),
        ("audit_event", "number INTEGER NOT NULL", 'number INTEGER "NOT NULL"'),
        ("ix_audit_event_code_number", "(code, number)", "(code, number) WHERE code <> 'audit.verified'"),
    ],
)
def test_a_table_or_index_of_ours_that_is_declared_otherwise_is_named(
    app: Flask, instance: Path, name: str, before: str, after: str
) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    declare_anew(instance, name, before, after)
    assert any(problem.endswith(f"{name}: {SAID}") for problem in problems(app))


def test_an_index_that_no_longer_finds_what_is_there_is_told(
    app: Flask, instance: Path, raw_sql: RawSql
) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    declare_anew(instance, "ix_audit_event_code_number", "(code, number)", "(code, number) WHERE code = ''")
    raw_sql("REINDEX ix_audit_event_code_number")
    declare_anew(instance, "ix_audit_event_code_number", "(code, number) WHERE code = ''", "(code, number)")
    assert problems(app) == ["database: is damaged: what an index finds is not what is there"]


def test_statistics_of_the_database_are_nothing_foreign(app: Flask, raw_sql: RawSql) -> None:
    raw_sql("ANALYZE")
    assert problems(app) == []
    with app.app_context():
        refuse_foreign_parts(migrated=True)


def test_a_trigger_that_bears_the_name_of_statistics_is_named_and_taken_out(
    app: Flask, instance: Path
) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    with sqlite3.connect(instance / "caseapp.db") as database:
        database.execute("PRAGMA writable_schema = ON")
        database.execute(
            "INSERT INTO sqlite_master VALUES ('trigger', 'sqlite_stat4', 'audit_event', 0, ?)",
            (SWALLOWING.replace("quiet", "sqlite_stat4"),),
        )
    database.close()
    assert problems(app) == [f"trigger sqlite_stat4: {SAID}"]
    with app.app_context():
        with pytest.raises(Tampered, match="trigger sqlite_stat4"):
            adopt_root(app, open_file_root(keys_folder(app)))
        assert remove_foreign_parts(migrated=True) == ["trigger sqlite_stat4"]
    assert problems(app) == []


def test_nothing_is_migrated_while_something_acts_by_itself(app: Flask, raw_sql: RawSql) -> None:
    raw_sql(SWALLOWING)
    with app.app_context(), pytest.raises(Tampered, match="trigger quiet"):
        migrate()


def test_a_backup_with_a_trigger_in_it_is_not_opened(
    app: Flask, amina: Person, raw_sql: RawSql, tmp_path: Path
) -> None:
    start_case(amina)
    raw_sql(SWALLOWING)
    with app.app_context():
        made = make_backup(None, tmp_path)
        with pytest.raises(Tampered, match="trigger quiet"):
            try_out(made.path, keyring(), app.config["MAKE_APP"])
