"""The log leaves the machine as it grows, sealed, and what keeps it from leaving is made up for and told."""

import logging
import os
import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from caseapp.application import create_app
from caseapp.audit import batches, copying, verify
from caseapp.audit.anchors import FILE_NAME as ANCHORS
from caseapp.audit.anchors import add_anchor
from caseapp.audit.batches import COLUMNS, read_line
from caseapp.audit.copying import FILE_NAME, NOTE, copy_log
from caseapp.audit.ledger import LEDGER
from caseapp.audit.models import AuditEvent
from caseapp.clock import now
from caseapp.config import SettingError, load_settings
from caseapp.db import db
from caseapp.db.unlocked import vault_of
from caseapp.jobs.housekeeping import run_due
from caseapp.setup.installing import adopt_root, keys_folder
from caseapp.vault import open_file_root
from tests.audit.copied_log import copied, differences, newest, numbers
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person, settings_for, visible
from tests.frame.conftest import RawSql
from tests.frame.test_anchors import Add


def test_the_chore_adds_what_is_new_and_nothing_twice(
    app: Flask,
    elsewhere: Path,
    add_events: Add,
) -> None:
    assert "copy the log" in run_due(app, {})
    copied(app)
    add_events(3)
    assert copied(app) == 3
    assert copied(app) == 0
    assert numbers(app, elsewhere) == list(range(1, newest(app) + 1))
    assert (elsewhere / FILE_NAME).stat().st_mode & 0o777 == 0o600
    with app.app_context():
        assert list(verify()) == []


def test_nothing_in_the_copy_is_readable_without_the_keys(app: Flask, elsewhere: Path, amina: Person) -> None:
    start_case(amina)
    copied(app)
    content = (elsewhere / FILE_NAME).read_text("ascii")
    for word in ("case.", "account.", "Amina", amina.id.hex, str(amina.id), f"{now():%Y-%m-%d}"):
        assert word not in content
    for line in content.splitlines():
        assert re.fullmatch(r"1 \d+ \d+ \d+ [A-Za-z0-9+/=]+ \d+ [0-9a-f]{64} \d+ [0-9a-f]{64}", line)


def test_what_is_copied_is_what_the_log_keeps_and_no_more(app: Flask, elsewhere: Path, amina: Person) -> None:
    """So erasing somebody leaves in the copy what it leaves in the log: random ids, codes, days, sealed details."""
    start_case(amina)
    copied(app)
    with app.app_context():
        kept = {column.name for column in AuditEvent.__table__.columns} - {"scope_id"}
        assert {name.removesuffix("_sealed") for name in COLUMNS} == {
            name.removesuffix("_sealed") for name in kept
        }
        line = (elsewhere / FILE_NAME).read_text("ascii").splitlines(keepends=True)[-1]
        event = db.session.scalars(select(AuditEvent).order_by(AuditEvent.number.desc()).limit(1)).one()
        entry = dict(zip(COLUMNS, read_line(line).entries[-1], strict=False))
        assert batches.bytes_in(entry["detail_sealed"]) == event.detail_sealed  # type: ignore[attr-defined]


def test_a_process_that_starts_anew_goes_on_where_the_last_one_ended(
    app: Flask,
    elsewhere: Path,
    instance: Path,
    add_events: Add,
) -> None:
    copied(app)
    add_events(5)
    other = create_app(settings_for(instance, log_copy=str(elsewhere)))
    with other.app_context():
        adopt_root(other, open_file_root(keys_folder(other)))
        assert copy_log() == 5
        db.session.remove()
        db.engine.dispose()
    assert numbers(app, elsewhere) == list(range(1, newest(app) + 1))


def test_while_the_place_is_away_pages_come_as_ever_and_nothing_is_lost(
    app: Flask, elsewhere: Path, amina: Person, edon: Person, caplog: pytest.LogCaptureFixture
) -> None:
    copied(app)
    assert "The log is not copied elsewhere" not in visible(edon.get("/"))
    away = elsewhere.rename(elsewhere.with_name("away"))
    elsewhere.with_name("elsewhere").write_text("no folder")
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], log_copy=str(elsewhere / FILE_NAME))
    start_case(amina)
    with caplog.at_level(logging.ERROR, "caseapp"):
        assert copied(app) == 0
    assert [record.getMessage() for record in caplog.records] == [
        "the audit log could not be copied to log_copy: Not a directory"
    ]
    with time_machine.travel(now() + timedelta(hours=2), tick=False):
        later = Person("edon", app, app.test_client()).sign_in()
        assert "The log is not copied elsewhere" in visible(later.get("/"))
        assert "is added as soon as the place takes it" in visible(later.get("/"))
    elsewhere.unlink()
    away.rename(elsewhere)
    copied(app)
    assert numbers(app, elsewhere) == list(range(1, newest(app) + 1))


