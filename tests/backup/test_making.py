"""Backups made by an administrator, by the clock and by the terminal; whole, readable by nobody else, or not there."""

import errno
import shutil
import sqlite3
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from caseapp.audit import verify
from caseapp.backup.making import BackupFailed, Reason, backups_in, make_backup
from caseapp.backup.schedule import make_daily_backup
from caseapp.backup.trying import try_out
from caseapp.backup.views import PLACE
from caseapp.clock import now
from caseapp.db import keyring, still_database
from caseapp.jobs.background import EXTENSION, under_way
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person

SECRET = "Dara Canary Sample"


def wait(app: Flask) -> None:
    """Until what goes on in the background has ended."""
    thread: threading.Thread = app.extensions[EXTENSION][PLACE].thread
    thread.join(60)
    assert not thread.is_alive()


def made_by(drita: Person, instance: Path) -> list[Path]:
    drita.post("/settings/backups/make")
    wait(drita.app)
    with drita.app.app_context():
        return backups_in(instance / "backups")


def test_an_administrator_makes_a_backup_and_tries_it_out(
    amina: Person, drita: Person, instance: Path
) -> None:
    start_case(amina, name=SECRET)
    home = drita.page("/")
    assert "No backup was ever made." in home.text
    assert "No backup was ever tried out." in home.text
    (path,) = made_by(drita, instance)
    assert SECRET.encode() not in path.read_bytes()
    assert b"SQLite" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    page = drita.page("/settings/backups/")
    assert path.name in page.text
    assert "same disk as the data" in page.text
    drita.post("/settings/backups/try")
    wait(drita.app)
    assert "Last tried out:" in drita.page("/settings/backups/").text
    home = drita.page("/")
    assert "Last backup:" in home.text
    assert "ever" not in home.text.partition("Last backup:")[2][:200]
    with drita.app.app_context():
        assert list(verify()) == []


def test_only_administrators_reach_backups(people: dict[str, Person], stranger: FlaskClient) -> None:
    for name in ("amina", "clara", "edon"):
        people[name].get("/settings/backups/", 403)
        people[name].post("/settings/backups/make", status=403)
        assert "No backup was ever made" not in people[name].page("/").text
    assert stranger.get("/settings/backups/").status_code == 302


def test_a_backup_holds_the_moment_at_which_it_began_while_others_go_on_saving(
    amina: Person, drita: Person, instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_case(amina)
    with drita.app.app_context(), still_database() as database:
        before = database.path.read_bytes()
        start_case(amina, name="Someone Later")
        with sqlite3.connect(database.path, timeout=0) as other:  # it would wait for the backup, in vain
            other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        other.close()
        with database.open() as content:
            assert content.read() == before, "what is saved meanwhile stays in the log beside the database"
    (path,) = made_by(drita, instance)
    with drita.app.app_context():
        trial = try_out(path, keyring(), drita.app.config["MAKE_APP"])
    assert trial.problems == ()


def test_the_last_ones_are_kept_and_foreign_files_are_left_alone(app: Flask, instance: Path) -> None:
    with app.app_context():
        place = instance / "backups"
        place.mkdir()
        (place / "2020-01-01-000000001-aaaaaa.caseapp").write_bytes(b"not ours")
        app.config["SETTINGS"] = replace(app.config["SETTINGS"], backups_kept=2)
        try:
            made = [make_backup(None).path for _ in range(3)]
        finally:
            app.config["SETTINGS"] = replace(app.config["SETTINGS"], backups_kept=14)
        assert backups_in(place) == [made[2], made[1]]
        assert {path.name for path in place.iterdir()} == {
            made[1].name,
            made[2].name,
            "2020-01-01-000000001-aaaaaa.caseapp",
        }


def test_none_is_let_go_for_what_is_named_after_a_day_that_has_not_come(app: Flask, instance: Path) -> None:
    place = instance / "backups"
    with app.app_context():
        kept = app.config["SETTINGS"].backups_kept
        with time_machine.travel(datetime(2037, 3, 1, tzinfo=UTC)):
            early = [make_backup(None).path for _ in range(kept)]
        made = make_backup(None).path
        assert backups_in(place) == [made]
    assert {made, *early} == set(place.iterdir())


def test_none_is_let_go_for_what_only_begins_like_one(app: Flask, instance: Path) -> None:
    place = instance / "backups"
    with app.app_context():
        first = make_backup(None).path
        content, kept = first.read_bytes(), app.config["SETTINGS"].backups_kept
        almost = content[:-1] + bytes([content[-1] ^ 1])
        for number in range(kept):
            (place / f"{now():%Y-%m-%d}-999999999999-{number:06x}.caseapp").write_bytes(content[:2000])
            (place / f"{now():%Y-%m-%d}-999999999998-{number:06x}.caseapp").write_bytes(almost)
        made = make_backup(None).path
        assert backups_in(place) == [made, first]
        assert made.exists()
        assert first.exists()


def test_copies_count_once(app: Flask, instance: Path) -> None:
    place = instance / "backups"
    with app.app_context():
        first = make_backup(None).path
        for number in range(app.config["SETTINGS"].backups_kept):
            shutil.copy(first, place / f"{now():%Y-%m-%d}-999999999999-{number:06x}.caseapp")
        made = make_backup(None).path
        assert made in backups_in(place)
        assert len(backups_in(place)) == 2


def test_a_failure_that_was_made_a_success_in_the_database_is_none(
    drita: Person, instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (instance / "backups").write_bytes(b"in the way")
    with drita.app.app_context(), pytest.raises(BackupFailed):
        make_backup(None)
    with sqlite3.connect(instance / "caseapp.db") as database:
        database.execute("UPDATE audit_event SET code = 'backup.made' WHERE code = 'backup.failed'")
    database.close()
    for page in ("/", "/settings/backups/"):
        text = drita.page(page).text
        assert "No backup was ever made." in text
        assert "An entry of the log about backups is not the one that was written" in text
    (instance / "backups").unlink()
    with drita.app.app_context():
        assert make_daily_backup(), "it goes on"
    assert "Last backup:" in drita.page("/").text


@pytest.mark.parametrize(
    ("error", "reason", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), Reason.FULL, "The disk for backups is full."),
        (OSError(errno.EROFS, "Read-only file system"), Reason.DENIED, "may not write to the folder"),
        (OSError(errno.EIO, "Input/output error"), Reason.READING, "could not be read or written"),
    ],
)
def test_why_the_last_one_failed_stands_on_the_home_page_until_one_succeeds(
    drita: Person, instance: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, reason: Reason, words: str
) -> None:
    def fail(*_arguments: object) -> None:
        raise error

    with drita.app.app_context():
        with monkeypatch.context() as broken:
            broken.setattr("caseapp.backup.making.write_archive", fail)
            with pytest.raises(BackupFailed) as caught:
                make_backup(None)
        assert caught.value.reason is reason
        assert list((instance / "backups").iterdir()) == [], "no half file is left"
    home = drita.page("/").text
    assert "The last backup failed" in home
    assert words in home
    made_by(drita, instance)
    assert "The last backup failed" not in drita.page("/").text


