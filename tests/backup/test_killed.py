"""A backup or a restore is killed in a process of its own: nothing is lost, and the next run clears up."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from caseapp.backup.making import make_backup
from caseapp.backup.restoring import READY, UNFINISHED, finish_restore
from caseapp.db import db
from tests.backup.test_restoring import backed_up, cases, opened, run
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.frame.served import PATIENCE
from tests.frame.starts import begun


def kill_when(moment: Callable[[], bool], folder: Path, *arguments: object) -> bool:
    """Run a command and kill it at a moment; returns False if it had ended before."""
    with begun(folder, *map(str, arguments)) as process:
        deadline = time.monotonic() + PATIENCE
        while not moment() and process.poll() is None:
            assert time.monotonic() < deadline
            time.sleep(0.001)  # polling another process: nothing here depends on how long it takes
        return process.kill() == -signal.SIGKILL


def older_backup(amina: Person, disk: Path) -> Path:
    """A backup from before a case was started, of an instance that nobody has open any more."""
    path = backed_up(amina.app, disk)
    start_case(amina)
    with amina.app.app_context():
        db.session.remove()
        db.engine.dispose()
    return path


def test_a_backup_that_is_killed_leaves_the_instance_and_older_backups_and_the_next_one_clears_up(
    amina: Person, instance: Path, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    older = older_backup(amina, disk)
    content = older.read_bytes()
    # A file that nobody writes into: the backup stands still in the middle, and is killed there.
    never = instance / "files" / "kept" / "ff" / "ff" / ("f" * 32)
    never.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(never)
    assert kill_when(lambda: any(disk.glob("*.part")), instance, "backup", disk)
    never.unlink()
    assert len(list(disk.iterdir())) == 2
    assert cases(amina.app) == 1
    with amina.app.app_context():
        made = make_backup(None, disk).path
    assert set(disk.iterdir()) == {older, made}
    assert older.read_bytes() == content
    assert run(tmp_path / "elsewhere", made, "--keys", instance / "keys").exit_code == 0
    assert cases(opened(tmp_path / "elsewhere")) == 1


def test_a_backup_that_is_being_written_is_not_taken_for_abandoned(
    amina: Person, instance: Path, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()

    def another_meanwhile(done: int, total: int) -> None:
        nonlocal begun
        if not begun:
            begun = True
            make_backup(None, disk)

    begun = False
    with amina.app.app_context():
        make_backup(None, disk, another_meanwhile)
    assert [path.suffix for path in disk.iterdir()] == [".caseapp", ".caseapp"]


def test_a_restore_that_is_killed_while_it_makes_ready_leaves_the_old_instance(
    amina: Person, instance: Path, tmp_path: Path
) -> None:
    path = older_backup(amina, tmp_path / "disk")
    staged = instance / UNFINISHED / "caseapp.db"
    assert kill_when(staged.exists, instance, "restore", "--force", path)
    assert (instance / UNFINISHED).exists()
    assert cases(amina.app) == 1
    done = run(instance, path, "--force")
    assert done.exit_code == 0, done.output
    assert not (instance / UNFINISHED).exists()
    assert cases(opened(instance)) == 0


def test_a_restore_that_is_killed_while_the_pieces_change_places_is_gone_on_with(
    amina: Person, instance: Path, tmp_path: Path
) -> None:
    path = older_backup(amina, tmp_path / "disk")
    decided = (instance / READY).exists
    kill_when(
        lambda: decided() or any(instance.glob("before-restore-*")), instance, "restore", "--force", path
    )
    finish_restore(instance)
    assert not (instance / READY).exists()
    assert not (instance / UNFINISHED).exists()
    (aside,) = instance.glob("before-restore-*")
    assert (aside / "caseapp.db").exists(), "the old database is kept"
    assert cases(opened(instance)) == 0
