"""Chores: due at their own pace, only while unlocked, one failing alone; and what each of them takes away."""

import ast
import threading
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select, text

from caseapp.accounts.models import WebSession
from caseapp.audit import verify
from caseapp.audit.anchors import FILE_NAME
from caseapp.clock import now
from caseapp.db import blobs, db
from caseapp.db.unlocked import vault_of
from caseapp.features import FEATURES
from caseapp.jobs import Job, housekeeping
from caseapp.jobs.chores import CHORES, sweep_files
from caseapp.jobs.housekeeping import Housekeeper, run_due
from caseapp.web.answers import Answers, nothing
from caseapp.web.drafts import Draft
from caseapp.web.feature import Feature
from caseapp.web.installed import EXTENSION
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.frame.test_house_rules import PACKAGE, calls, inside, tree_of

Add = Callable[[Feature], None]
MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)
NAMES = {job.name for job in [*CHORES, *(job for feature in FEATURES for job in feature.jobs)]}


@pytest.fixture
def add(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Add:
    """Add a feature to the application of this test."""

    def add_feature(feature: Feature) -> None:
        monkeypatch.setitem(app.extensions, EXTENSION, (*app.extensions[EXTENSION], feature))

    return add_feature


def chore(name: str, run: Callable[[], object]) -> Feature:
    return Feature(name=name, jobs=(Job(name, timedelta(hours=1), run),))


def count(app: Flask, model: type) -> int:
    with app.app_context():
        return db.session.execute(select(func.count()).select_from(model)).scalar_one()


def test_the_database_knows_how_many_rows_a_value_leads_to(app: Flask, amina: Person) -> None:
    for _case in range(3):
        start_case(amina)
    run_due(app, {})
    with app.app_context():
        counted = db.session.execute(text("SELECT stat FROM sqlite_stat1 WHERE idx = 'ix_case_status_seq'"))
        assert counted.scalar_one() == "3 3 1"
        assert list(verify()) == []


def test_everything_is_done_at_the_start_and_then_each_at_its_own_pace(app: Flask, add: Add) -> None:
    runs: list[datetime] = []
    add(chore("hourly", lambda: runs.append(now())))
    done: dict[str, datetime] = {}
    with time_machine.travel(MORNING, tick=False) as clock:
        assert set(run_due(app, done)) == NAMES | {"hourly"}
        assert run_due(app, done) == []
        clock.shift(timedelta(minutes=59, seconds=59))
        assert "hourly" not in run_due(app, done)
        clock.shift(timedelta(seconds=1))
        assert "hourly" in run_due(app, done)
    assert len(runs) == 2


def test_nothing_is_done_while_the_system_is_locked(app: Flask) -> None:
    vault_of(app).keys = None
    assert run_due(app, {}) == []


def test_one_that_fails_is_noted_without_its_words_and_keeps_nobody_else(
    app: Flask, add: Add, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise ValueError("Reza رضا")

    runs: list[str] = []
    add(chore("failing", fail))
    add(chore("after it", lambda: runs.append("done")))
    run_due(app, {})
    assert runs == ["done"]
    assert "the chore failing failed: ValueError" in caplog.text
    assert "Reza" not in caplog.text


def test_the_thread_does_the_chores_and_ends_when_told(
    app: Flask, add: Add, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = threading.Event()
    add(chore("seen", ran.set))
    monkeypatch.setattr(housekeeping, "CHORES", ())
    keeper = Housekeeper(app)
    keeper.start()
    assert ran.wait(30)
    keeper.stop()
    assert not any(thread.name == "housekeeping" for thread in threading.enumerate())


def test_sessions_that_ran_out_a_week_ago_are_forgotten_and_live_ones_stay(app: Flask) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        Person("amina", app, app.test_client()).sign_in()
        before = count(app, WebSession)
        run_due(app, {})
        assert count(app, WebSession) == before
        clock.shift(timedelta(days=8))
        Person("besnik", app, app.test_client()).sign_in()
        run_due(app, {})
        assert count(app, WebSession) == 1


def test_drafts_that_nobody_came_back_to_are_forgotten_after_a_month(app: Flask) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        amina = Person("amina", app, app.test_client()).sign_in()
        amina.client.post("/drafts/keep/cases/new", data={"csrf_token": amina.token(), "name": "Half a name"})
        clock.shift(timedelta(days=29))
        run_due(app, {})
        assert count(app, Draft) == 1
        clock.shift(timedelta(days=2))
        run_due(app, {})
        assert count(app, Draft) == 0


def test_a_file_that_no_record_names_is_swept_and_a_named_or_young_one_stays(app: Flask, add: Add) -> None:
    with app.app_context():
        refs = {}
        for name in ("named", "forgotten", "staged"):
            staged = blobs().stage()
            staged.write(name.encode())
            info = staged.finish()
            if name != "staged":
                blobs().adopt(info.ref)
            refs[name] = (info.ref, info.key)
        add(Feature(name="keeper", answers=Answers(files=lambda: [refs["named"][0]])))
        assert sweep_files() == [], "all three are young"
        with time_machine.travel(now() + timedelta(days=3), tick=False):
            assert set(sweep_files()) == {refs["forgotten"][0], refs["staged"][0]}
        assert blobs().read(*refs["named"]) == b"named"


def test_an_anchor_of_the_log_is_noted_at_the_start(app: Flask, drita: Person) -> None:
    run_due(app, {})
    # One by the chore, and one by the first backup, which is made at the start too and notes where the log stood.
    assert (app.config["SETTINGS"].instance_path / FILE_NAME).read_text().count("\n") == 2


def test_who_keeps_files_names_them_so_that_the_sweep_spares_them(app: Flask) -> None:
    """A table's column for a file of the store is called blob_ref; the documents name all of these."""
    keepers = {
        inside(path).split("/")[0]
        for path in PACKAGE.rglob("*.py")
        if not inside(path).startswith(("vault/", "db/"))
        for name, _call in calls(tree_of(path))
        if name.rpartition(".")[2] == "adopt"
    }
    named = {feature.name for feature in FEATURES if feature.answers.files is not nothing}
    keepers -= {"web"}  # what it keeps beside drafts, documents name as every column of that name
    assert keepers <= named, f"{keepers}: answer `files`, or file through documents"
    assert "documents" in named
    with app.app_context():
        for feature in FEATURES:
            assert all(isinstance(ref, uuid.UUID) for ref in feature.answers.files())


def test_no_chore_takes_words_along() -> None:
    """The engine passes nothing to a chore, so there is nothing to store about anybody."""
    engine = tree_of(PACKAGE / "jobs" / "housekeeping.py")
    called = [call for name, call in calls(engine) if name == "job.run"]
    assert called
    assert all(not call.args and not call.keywords for call in called)
    assert not any(isinstance(node, ast.Name) and node.id == "pickle" for node in ast.walk(engine))
