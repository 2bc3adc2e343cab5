"""The one write transaction: what it refuses, what it takes back, and what another reader sees meanwhile."""

import gc
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from caseapp.accounts.models import Team, User
from caseapp.accounts.organisation import Organisation, organisation
from caseapp.audit import AuditEvent, record, verify
from caseapp.db import (
    ORGANISATION,
    Conflict,
    RecordVersion,
    WriteError,
    check_version,
    current_act,
    db,
    history_of,
    system_scope_id,
    transactions,
    write,
)
from caseapp.db.encrypted import drop_opened
from caseapp.db.engine import WriteInRead


@pytest.fixture
def house(app: Flask) -> Iterator[Organisation]:
    """The organisation's record, inside the application's context."""
    with app.app_context():
        yield organisation()


def count(model: type) -> int:
    return db.session.execute(select(func.count()).select_from(model)).scalar_one()


def test_a_change_outside_a_write_is_refused_and_leaves_nothing(house: Organisation) -> None:
    house.name = "Changed in passing"
    with pytest.raises(WriteError, match="only inside"):
        db.session.flush()
    db.session.rollback()
    assert organisation().name == "Open Door"


def test_a_new_row_outside_a_write_is_refused(house: Organisation) -> None:
    db.session.add(Team(scope_id=house.scope_id, name="Night shift"))
    with pytest.raises(WriteError):
        db.session.flush()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE organisation SET language = 'fa'",
        "delete from organisation",
        "  INSERT INTO team SELECT * FROM team",
        "WITH gone AS (SELECT id FROM team) DELETE FROM team WHERE id IN gone",
        "DROP TABLE team",
        "PRAGMA writable_schema = ON",
    ],
)
def test_a_statement_past_the_session_is_refused_before_the_database_sees_it(
    house: Organisation, statement: str
) -> None:
    with pytest.raises(WriteInRead):
        db.session.connection().exec_driver_sql(statement)


def test_a_write_in_a_write_is_refused(house: Organisation) -> None:
    with pytest.raises(WriteError, match="already"), write(), write():
        pytest.fail("the inner block must not run")


def test_an_action_outside_a_write_is_refused(house: Organisation) -> None:
    with pytest.raises(WriteError):
        current_act()
    with pytest.raises(WriteError):
        record(None, "setup.unlocked")


def test_a_write_that_records_nothing_is_taken_back(house: Organisation) -> None:
    with pytest.raises(WriteError, match="same breath"), write():
        house.name = "Unseen"
    assert organisation().name == "Open Door"


def test_a_quiet_write_of_a_record_is_taken_back(house: Organisation) -> None:
    with pytest.raises(WriteError, match="same breath"), write(quiet=True):
        house.name = "Unseen"
    assert organisation().name == "Open Door"


def test_a_write_of_nothing_records_or_is_refused(house: Organisation) -> None:
    with pytest.raises(WriteError), write():
        pass
    before = count(AuditEvent)
    with write(quiet=True):
        pass
    assert count(AuditEvent) == before


def test_an_undeclared_event_is_refused_and_the_write_taken_back(house: Organisation) -> None:
    def rename() -> None:
        with write():
            house.name = "Unseen"
            record(None, "nobody.declared")

    with pytest.raises(ValueError, match=r"nobody\.declared"):
        rename()
    assert organisation().name == "Open Door"


def test_a_record_cannot_be_deleted(house: Organisation) -> None:
    def delete() -> None:
        with write():
            record(None, "setup.unlocked")
            db.session.delete(house)

    with pytest.raises(WriteError, match="never deleted"):
        delete()
    assert organisation().name == "Open Door"


def test_an_exception_takes_everything_back_also_its_event(house: Organisation) -> None:
    events, versions = count(AuditEvent), count(RecordVersion)

    def break_off() -> None:
        with write():
            house.name = "Half done"
            record(None, "setup.unlocked")
            db.session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert organisation().name == "Open Door"
    assert count(AuditEvent) == events
    assert count(RecordVersion) == versions
    assert list(verify()) == []


def test_every_change_raises_the_version_and_keeps_the_former_state(house: Organisation) -> None:
    version, seq = house.row_version, house.seq
    for name in ("Second name", "Third name"):
        with write():
            house.name = name
            record(None, "setup.unlocked", house)
    assert house.row_version == version + 2
    assert house.seq > seq
    assert [former and former.fields()["name"] for former in history_of(house)] == [
        "Second name",
        "Open Door",
    ]


def test_setting_the_same_value_changes_nothing(house: Organisation) -> None:
    version = house.row_version
    with write():
        house.name = "Open Door"
        record(None, "setup.unlocked")
    assert house.row_version == version


def test_a_form_opened_before_somebody_saved_conflicts(house: Organisation) -> None:
    opened = house.row_version
    with write():
        house.name = "Theirs"
        record(None, "setup.unlocked", house)
    with pytest.raises(Conflict) as conflict, write():
        check_version(house, opened)
    assert conflict.value.record is house
    assert house.name == "Theirs"


def test_a_write_sees_what_was_committed_after_the_page_was_read(app: Flask, house: Organisation) -> None:
    """Two people on one record: what an action reads inside its write is the newest state, never its own memory."""

    def somebody_else() -> None:
        with app.app_context(), write():
            organisation().name = "Theirs"
            record(None, "setup.unlocked")

    assert house.name == "Open Door"
    thread = threading.Thread(target=somebody_else)
    thread.start()
    thread.join()
    with write():
        assert house.name == "Theirs"
        house.name = f"{house.name}, and ours"
        record(None, "setup.unlocked")
    assert organisation().name == "Theirs, and ours"


def test_many_writers_at_once_lose_nothing(app: Flask, house: Organisation) -> None:
    start = threading.Barrier(8)
    failures: list[BaseException] = []

    def add_team(number: int) -> None:
        try:
            with app.app_context():
                start.wait()
                with write():
                    db.session.add(Team(scope_id=system_scope_id(ORGANISATION), name=f"Team {number}"))
                    record(None, "account.team_created")
        except BaseException as error:  # shown by the assertion below
            failures.append(error)

    threads = [threading.Thread(target=add_team, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    db.session.rollback()  # ends the snapshot from before the threads
    names = {team.name for team in db.session.scalars(select(Team))}
    assert {f"Team {number}" for number in range(8)} <= names
    seqs = [team.seq for team in db.session.scalars(select(Team))]
    assert len(seqs) == len(set(seqs)), "the change counter gave no number twice"
    assert list(verify()) == []


def test_what_runs_after_the_commit_does_not_run_after_a_roll_back(house: Organisation) -> None:
    done: list[str] = []
    with pytest.raises(WriteError), write() as act:
        act.after_commit.append(lambda: done.append("never"))
    with write() as act:
        act.after_commit.append(lambda: done.append("once"))
        record(None, "setup.unlocked")
    assert done == ["once"]


def test_a_row_that_nobody_holds_any_more_may_vanish_in_the_middle_of_a_commit(
    house: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forget(row: Any) -> None:
        gc.collect()  # as it may run at any time
        drop_opened(row)

    gc.collect()
    gc.disable()
    try:
        for team in db.session.scalars(select(Team)).all() + db.session.scalars(select(User)).all():
            team.__dict__["itself"] = team
        del team
        monkeypatch.setattr(transactions, "drop_opened", forget)
        db.session.commit()
    finally:
        gc.enable()
