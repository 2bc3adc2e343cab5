"""A backup from before a rotation comes back with the keys of after it, and closes for good with the key it needs."""

import shutil
from pathlib import Path

import pytest

from caseapp.audit.ledger import LEDGER
from caseapp.backup.making import BackupFailed, Reason, make_backup
from caseapp.db import db
from caseapp.keys import changing
from caseapp.keys.changing import ADDED, change_keyring, rotate
from caseapp.keys.destroying import destroy
from caseapp.keys.rewrapping import rewrap
from caseapp.vault import Purpose, read_backup_head
from tests.backup.conftest import cheap
from tests.backup.test_restoring import backed_up, cases, opened, run
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.keys.test_renewing_after_an_erasure import erase_every
from tests.keys.turning import another_process, problems, ring_on_disk

__all__ = ["cheap"]


def turn(person: Person, purpose: Purpose = Purpose.SCOPE_WRAP) -> None:
    with person.app.app_context():
        rotate(None, purpose)
        rewrap(None)
        db.session.remove()
        db.engine.dispose()


def test_a_backup_from_before_a_rotation_is_tried_out_and_restored_with_the_keys_of_after_it(
    amina: Person, instance: Path, tmp_path: Path
) -> None:
    start_case(amina, name="Dara Sample")
    path = backed_up(amina.app, tmp_path / "disk")
    for purpose in (Purpose.SCOPE_WRAP, Purpose.ROW_MAC):
        turn(amina, purpose)
    tried = run(instance, path, "--test")
    assert "0 problems." in tried.output
    assert "noted in the log" in tried.output
    with amina.app.app_context():
        db.session.remove()
        db.engine.dispose()
    done = run(instance, path, "--force")
    assert done.exit_code == 0, done.output
    app = opened(instance)
    assert cases(app) == 1
    turn(Person("amina", app, app.test_client()))
    assert problems(app) == []


def test_the_first_backup_after_another_process_has_rotated_is_made_at_once(
    amina: Person, instance: Path, tmp_path: Path
) -> None:
    other = another_process(instance)
    turn(Person("amina", other, other.test_client()))
    assert backed_up(amina.app, tmp_path / "disk").exists()


def test_a_backup_whose_key_was_destroyed_never_opens_again(
    amina: Person, instance: Path, tmp_path: Path
) -> None:
    path = backed_up(amina.app, tmp_path / "disk")
    turn(amina)
    with amina.app.app_context():
        destroy(None, Purpose.SCOPE_WRAP, 1)
        db.session.remove()
    refused = run(instance, path, "--force")
    assert refused.exit_code != 0
    assert problems(amina.app) == []


def test_a_backup_during_which_keys_change_is_not_made_and_is_tried_again(
    amina: Person, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    turned: list[int] = []

    def turn_meanwhile(_done: int, _total: int) -> None:
        if not turned:
            turned.append(rotate(None, Purpose.SESSION))

    with amina.app.app_context():
        with pytest.raises(BackupFailed) as failed:
            make_backup(None, disk, turn_meanwhile)
        assert failed.value.reason is Reason.BUSY
        assert not list(disk.iterdir())
        assert make_backup(None, disk).path.exists()
        db.session.remove()


def test_a_backup_after_a_kill_between_database_and_key_folder_has_the_new_key_in_its_sheet(
    amina: Person, instance: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_case(amina, name="Dara Sample")
    with amina.app.app_context():
        with monkeypatch.context() as killing:
            killing.setattr(changing, "settle", lambda *_where: None)
            rotate_and_stop()
        assert (instance / "keys" / "keyring-next.json").exists()
        path = make_backup(None, tmp_path).path
        assert not (instance / "keys" / "keyring-next.json").exists()
        named = read_backup_head(path).key_version
        assert ring_on_disk(instance).active(Purpose.SCOPE_WRAP)[0] == named
        db.session.remove()
    assert problems(amina.app) == []


def rotate_and_stop() -> None:
    change_keyring(None, ADDED, Purpose.SCOPE_WRAP, lambda ring: ring.with_pending_key(Purpose.SCOPE_WRAP))


@pytest.mark.parametrize("purpose", [Purpose.TOKEN, Purpose.PEPPER])
def test_keys_from_before_a_rotation_do_not_quietly_take_the_place_of_those_of_after_it(
    amina: Person, instance: Path, tmp_path: Path, purpose: Purpose
) -> None:
    shutil.copytree(instance / "keys", tmp_path / "old-keys")
    turn(amina, purpose)
    path = backed_up(amina.app, tmp_path / "disk")
    refused = run(tmp_path / "empty", path, "--keys", str(tmp_path / "old-keys"))
    assert refused.exit_code == 1
    assert f"keyring, version 2 of {purpose.value}: was made by event" in refused.output
    assert not (tmp_path / "empty" / "caseapp.db").exists()
    done = run(tmp_path / "empty", path, "--keys", str(instance / "keys"))
    assert done.exit_code == 0, done.output


def test_a_ledger_that_is_newer_than_the_keys_brings_nobody_back(
    amina: Person, instance: Path, tmp_path: Path
) -> None:
    start_case(amina, name="Dara Sample")
    path = backed_up(amina.app, tmp_path / "disk")
    shutil.copytree(instance / "keys", tmp_path / "old-keys")
    turn(amina, Purpose.TOKEN)
    erase_every(amina.app, "case")
    for more in ((), ("--force",)):
        refused = run(
            tmp_path / "empty",
            path,
            "--keys",
            str(tmp_path / "old-keys"),
            "--ledger",
            str(instance / LEDGER),
            *more,
        )
        assert refused.exit_code == 1
        assert "older than the ledger" in refused.output
    assert not (tmp_path / "empty" / "caseapp.db").exists()