def test_a_disk_without_room_is_refused_before_anything_is_written(
    drita: Person, instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(instance)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=1000))
    assert made_by(drita, instance) == []
    assert "The disk for backups is full." in drita.page("/").text
    assert "The disk for backups is full." in drita.page("/settings/backups/").text


def test_a_disk_that_is_not_plugged_in_is_not_made_up(drita: Person, tmp_path: Path) -> None:
    app = drita.app
    before = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(before, backup_folder=str(tmp_path / "disk"))
    try:
        drita.post("/settings/backups/make")
        wait(app)
        assert "Is the disk plugged in?" in drita.page("/settings/backups/").text
    finally:
        app.config["SETTINGS"] = before
    assert not (tmp_path / "disk").exists()


def test_the_daily_one_is_made_once_after_its_time_and_made_up_for_in_the_morning(
    app: Flask, instance: Path
) -> None:
    with app.app_context(), time_machine.travel(datetime(2026, 3, 2, 8, tzinfo=UTC), tick=False) as clock:
        assert make_daily_backup(), "there was none at all"
        assert not make_daily_backup()
        clock.move_to(datetime(2026, 3, 2, 12, 29, tzinfo=UTC))
        assert not make_daily_backup()
        clock.move_to(datetime(2026, 3, 2, 12, 30, tzinfo=UTC))
        assert make_daily_backup()
        clock.move_to(datetime(2026, 3, 4, 7, tzinfo=UTC))
        assert make_daily_backup(), "the machine was off at its time"
        assert not make_daily_backup()


def test_a_daily_one_that_failed_is_tried_again_an_hour_later(
    app: Flask, instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context(), time_machine.travel(datetime(2026, 3, 2, 13, tzinfo=UTC), tick=False) as clock:
        (instance / "backups").write_bytes(b"in the way")
        assert not make_daily_backup()
        (instance / "backups").unlink()
        assert not make_daily_backup()
        clock.shift(timedelta(minutes=61))
        assert make_daily_backup()


def test_what_is_old_is_told_as_a_warning(drita: Person, instance: Path) -> None:
    made_by(drita, instance)
    drita.post("/settings/backups/try")
    wait(drita.app)
    begun = now()
    for days, warned in ((6, ""), (8, "more than seven days ago"), (91, "more than ninety days ago")):
        with time_machine.travel(begun + timedelta(days=days), tick=False):
            text = Person("drita", drita.app, drita.app.test_client()).sign_in().page("/").text
            assert (warned or "Last backup:") in text


def test_the_page_says_how_far_it_is_and_looks_again(
    drita: Person, instance: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(actor: object, folder: object = None, progress: object = None) -> None:
        assert callable(progress)
        progress(30, 100)
        begun.set()
        assert go_on.wait(60)

    monkeypatch.setattr("caseapp.backup.views.make_backup", slow)
    drita.post("/settings/backups/make")
    assert begun.wait(60)
    answer = drita.get("/settings/backups/")
    assert answer.headers["Refresh"] == "3"
    assert "30 percent" in answer.text
    drita.post("/settings/backups/make")
    assert under_way(drita.app, PLACE) is not None
    go_on.set()
    wait(drita.app)
    assert "Refresh" not in drita.get("/settings/backups/").headers
