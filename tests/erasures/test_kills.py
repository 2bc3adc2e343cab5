"""Killed at each line, an erasure has either not happened, or is taken up again until nothing is left."""

import re
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from caseapp.application import create_app
from caseapp.audit.ledger import LEDGER
from caseapp.cases.models import Case
from caseapp.clock import now
from caseapp.db import ScopeKey, db
from caseapp.erasures import carrying_out
from caseapp.erasures.carrying_out import take_up
from caseapp.erasures.models import Erasure
from caseapp.setup.installing import adopt_root, keys_folder
from caseapp.vault import open_file_root
from tests.backup.test_restoring import backed_up, opened, run
from tests.cases.test_starting_a_case import start_case
from tests.conftest import PASSPHRASE, Person, settings_for
from tests.deep.figures import figure
from tests.documents.test_filing_documents import file_document
from tests.erasures.erasing import (
    approve,
    ask,
    carry_out,
    erase,
    everything_on_disk,
    held_case,
    look,
    version_of,
)
from tests.erasures.test_the_way import files, problems, scope_of, secrets_of
from tests.frame.found_again import integrity
from tests.frame.starts import serving_cheaply
from tests.notes.test_notes import write_note

FEW, MANY = 2, 60
"""How often the server is killed while it erases, in the short and in the long tier."""
SCOPE_AND_MARK = 2
"""Lines of the ledger for an erasure of one scope, which has one certificate."""


class Killed(BaseException):
    """The end of the process, as far as this test can have it."""


def before(act: Callable[..., Any]) -> Callable[..., Any]:
    def killed(*_arguments: Any, **_named: Any) -> None:
        raise Killed

    return killed


def after(act: Callable[..., Any]) -> Callable[..., Any]:
    def killed(*arguments: Any, **named: Any) -> None:
        act(*arguments, **named)
        raise Killed

    return killed


def case_to_erase(amina: Person, clara: Person) -> tuple[str, str]:
    case = start_case(amina, name="Parvin the client")
    write_note(amina, case)
    erasure = ask(amina, case)
    approve(clara, erasure)
    return case, erasure


