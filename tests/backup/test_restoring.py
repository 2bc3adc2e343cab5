"""A backup brought back: on a clean machine from file and sheet, over an older instance, killed at any moment."""

import os
import re
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from caseapp.accounts.commands import accounts
from caseapp.accounts.models import User
from caseapp.application import create_app
from caseapp.audit import AuditEvent, verify
from caseapp.audit.anchors import FILE_NAME as ANCHORS
from caseapp.audit.anchors import add_anchor
from caseapp.audit.ledger import LABEL, LEDGER
from caseapp.backup import restoring
from caseapp.backup.before_migration import keep_before_migration
from caseapp.backup.making import make_backup
from caseapp.backup.restoring import READY, UNFINISHED, finish_restore
from caseapp.cases.models import Case
from caseapp.commands.restore import restore
from caseapp.db import ScopeKey, db, keyring
from caseapp.setup.installing import adopt_root, keys_folder
from caseapp.vault import (
    Keyring,
    create_passphrase_root,
    keyed_token,
    new_recovery_code,
    open_file_root,
    unlock_with_passphrase,
)
from tests.accounts.second_factors import give_passphrase, send
from tests.cases.test_starting_a_case import start_case
from tests.conftest import CHEAP, Person, settings_for

CODE = new_recovery_code()
NEW = "twelve clocks without hands"
WORDS = "a river under seven bridges"


def run(folder: Path, *arguments: object, typed: str = "") -> Result:
    """One ``caseapp restore`` for the instance in ``folder``."""
    return CliRunner().invoke(
        restore, [str(each) for each in arguments], input=typed, env={"CASEAPP_INSTANCE_PATH": str(folder)}
    )


def backed_up(app: Flask, to: Path) -> Path:
    to.mkdir(exist_ok=True)
    with app.app_context():
        path = make_backup(None, to).path
        db.session.remove()
    return path


def opened(folder: Path, root: Any = None) -> Flask:
    """The application of a restored instance, unlocked."""
    return unlocked(create_app(settings_for(folder)), root)


def unlocked(app: Flask, root: Any = None) -> Flask:
    with app.app_context():
        adopt_root(app, root or open_file_root(keys_folder(app)))
        db.session.remove()
    return app


def let_in(app: Flask, name: str, passphrase: str = NEW) -> FlaskClient:
    """Somebody whom a terminal of the machine let in anew, as the restore says, with the passphrase they chose."""
    with app.app_context():
        told = CliRunner().invoke(accounts, ["let-in", name, "--lost", "passphrase"]).output
    link = re.search(r"http://localhost:8000(/activate/\S+)", told)
    assert link, told
    send(app.test_client(), link.group(1), {"passphrase": passphrase, "repeated": passphrase})
    return give_passphrase(app, name, passphrase)


def cases(app: Flask) -> int:
    with app.app_context():
        assert list(verify()) == []
        return len(db.session.scalars(select(Case.id)).all())


def test_a_clean_instance_is_restored_from_file_and_recovery_sheet_alone(
    amina: Person, instance: Path, tmp_path: Path
) -> None:
    start_case(amina)
    ring = open_file_root(instance / "keys").keyring()
    shutil.rmtree(instance / "keys")
    create_passphrase_root(instance / "keys", ring, {"office": WORDS}, CODE, cost=CHEAP)
    path = backed_up(amina.app, tmp_path / "disk")
    elsewhere = tmp_path / "clean"
    done = run(elsewhere, path, typed=f"{CODE}\nchair\n{NEW}\n{NEW}\n")
    assert done.exit_code == 0, done.output
    app = opened(elsewhere, unlock_with_passphrase(elsewhere / "keys", NEW, cost=CHEAP))
    assert cases(app) == 1
    assert "Drita" in let_in(app, "drita").get("/me").text
    with app.app_context():
        last = db.session.scalars(select(AuditEvent).where(AuditEvent.code == "backup.restored")).one()
        assert last.detail is not None
        assert last.detail["forced"] is False


