"""The instance folder is shared by all who use it, and nobody else is there while its pieces change places."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from caseapp.backup.restoring import ASIDE, READY
from caseapp.config import SettingError
from caseapp.setup import holding
from caseapp.setup.holding import alone_for_now, hold_instance
from tests.frame.served import free_port
from tests.frame.starts import caseapp


@contextmanager
def another(folder: Path) -> Iterator[bool]:
    """Whether another process may use the folder; for the time of the block it does."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(handle)


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Path]:
    hold_instance(tmp_path)
    yield tmp_path
    os.close(holding._held.pop())


def test_whoever_makes_good_a_restore_is_alone_and_shares_the_folder_afterwards(held: Path) -> None:
    with alone_for_now(held, "this has to end"), another(held) as used:
        assert not used
    with another(held) as used:
        assert used
    with pytest.raises(SettingError, match="is running on"):
        hold_instance(held, alone=True)


def test_nobody_becomes_alone_while_others_use_the_folder(held: Path) -> None:
    with another(held) as used:
        assert used
        refused = pytest.raises(SettingError, match="this has to end first, but caseapp is running")
        with refused, alone_for_now(held, "this has to end"):
            pass


def test_of_two_starts_after_a_killed_restore_one_waits_and_no_database_is_lost(instance: Path) -> None:
    ready = instance / READY
    ready.mkdir()
    (ready / ASIDE).write_text("before-restore-of-this-test", "ascii")
    (ready / "caseapp.db").write_bytes((instance / "caseapp.db").read_bytes())
    with another(instance):
        refused = caseapp(instance, "migrate")
        assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
        assert "an interrupted restore has to end first" in refused.stderr
        assert (ready / "caseapp.db").exists()
        assert (instance / "caseapp.db").exists()
    ended = caseapp(instance, "migrate")
    assert ended.returncode == 0, ended.stderr
    assert not ready.exists()
    assert (instance / "caseapp.db").exists()
    assert (instance / "before-restore-of-this-test" / "caseapp.db").exists()


@pytest.mark.parametrize("command", ["migrate", "run"])
def test_the_structure_is_not_changed_under_a_version_that_is_running(command: str, instance: Path) -> None:
    with closing(sqlite3.connect(instance / "caseapp.db")) as database:
        database.execute("UPDATE alembic_version SET version_num = '0012'")
        database.commit()
    with another(instance):
        refused = caseapp(instance, command, port=free_port())
        assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
        assert (
            "the structure of the database has to be changed first, but caseapp is running" in refused.stderr
        )
    with closing(sqlite3.connect(instance / "caseapp.db")) as database:
        assert database.execute("SELECT version_num FROM alembic_version").fetchone() == ("0012",)
    assert not (instance / "backups").exists()
