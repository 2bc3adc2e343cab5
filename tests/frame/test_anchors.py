"""Anchors: a tail cut off the log is found by the file beside it, and by a copy kept elsewhere."""

import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from caseapp.audit import anchors, record, verify
from caseapp.audit.anchors import EVERY, FILE_NAME, add_anchor, verify_anchors
from caseapp.db import write
from tests.conftest import Person
from tests.frame.conftest import RawSql

Add = Callable[[int], None]


@pytest.fixture
def add_events(app: Flask) -> Add:
    """Write so many events, each in a transaction of its own."""

    def add(number: int) -> None:
        with app.app_context():
            for _ in range(number):
                with write():
                    record(None, "setup.unlocked")

    return add


@pytest.fixture
def problems(app: Flask) -> Callable[[], list[str]]:
    def found() -> list[str]:
        with app.app_context():
            return [f"{problem.where}: {problem.sentence}" for problem in verify()]

    return found


def cut_after(raw_sql: RawSql, number: int) -> None:
    raw_sql("DELETE FROM audit_touch WHERE event_id IN (SELECT id FROM audit_event WHERE number > ?)", number)
    raw_sql("DELETE FROM audit_event WHERE number > ?", number)


def test_after_every_hundredth_event_there_is_an_anchor(
    add_events: Add, instance: Path, problems: Callable[[], list[str]]
) -> None:
    add_events(2 * EVERY)
    file = instance / FILE_NAME
    lines = file.read_text().splitlines()
    assert [int(line.split()[0]) for line in lines] == [EVERY, 2 * EVERY]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert problems() == []


def test_an_anchor_is_noted_once(app: Flask, add_events: Add, instance: Path) -> None:
    add_events(3)
    with app.app_context():
        assert add_anchor()
        assert not add_anchor()
    assert len((instance / FILE_NAME).read_text().splitlines()) == 1


def test_a_cut_tail_is_found_although_the_rest_of_the_chain_fits(
    app: Flask, add_events: Add, raw_sql: RawSql, problems: Callable[[], list[str]]
) -> None:
    add_events(20)
    with app.app_context():
        add_anchor()
    number = raw_sql("SELECT max(number) FROM audit_event")[0][0]
    cut_after(raw_sql, number - 5)
    assert f"event {number}: was in the log when an anchor was written and is not there" in problems()


def test_a_cut_tail_that_grew_again_is_found(
    app: Flask, add_events: Add, raw_sql: RawSql, problems: Callable[[], list[str]]
) -> None:
    """The rest of the chain is genuine: only the anchor remembers that these numbers were other events."""
    add_events(20)
    with app.app_context():
        add_anchor()
    number = raw_sql("SELECT max(number) FROM audit_event")[0][0]
    cut_after(raw_sql, number - 5)
    add_events(10)
    assert problems() == [f"event {number}: is another one than when an anchor was written"]


@pytest.mark.parametrize(
    "edit",
    [
        lambda line: line.replace(line[:3], "999", 1),
        lambda line: line[:-10] + "0123456789",
        lambda line: " ".join([line.split()[0], "00" * 32, *line.split()[2:]]),
        lambda line: "what is this",
        lambda line: line.rsplit(" ", 1)[0],
    ],
)
def test_an_edited_anchor_is_found(
    add_events: Add, instance: Path, problems: Callable[[], list[str]], edit: Callable[[str], str]
) -> None:
    add_events(EVERY)
    file = instance / FILE_NAME
    file.write_text(edit(file.read_text().strip()) + "\n")
    assert any(problem.startswith(f"{FILE_NAME}, line 1: ") for problem in problems())


def test_a_file_that_went_missing_is_missed(
    add_events: Add, instance: Path, problems: Callable[[], list[str]]
) -> None:
    add_events(EVERY)
    (instance / FILE_NAME).unlink()
    assert problems() == [f"{FILE_NAME}: is not there, although anchors were written into it"]


@pytest.mark.parametrize("lines_left", [0, 1])
def test_a_file_that_was_emptied_is_missed_as_one_that_went_missing(
    add_events: Add, instance: Path, problems: Callable[[], list[str]], lines_left: int
) -> None:
    """Whoever cuts the log after its last anchor would leave no trace else: pages that were looked at wrote no row."""
    add_events((3 + lines_left) * EVERY)
    file = instance / FILE_NAME
    file.write_text("".join(file.read_text().splitlines(keepends=True)[:lines_left]))
    assert problems() == [f"{FILE_NAME}: lacks anchors that were written into it"]


def test_a_copy_kept_elsewhere_convicts_who_cut_file_and_log_together(
    app: Flask,
    add_events: Add,
    instance: Path,
    tmp_path: Path,
    raw_sql: RawSql,
    problems: Callable[[], list[str]],
) -> None:
    add_events(20)
    with app.app_context():
        add_anchor()
    file, copy = instance / FILE_NAME, tmp_path / "copy.txt"
    copy.write_bytes(file.read_bytes())
    number = raw_sql("SELECT max(number) FROM audit_event")[0][0]
    cut_after(raw_sql, number - 5)
    file.unlink()
    assert problems() == []
    with app.app_context():
        assert list(verify_anchors(copy)) == [
            (f"event {number}", "was in the log when an anchor was written and is not there")
        ]


def test_a_full_disk_under_the_anchors_does_not_turn_a_saved_word_into_a_failure(
    add_events: Add, instance: Path, amina: Person
) -> None:
    (instance / FILE_NAME).mkdir()
    add_events(EVERY)
    amina.get("/me")


def test_what_a_tool_wrote_into_the_file_keeps_no_later_anchor_from_being_written(
    app: Flask, add_events: Add, instance: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere.txt"
    monkeypatch.setattr(anchors, "copied_file", lambda: elsewhere)
    add_events(3)
    with app.app_context():
        add_anchor()
    file = instance / FILE_NAME
    with file.open("ab") as opened:
        opened.write(b"\xff no anchor\n")
    add_events(2 * EVERY)
    with app.app_context():
        add_anchor()
        found = [where for where, _sentence in verify_anchors()]
    assert found == [f"{FILE_NAME}, line 2"]
    ours = [line for line in file.read_bytes().splitlines() if b"\xff" not in line]
    assert elsewhere.read_bytes().splitlines() == ours