def test_a_key_file_is_brought_along_by_hand(amina: Person, instance: Path, tmp_path: Path) -> None:
    path = backed_up(amina.app, tmp_path / "disk")
    elsewhere = tmp_path / "clean"
    refused = run(elsewhere, path)
    assert refused.exit_code == 1
    assert "--keys" in refused.output
    assert run(elsewhere, path, "--keys", instance / "keys").exit_code == 0
    assert cases(opened(elsewhere)) == 0


def test_what_is_older_than_the_newest_anchor_is_refused_unless_forced(
    amina: Person, instance: Path, tmp_path: Path
) -> None:
    path = backed_up(amina.app, tmp_path / "disk")
    start_case(amina)
    backed_up(amina.app, tmp_path / "disk")
    refused = run(instance, path)
    assert refused.exit_code == 1
    assert "was written later" in refused.output
    assert not (instance / UNFINISHED).exists()
    assert cases(amina.app) == 1
    with amina.app.app_context():
        db.engine.dispose()
    assert run(instance, path, "--force").exit_code == 0
    app = opened(instance)
    assert cases(app) == 0
    assert len(list(instance.glob("before-restore-*/caseapp.db"))) == 1, "the old instance is kept"
    assert amina.client.get("/me").status_code == 302, "all sessions have ended"


