"""A whole database file put in the place of another: an older one, a branch of it, somebody else's."""

import shutil
import sqlite3
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from caseapp.audit import record, verify
from caseapp.audit.anchors import FILE_NAME, add_anchor, verify_anchors
from caseapp.db import db, write
from caseapp.setup.installing import adopt_root, keys_folder
from caseapp.vault import VaultError, open_file_root
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person

DATABASE = "caseapp.db"


@pytest.fixture
def keep(app: Flask, instance: Path) -> Callable[[Path], None]:
    """Keep a whole copy of the database as it is now."""

    def copied(to: Path) -> None:
        with app.app_context():
            db.session.remove()
        with sqlite3.connect(instance / DATABASE) as source, sqlite3.connect(to) as target:
            source.backup(target)
        source.close()
        target.close()

    return copied


@pytest.fixture
def put(app: Flask, instance: Path) -> Callable[[Path], None]:
    """Put a file in the place of the database, as somebody does while the system is off."""

    def in_place(file: Path) -> None:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        for leftover in (f"{DATABASE}-wal", f"{DATABASE}-shm"):
            (instance / leftover).unlink(missing_ok=True)
        shutil.copyfile(file, instance / DATABASE)

    return in_place


def anchored(app: Flask) -> int:
    """Write some events and an anchor; returns the number that it holds."""
    with app.app_context():
        for _each in range(3):
            with write():
                record(None, "setup.unlocked")
        add_anchor()
        file: Path = app.config["SETTINGS"].instance_path / FILE_NAME
        return int(file.read_text().splitlines()[-1].split()[0])


def problems(app: Flask) -> list[str]:
    with app.app_context():
        return [f"{problem.where}: {problem.sentence}" for problem in verify()]


def test_an_older_database_is_convicted_by_the_anchor_beside_it(
    app: Flask, tmp_path: Path, keep: Callable[[Path], None], put: Callable[[Path], None], amina: Person
) -> None:
    start_case(amina)
    keep(tmp_path / "old.db")
    number = anchored(app)
    assert problems(app) == []
    put(tmp_path / "old.db")
    assert problems(app) == [f"event {number}: was in the log when an anchor was written and is not there"]


def test_an_older_database_with_its_older_anchors_is_convicted_by_a_copy_kept_elsewhere(
    app: Flask,
    instance: Path,
    tmp_path: Path,
    keep: Callable[[Path], None],
    put: Callable[[Path], None],
    amina: Person,
) -> None:
    start_case(amina)
    first = anchored(app)
    keep(tmp_path / "old.db")
    old_anchors = (instance / FILE_NAME).read_bytes()
    number = anchored(app)
    elsewhere = tmp_path / "elsewhere.txt"
    elsewhere.write_bytes((instance / FILE_NAME).read_bytes())
    put(tmp_path / "old.db")
    (instance / FILE_NAME).write_bytes(old_anchors)
    assert problems(app) == []
    assert number > first
    with app.app_context():
        assert list(verify_anchors(elsewhere)) == [
            (f"event {number}", "was in the log when an anchor was written and is not there")
        ]


def test_a_branch_of_the_log_is_convicted_by_the_anchor_of_the_other(
    app: Flask, tmp_path: Path, keep: Callable[[Path], None], put: Callable[[Path], None], amina: Person
) -> None:
    start_case(amina)
    keep(tmp_path / "branch.db")
    number = anchored(app)
    put(tmp_path / "branch.db")
    Person("amina", app, app.test_client()).sign_in().get("/cases/")
    anchored(app)
    assert f"event {number}: is another one than when an anchor was written" in problems(app)


def test_the_database_of_another_installation_is_not_even_unlocked(
    app: Flask, instance: Path, tmp_path: Path, keep: Callable[[Path], None], put: Callable[[Path], None]
) -> None:
    keep(tmp_path / "other.db")
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("UPDATE installation SET instance_id = ?", (uuid.uuid4().hex,))
    other.close()
    put(tmp_path / "other.db")
    with app.app_context(), pytest.raises(VaultError):
        adopt_root(app, open_file_root(keys_folder(app)))


def test_two_logs_joined_at_their_common_beginning_are_convicted_where_they_part(
    app: Flask,
    instance: Path,
    tmp_path: Path,
    keep: Callable[[Path], None],
    put: Callable[[Path], None],
    amina: Person,
) -> None:
    """Each of their events is genuine, and each number is there once: only the link between the two does not fit."""
    start_case(amina)
    keep(tmp_path / "branch.db")
    anchored(app)
    keep(tmp_path / "one.db")
    put(tmp_path / "branch.db")
    (instance / FILE_NAME).unlink(missing_ok=True)
    last = anchored(app)
    with sqlite3.connect(tmp_path / "one.db") as one:
        row = one.execute("SELECT * FROM audit_event WHERE number = ?", (last,)).fetchone()
    one.close()
    with sqlite3.connect(instance / DATABASE) as branch:
        branch.execute("DELETE FROM audit_event WHERE number = ?", (last,))
        branch.execute(f"INSERT INTO audit_event VALUES ({', '.join('?' * len(row))})", row)
    branch.close()
    assert f"event {last}: was changed, or an event before it was removed or inserted" in problems(app)
