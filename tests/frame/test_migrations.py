"""Migrations: up and down and up again, with data in between, to exactly the schema that the models declare."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade

from caseapp.application import create_app
from caseapp.audit import verify
from caseapp.db import db
from caseapp.db.engine import Base
from caseapp.paths import migrations_folder
from caseapp.setup.migrating import prepare
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person, settings_for
from tests.frame.conftest import RawSql, behind
from tests.incoming_contacts.test_incoming_contacts import log_contact

SCRIPTS = ScriptDirectory(str(migrations_folder()))
REVISIONS = list(SCRIPTS.walk_revisions())
"""From the newest to the first."""
FIRST = REVISIONS[-1].revision
STEPS = {
    revision.revision: revision.down_revision
    for revision in REVISIONS
    if isinstance(revision.down_revision, str)
}
"""Each migration with the one before it, from the newest; they stand in one line."""


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Flask]:
    app = create_app(settings_for(tmp_path / "instance"))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def schema(app: Flask) -> dict[str, str]:
    """Every table and index as the database declares it."""
    with behind(app.config["SETTINGS"].database_path) as raw:
        found = raw.execute(
            "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"
        ).fetchall()
    return {name: " ".join(sql.split()) for name, sql in found}


def up(to: str = "heads") -> None:
    prepare()
    upgrade(directory=str(migrations_folder()), revision=to)


def down(to: str) -> None:
    db.session.remove()
    prepare()
    downgrade(directory=str(migrations_folder()), revision=to)


def test_the_migrated_schema_is_the_one_that_the_models_declare(empty: Flask) -> None:
    up()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": _same_type, "render_as_batch": True}
        )
        differences = compare_metadata(context, Base.metadata)
    assert differences == []


def _same_type(_context: Any, _inspected: Any, _column: Any, found: Any, declared: Any) -> bool | None:
    # An encrypted column is a plain binary one for the database.
    return False if type(declared).__name__ == "Ciphertext" and "BLOB" in str(found) else None


def test_every_migration_goes_down_to_nothing_and_up_to_the_same_schema(empty: Flask) -> None:
    up()
    before = schema(empty)
    assert set(Base.metadata.tables) <= set(before)
    down("base")
    assert set(schema(empty)) == {"alembic_version"} | {n for n in schema(empty) if n.startswith("sqlite_")}
    up()
    assert schema(empty) == before


def test_each_migration_alone_goes_down_and_up_again(empty: Flask) -> None:
    up(FIRST)
    earlier = schema(empty)
    for revision, before_it in reversed(STEPS.items()):
        up(revision)
        with_it = schema(empty)
        down(before_it)
        assert set(schema(empty)) == set(earlier), f"{revision} leaves something behind"
        up(revision)
        assert schema(empty) == with_it, f"{revision} is not the same a second time"
        earlier = with_it


def test_what_people_wrote_survives_going_down_to_the_first_migration_and_up_again(
    app: Flask, amina: Person, raw_sql: RawSql
) -> None:
    start_case(amina)
    tables = [row[0] for row in raw_sql("SELECT name FROM sqlite_master WHERE type = 'table'")]
    with app.app_context():
        db.session.remove()
        rules = _rows(raw_sql, "rule_in_force", "*")
        down(FIRST)
        kept = {row[0] for row in raw_sql("SELECT name FROM sqlite_master WHERE type = 'table'")}
        columns = {table: _columns(raw_sql, table) for table in kept if table != "alembic_version"}
        held = {table: _rows(raw_sql, table, columns[table]) for table in columns}
        assert held["case"]
        up()
        assert {table: _rows(raw_sql, table, columns[table]) for table in held} == held
        assert set(tables) == {
            row[0] for row in raw_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
        _put_back(raw_sql, rules)
    assert "Reza from the camp" in amina.get("/cases/").text
    with app.app_context():
        assert list(verify()) == []


def test_the_language_of_a_caller_survives_going_down_and_up_again(
    app: Flask, amina: Person, raw_sql: RawSql
) -> None:
    contact = log_contact(amina, language="sq")
    added = next(
        each for each in REVISIONS if each.doc == "an incoming contact knows the language of its caller"
    )
    with app.app_context():
        rules = _rows(raw_sql, "rule_in_force", "*")
        down(str(added.down_revision))
        up()
        _put_back(raw_sql, rules)
    assert "Albanian" in amina.page(contact).text
    with app.app_context():
        assert list(verify()) == []


def _columns(raw_sql: RawSql, table: str) -> str:
    return ", ".join(f'"{row[1]}"' for row in raw_sql(f'PRAGMA table_info("{table}")'))


def _rows(raw_sql: RawSql, table: str, columns: str) -> list[tuple[Any, ...]]:
    return sorted(raw_sql(f'SELECT {columns} FROM "{table}"'), key=repr)


def _put_back(raw_sql: RawSql, rules: list[tuple[Any, ...]]) -> None:
    """Put back the rules that the tests chose, which went down with their table: rules that are missing hold at their
    strictest.
    """
    for row in rules:
        raw_sql(f"INSERT INTO rule_in_force VALUES ({', '.join('?' * len(row))})", *row)


def test_upgrading_twice_changes_nothing(empty: Flask) -> None:
    up()
    before = schema(empty)
    up()
    assert schema(empty) == before


def test_migrations_name_no_class_of_the_application() -> None:
    """They outlive the code: an encrypted column is a plain binary column there."""
    for script in (migrations_folder() / "versions").glob("*.py"):
        assert "caseapp" not in script.read_text("utf-8"), script.name