@pytest.mark.parametrize(
    ("step", "when", "stands"),
    [
        ("leave_residue", before, True),
        ("forget_drafts_about", after, True),
        ("erase_scopes", before, True),
        ("erase_scopes", after, True),
        ("add_to_ledger", before, True),
        ("add_to_ledger", after, False),
        ("overwrite_traces", before, False),
        ("overwrite_traces", after, False),
    ],
)
def test_killed_at_any_step_it_goes_on_or_has_not_begun(
    step: str,
    when: Callable[..., Any],
    stands: bool,
    app: Flask,
    instance: Path,
    amina: Person,
    clara: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case, erasure = held_case(amina, clara)
    scope = scope_of(instance, "case", case.rpartition("/")[2].replace("-", ""))
    secrets = secrets_of(instance, scope)
    look(clara, erasure)
    with monkeypatch.context() as patched:
        patched.setattr(carrying_out, step, when(getattr(carrying_out, step)))
        with pytest.raises(Killed):
            carry_out(clara, erasure)
    with app.app_context():
        db.session.remove()
        take_up()
        db.session.remove()
    if stands:
        assert amina.get(case)
        assert problems(app) == []
        assert not (instance / LEDGER).exists()
        carry_out(clara, erasure)
    amina.get(case, 404)
    assert "carried out" in clara.page(erasure).text
    assert "Not finished yet" not in clara.page(erasure).text
    on_disk = everything_on_disk(instance)
    assert [secret for secret in secrets if secret in on_disk] == []
    assert problems(app) == []
    assert (instance / LEDGER).read_text().count("\n") == SCOPE_AND_MARK


def test_a_broken_line_of_the_ledger_is_made_whole(
    app: Flask, instance: Path, amina: Person, clara: Person
) -> None:
    erase(amina, clara, start_case(amina))
    whole = (instance / LEDGER).read_text("ascii")
    (instance / LEDGER).write_text(whole + "1 1 00ff", "ascii")
    erase(amina, clara, start_case(amina))
    lines = (instance / LEDGER).read_text("ascii").splitlines()
    assert lines[:SCOPE_AND_MARK] == whole.splitlines()
    assert len(lines) == 2 * SCOPE_AND_MARK
    assert (instance / LEDGER).stat().st_mode & 0o777 == 0o600
    assert problems(app) == []


def test_a_ledger_that_cannot_be_written_stops_it_before_anything_is_destroyed(
    app: Flask, instance: Path, amina: Person, clara: Person
) -> None:
    case, erasure = held_case(amina, clara)
    (instance / LEDGER).mkdir()
    look(clara, erasure)
    path = f"{erasure}/carry-out"
    page = clara.post(path, {"sure": "y", "row_version": version_of_when_blocked(app, erasure)}, 422)
    assert "nothing is destroyed" in page.text
    amina.get(case)
    (instance / LEDGER).rmdir()
    carry_out(clara, erasure)
    amina.get(case, 404)


def version_of_when_blocked(app: Flask, erasure: str) -> str:
    with app.app_context():
        found = db.session.scalars(select(Erasure)).one().row_version
        db.session.remove()
    assert erasure
    return str(found)


def test_while_somebody_reads_from_before_it_is_not_finished_and_a_chore_finishes_it(
    app: Flask, instance: Path, amina: Person, clara: Person
) -> None:
    case, erasure = held_case(amina, clara)
    look(clara, erasure)
    version = version_of(clara, f"{erasure}/carry-out")
    reader = sqlite3.connect(instance / "caseapp.db", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute('SELECT count(*) FROM "case"').fetchone()
    clara.post(f"{erasure}/carry-out", {"sure": "y", "row_version": version})
    assert "Not finished yet" in clara.page(erasure).text
    amina.get(case, 404)
    reader.execute("ROLLBACK")
    reader.close()
    with app.app_context():
        take_up()
        db.session.remove()
    assert "Not finished yet" not in clara.page(erasure).text


def test_a_backup_from_before_restored_afterwards_has_it_erased_again(
    app: Flask, instance: Path, tmp_path: Path, amina: Person, clara: Person
) -> None:
    case = start_case(amina, name="Parvin the client")
    kept = start_case(amina, name="Somebody else")
    write_note(amina, case)
    file_document(amina, case)
    path = backed_up(app, tmp_path / "disk")
    scope = scope_of(instance, "case", case.rpartition("/")[2].replace("-", ""))
    secrets = secrets_of(instance, scope)
    erase(amina, clara, case)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    done = run(instance, path, "--force")
    assert done.exit_code == 0, done.output
    assert "1 erasures done again" in done.output
    restored = opened(instance)
    assert problems(restored) == []
    with restored.app_context():
        assert [each.id.hex for each in db.session.scalars(select(Case))] == [
            kept.rpartition("/")[2].replace("-", "")
        ]
        assert [each.scope_id.hex for each in db.session.scalars(select(ScopeKey))].count(scope) == 0
        db.session.remove()
        db.engine.dispose()
    on_disk = everything_on_disk(instance)
    assert [secret for secret in secrets if secret in on_disk] == []
    assert files(instance) == []


def kill_while_erasing(folder: Path, times: int) -> tuple[int, int]:
    """Kill the process that answers while it erases; returns how many stand and how many are gone afterwards."""
    app = create_app(settings_for(folder))
    with app.app_context():
        adopt_root(app, open_file_root(keys_folder(app)))
        db.session.remove()
    amina, clara = (Person(name, app, app.test_client()) for name in ("amina", "clara"))
    erasures = []
    with time_machine.travel(now() - timedelta(days=20), tick=True):
        amina.sign_in()
        clara.sign_in()
        for _ in range(times):
            erasures.append(case_to_erase(amina, clara))
    amina, clara = (Person(name, app, app.test_client()) for name in ("amina", "clara"))
    clara.sign_in()
    for _case, erasure in erasures:
        look(clara, erasure)
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    with serving_cheaply(folder) as served:
        for number, (_case, erasure) in enumerate(erasures):
            _erase_and_kill(served, f"{erasure}/carry-out", number / times)
            served.wait()
            assert integrity(folder) == "ok"
        served.kill()
    with app.app_context():
        take_up()
        db.session.remove()
    amina.sign_in()
    standing = sum(amina.client.get(case).status_code == 200 for case, _erasure in erasures)
    assert problems(app) == []
    with app.app_context():
        tags = {each.status for each in db.session.scalars(select(Erasure))}
        lines = (folder / LEDGER).read_text().count("\n") if (folder / LEDGER).exists() else 0
        db.session.remove()
        db.engine.dispose()
    assert tags <= {"held", "done"}
    assert lines == SCOPE_AND_MARK * (times - standing)
    return standing, times - standing


def _erase_and_kill(served: Any, path: str, share: float) -> None:
    browser = served.browser().sign_in("clara", PASSPHRASE)
    version = re.search(r'name="row_version" value="(\d+)"', browser.get(path).text)
    assert version

    def send() -> None:
        with suppress(OSError):  # it is killed while it answers
            browser.post(path, {"sure": "y", "row_version": version.group(1)})

    sender = threading.Thread(target=send)
    sender.start()
    time.sleep(0.02 + 0.35 * share)
    served.kill_worker()
    sender.join()


@pytest.fixture
def folder(installed: Path, tmp_path: Path) -> Path:
    place = tmp_path / "instance"
    shutil.copytree(installed, place)
    return place


def test_a_server_killed_while_it_erases_leaves_all_or_nothing(folder: Path) -> None:
    kill_while_erasing(folder, FEW)


@pytest.mark.deep
def test_sixty_kills_while_erasing_leave_all_or_nothing(folder: Path) -> None:
    standing, gone = kill_while_erasing(folder, MANY)
    assert standing
    assert gone
    figure(
        "Processes killed (-9) while they erase",
        f"{MANY}; {gone} cases were gone whole, {standing} stood whole, the log verifies",
    )