@pytest.mark.parametrize("damage", ["cut", "changed", "no backup", "other keys"])
def test_a_bad_file_changes_nothing(damage: str, amina: Person, instance: Path, tmp_path: Path) -> None:
    start_case(amina)
    path = backed_up(amina.app, tmp_path / "disk")
    content = path.read_bytes()
    if damage == "cut":
        path.write_bytes(content[: len(content) // 2])
    elif damage == "changed":
        path.write_bytes(content[:-70000] + bytes((content[-70000] ^ 1,)) + content[-69999:])
    elif damage == "no backup":
        path.write_bytes(b"a letter")
    else:
        shutil.copytree(instance, tmp_path / "other")
        shutil.rmtree(tmp_path / "other" / "keys")
    assert run(tmp_path / "other" if damage == "other keys" else instance, path).exit_code != 0
    assert not (instance / UNFINISHED).exists()
    assert cases(amina.app) == 1


def test_what_was_erased_after_the_backup_is_erased_again(
    amina: Person, instance: Path, tmp_path: Path
) -> None:
    start_case(amina)
    path = backed_up(amina.app, tmp_path / "disk")
    with amina.app.app_context():
        scope = db.session.scalars(select(Case)).one().scope_id
        (instance / LEDGER).write_text(f"1 1 {keyed_token(keyring(), LABEL, scope.bytes).hex()}\n")
        db.session.remove()
        db.engine.dispose()
    done = run(instance, path, "--force")
    assert done.exit_code == 0, done.output
    assert "1 erasures done again" in done.output
    app = opened(instance)
    with app.app_context():
        assert not db.session.scalars(select(ScopeKey).where(ScopeKey.scope_id == scope)).all()
        assert db.session.scalars(select(User)).all()
    assert (instance / LEDGER).read_text().count("\n") == 1


def kept_before_migration(amina: Person, instance: Path) -> Path:
    """What is kept of an instance under passphrases before the structure of its database is changed."""
    ring = open_file_root(instance / "keys").keyring()
    shutil.rmtree(instance / "keys")
    create_passphrase_root(instance / "keys", ring, {"office": WORDS}, CODE, cost=CHEAP)
    with amina.app.app_context():
        kept = keep_before_migration(amina.app)
        db.session.remove()
        db.engine.dispose()
    return kept


def test_what_was_kept_before_a_migration_under_passphrases_is_brought_back(
    amina: Person, instance: Path
) -> None:
    start_case(amina)
    with amina.app.app_context():
        (instance / ANCHORS).unlink(missing_ok=True)
        add_anchor()
    kept = kept_before_migration(amina, instance)
    start_case(amina)
    with amina.app.app_context():
        add_anchor()
        db.engine.dispose()
    refused = run(instance, kept, typed=f"{WORDS}\n")
    assert "was written later" in refused.output
    done = run(instance, kept, "--force", typed=f"{WORDS}\n")
    assert done.exit_code == 0, done.output
    app = opened(instance, unlock_with_passphrase(instance / "keys", WORDS, cost=CHEAP))
    assert cases(app) == 1
    assert len(list(instance.glob("before-restore-*/caseapp.db"))) == 1, "the database of before is kept"
    assert len((instance / ANCHORS).read_text("ascii").splitlines()) == 2, "one of before, one of the restore"
    assert amina.client.get("/me").status_code == 302, "all sessions have ended"


@pytest.mark.parametrize("damage", ["cut", "changed", "newer", "other keys", "passphrase"])
def test_a_copy_that_does_not_fit_changes_nothing(damage: str, amina: Person, instance: Path) -> None:
    start_case(amina)
    kept = kept_before_migration(amina, instance)
    words = WORDS
    if damage == "cut":
        kept.write_bytes(kept.read_bytes()[:5000])
    elif damage == "passphrase":
        words = "another river"
    elif damage == "other keys":
        shutil.rmtree(instance / "keys")
        create_passphrase_root(instance / "keys", Keyring.generate(), {"office": WORDS}, CODE, cost=CHEAP)
    else:
        change = (
            "UPDATE alembic_version SET version_num = '9999'"
            if damage == "newer"
            else "UPDATE \"case\" SET status = 'closed'"
        )
        with sqlite3.connect(kept) as copy:
            copy.execute(change)
        copy.close()
    forced = (
        () if damage == "changed" else ("--force",)
    )  # what is readable may be forced back, and says so in the log
    done = run(instance, kept, *forced, typed=f"{words}\n")
    assert done.exit_code != 0
    assert not isinstance(done.exception, SQLAlchemyError)
    assert not (instance / UNFINISHED).exists()
    assert cases(amina.app) == 1


@pytest.mark.parametrize("kind", ["backup", "copy"])
def test_what_acts_by_itself_in_a_database_is_refused_and_taken_out_where_there_is_no_better_one(
    kind: str, amina: Person, instance: Path, tmp_path: Path
) -> None:
    start_case(amina)
    raw = sqlite3.connect(instance / "caseapp.db")
    raw.execute(
        "CREATE TRIGGER quiet BEFORE INSERT ON audit_event WHEN new.code = 'case.viewed' "
        "BEGIN SELECT raise(IGNORE); END"
    )
    raw.execute("CREATE TABLE besides (word PRIMARY KEY)")
    raw.close()
    with amina.app.app_context():
        add_anchor()
    if kind == "copy":
        path, typed = kept_before_migration(amina, instance), f"{WORDS}\n"
    else:
        path, typed = backed_up(amina.app, tmp_path / "disk"), ""
    refused = run(instance, path, typed=typed)
    assert "trigger quiet" in str(refused.exception)
    assert not (instance / UNFINISHED).exists()
    with amina.app.app_context():
        db.engine.dispose()
    done = run(instance, path, "--force", typed=typed)
    assert done.exit_code == 0, done.output
    assert "trigger quiet: is none of ours and was taken out" in done.output
    assert "table besides: is none of ours" in done.output
    root = unlock_with_passphrase(instance / "keys", WORDS, cost=CHEAP) if kind == "copy" else None
    assert cases(opened(instance, root)) == 1


def test_a_copy_is_verified_as_it_is_restored_and_not_before(amina: Person, instance: Path) -> None:
    kept = kept_before_migration(amina, instance)
    assert "is verified as it is restored" in run(instance, kept, "--test").output


def test_only_the_newest_whole_copy_is_kept(amina: Person, instance: Path) -> None:
    place = instance / "before-migration"
    place.mkdir()
    for left in ("0001.db", "0002.part"):
        (place / left).write_bytes(b"of before")
    kept = kept_before_migration(amina, instance)
    assert list(place.iterdir()) == [kept]


def test_a_broken_ledger_stops_the_restore(amina: Person, instance: Path, tmp_path: Path) -> None:
    path = backed_up(amina.app, tmp_path / "disk")
    (instance / LEDGER).write_text("2 something else\n")
    refused = run(instance, path, "--force")
    assert refused.exit_code == 1
    assert "erasure-ledger.txt, line 1" in refused.output


def test_the_joined_ledger_is_on_the_disk_before_the_restored_instance_takes_its_place(
    amina: Person, instance: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = backed_up(amina.app, tmp_path / "disk")
    with amina.app.app_context():
        db.session.remove()
        db.engine.dispose()
    lines = [f"1 1 {each * 64}\n" for each in "ab"]
    (instance / LEDGER).write_text(lines[0])
    elsewhere = tmp_path / LEDGER
    elsewhere.write_text(lines[1])
    fsync, rename, order = os.fsync, os.rename, []

    def synced(handle: int) -> None:
        order.append(Path(os.readlink(f"/proc/self/fd/{handle}")).name)
        fsync(handle)

    def renamed(source: Path, target: Path) -> None:
        order.append(Path(target).name)
        rename(source, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "rename", renamed)
    done = run(instance, path, "--force", "--ledger", elsewhere)
    assert done.exit_code == 0, done.output
    assert order.index(LEDGER) < order.index(READY)
    words = [line.split()[:3] for line in (instance / LEDGER).read_text("ascii").splitlines()]
    assert words == [["3", *line.split()[1:]] for line in lines]
    assert (instance / LEDGER).stat().st_mode & 0o777 == 0o600


class Killed(BaseException):
    """The process ended here."""


def test_killed_at_any_step_the_old_or_the_new_instance_is_whole(
    amina: Person, instance: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = backed_up(amina.app, tmp_path / "disk")
    start_case(amina)
    with amina.app.app_context():
        db.session.remove()
        db.engine.dispose()
    rename = os.rename
    seen = set()
    place = tmp_path / "killed"
    looking = create_app(settings_for(place))
    for step in range(40):
        shutil.rmtree(place)
        shutil.copytree(instance, place)
        left = step

        def kill(source: Any, to: Any) -> None:
            nonlocal left
            if "blobs" not in str(source) and left == 0:
                raise Killed
            left -= 1
            rename(source, to)

        with monkeypatch.context() as killing:
            killing.setattr(restoring.os, "rename", kill)
            done = run_killed(place, path)
        finish_restore(place)
        assert not (place / READY).exists()
        assert not (place / UNFINISHED).exists()
        seen.add(cases(unlocked(looking)))
        with looking.app_context():
            db.engine.dispose()
        if done:
            break
    assert done
    assert seen == {0, 1}


def run_killed(place: Path, path: Path) -> bool:
    try:
        result = run(place, path, "--force")
    except Killed:
        return False
    assert result.exit_code == 0, result.output
    return True


def test_a_trial_is_noted_and_touches_nothing(amina: Person, instance: Path, tmp_path: Path) -> None:
    start_case(amina)
    path = backed_up(amina.app, tmp_path / "disk")
    done = run(instance, path, "--test")
    assert done.exit_code == 0, done.output
    assert "0 problems." in done.output
    assert "noted in the log" in done.output
    assert cases(amina.app) == 1
    assert not (instance / UNFINISHED).exists()


def test_a_trial_finds_a_record_that_was_edited(amina: Person, instance: Path, tmp_path: Path) -> None:
    start_case(amina)
    raw = sqlite3.connect(instance / "caseapp.db")
    raw.execute("UPDATE \"case\" SET status = 'closed'")
    raw.commit()
    raw.close()
    done = run(instance, backed_up(amina.app, tmp_path / "disk"), "--test")
    assert done.exit_code == 1
    assert "edited outside the application" in done.output