def test_a_full_disk_elsewhere_breaks_a_line_off_and_the_next_try_brings_all_of_it(
    app: Flask,
    elsewhere: Path,
    add_events: Add,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    copied(app)
    add_events(3)
    write = os.write

    def some(handle: int, content: bytes) -> int:
        if content.startswith(b"1 "):
            return write(handle, content[:40])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(copying.os, "write", some)
        assert copied(app) == 0
    assert copied(app) == 3
    assert numbers(app, elsewhere) == list(range(1, newest(app) + 1))
    broken = "audit-log.txt, line 2: is no batch of this installation, or broken off"
    assert differences(app, elsewhere) == [broken]


class Killed(BaseException):
    """As little is done after it as after a kill."""


@pytest.mark.parametrize("at", ["_append", "_write_note"])
def test_a_kill_before_or_after_the_line_leaves_no_gap(
    at: str,
    app: Flask,
    elsewhere: Path,
    add_events: Add,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    copied(app)
    add_events(4)

    def killed(*_arguments: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(copying, at, killed)
        with pytest.raises(Killed):
            copied(app)
    add_events(2)
    copied(app)
    assert numbers(app, elsewhere) == list(range(1, newest(app) + 1))
    assert differences(app, elsewhere) == []


def test_a_lock_ends_it_between_two_batches_and_it_goes_on_once_unlocked(
    app: Flask,
    elsewhere: Path,
    add_events: Add,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    add_events(250)
    line_of = copying.line_of

    def then_locked(*arguments: Any) -> str:
        line = line_of(*arguments)
        vault_of(app).keys = None
        return line

    with monkeypatch.context() as patch:
        patch.setattr(copying, "line_of", then_locked)
        assert copied(app) == 0
    assert caplog.records == []
    with app.app_context():
        adopt_root(app, open_file_root(keys_folder(app)))
    assert numbers(app, elsewhere) == list(range(1, 101))
    copied(app)
    assert numbers(app, elsewhere) == list(range(1, newest(app) + 1))


def test_a_made_up_line_does_not_keep_the_log_from_being_copied(
    app: Flask,
    elsewhere: Path,
    add_events: Add,
) -> None:
    copied(app)
    file = elsewhere / FILE_NAME
    last = file.read_text("ascii").splitlines(keepends=True)[-1]
    add_events(3)
    file.write_text(file.read_text("ascii") + f"1 1 {newest(app)} 1 AAAA " + last.split(" ", 5)[5], "ascii")
    assert copied(app) == 3


def test_a_copy_that_was_shortened_is_brought_up_again_and_said_in_the_journal(
    app: Flask,
    elsewhere: Path,
    add_events: Add,
    caplog: pytest.LogCaptureFixture,
) -> None:
    copied(app)
    add_events(3)
    copied(app)
    file = elsewhere / FILE_NAME
    file.write_text("".join(file.read_text("ascii").splitlines(keepends=True)[:-1]), "ascii")
    assert copied(app) == 3
    assert "the copy of the audit log did not end as it was written" in caplog.text
    assert numbers(app, elsewhere) == list(range(1, newest(app) + 1))


def test_an_event_with_values_of_another_program_is_copied_as_it_stands(
    app: Flask,
    elsewhere: Path,
    add_events: Add,
    raw_sql: RawSql,
) -> None:
    add_events(3)
    raw_sql("UPDATE audit_event SET id = upper(id), chain = 'x', day = 3.5 WHERE number = ?", newest(app) - 1)
    copied(app)
    assert numbers(app, elsewhere) == list(range(1, newest(app) + 1))


def test_a_long_copy_is_read_from_its_end(
    app: Flask,
    elsewhere: Path,
    add_events: Add,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(copying, "_TAIL", 64)
    for _batch in range(3):
        add_events(2)
        copied(app)
    assert numbers(app, elsewhere) == list(range(1, newest(app) + 1))


def test_an_administrator_reads_whether_the_log_is_copied(
    app: Flask, elsewhere: Path, drita: Person, instance: Path
) -> None:
    assert "The audit log is to be copied to a place elsewhere, and never was." in visible(
        drita.get("/settings/")
    )
    copied(app)
    assert "The audit log is copied to a place elsewhere, last at" in visible(drita.get("/settings/"))
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], log_copy="")
    assert "The audit log is on this machine alone." in visible(drita.get("/settings/"))
    assert (instance / NOTE).stat().st_mode & 0o777 == 0o600


def test_the_place_is_named_by_a_whole_path(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="log_copy"):
        load_settings(tmp_path, {}, log_copy="beside").check()


def test_without_a_place_nothing_is_copied_or_missed(app: Flask, instance: Path, edon: Person) -> None:
    assert copied(app) == 0
    assert not (instance / NOTE).exists()
    assert "The log is not copied elsewhere" not in visible(edon.get("/"))


@pytest.mark.parametrize("name", [FILE_NAME, ANCHORS])
@pytest.mark.parametrize("is_pipe", [False, True])
def test_whoever_keeps_the_place_leads_no_line_into_a_file_of_ours_and_holds_nothing_up(
    app: Flask, elsewhere: Path, instance: Path, amina: Person, edon: Person, name: str, is_pipe: bool
) -> None:
    app.config["SETTINGS"] = replace(app.config["SETTINGS"], anchor_copy=str(elsewhere))
    ledger = instance / LEDGER
    ledger.write_text("")
    if is_pipe:
        os.mkfifo(elsewhere / name)
    else:
        (elsewhere / name).symlink_to(ledger)
    start_case(amina)
    copied(app)
    with app.app_context():
        assert add_anchor(), "it stands here all the same"
        assert str(elsewhere / name) in {problem.where for problem in verify()}
    assert ledger.read_text() == ""
    assert ("The log is not copied elsewhere" in visible(edon.get("/"))) is (name == FILE_NAME)
