"""Whoever cuts, changes or puts back the database, or edits the copy of its log, is convicted by the other one."""

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from caseapp.audit import batches, copying, verify
from caseapp.audit.comparing import compare_copy
from caseapp.audit.copying import FILE_NAME
from caseapp.audit.nightly import verify_once_a_day
from caseapp.clock import now
from caseapp.web.installed import event_label
from tests.audit.copied_log import copied, differences, newest, numbers, run
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person, visible
from tests.contact_requests.searching import search_in, withdraw
from tests.frame.conftest import RawSql
from tests.frame.test_anchors import Add, cut_after


def test_a_tail_that_was_cut_off_is_named_and_told_in_full(
    app: Flask,
    elsewhere: Path,
    amina: Person,
    raw_sql: RawSql,
) -> None:
    start_case(amina)
    copied(app)
    number = newest(app)
    cut_after(raw_sql, number - 1)
    result = run(app, "compare", str(elsewhere))
    assert result.exit_code == 1
    assert f"event {number}: was copied and is not there" in result.output
    assert f"{now():%Y-%m-%dT}" in result.output
    assert "; Amina Test; Started a case; " in result.output
    assert "1 differences" in result.output
    with app.app_context():
        assert f"event {number}" in {problem.where for problem in verify()}


def test_a_changed_event_is_named_and_told_as_it_was(
    app: Flask,
    elsewhere: Path,
    amina: Person,
    raw_sql: RawSql,
) -> None:
    start_case(amina)
    copied(app)
    number = newest(app)
    raw_sql("UPDATE audit_event SET code = 'setup.unlocked' WHERE number = ?", number)
    result = run(app, "compare", str(elsewhere / FILE_NAME))
    assert f"event {number}: is another one than was copied" in result.output
    assert "Started a case" in result.output


def test_a_database_put_back_that_grew_again_is_convicted_and_what_it_wrote_since_is_copied_too(
    app: Flask,
    elsewhere: Path,
    instance: Path,
    raw_sql: RawSql,
    add_events: Add,
) -> None:
    add_events(10)
    copied(app)
    number = newest(app)
    cut_after(raw_sql, number - 4)
    add_events(2)
    copied(app)
    assert differences(app, elsewhere) == [
        f"event {number - 3}: is another one than was copied",
        f"event {number - 2}: is another one than was copied",
        f"event {number - 1}: was copied and is not there",
        f"event {number}: was copied and is not there",
    ]
    add_events(1)
    assert copied(app) == 1


def test_where_the_keys_of_the_log_went_with_the_database_the_copy_is_read_all_the_same(
    app: Flask,
    elsewhere: Path,
    drita: Person,
    raw_sql: RawSql,
) -> None:
    drita.post("/reports/export", {"readers": "outside", "reason": "Annual report to the donors"}, status=200)
    copied(app)
    cut_after(raw_sql, newest(app) - 1)
    raw_sql("DELETE FROM scope_key WHERE scope_id = (SELECT audit_scope_id FROM installation)")
    with app.app_context():
        [told] = [
            each.told
            for each in compare_copy(elsewhere / FILE_NAME)
            if each.sentence.startswith("was copied")
        ]
    assert "Exported the numbers" in told
    assert 'reason: "Annual report to the donors"' in told


def test_what_people_said_in_a_case_is_left_out_for_whoever_looks_after_the_machine(
    app: Flask,
    elsewhere: Path,
    clara: Person,
    raw_sql: RawSql,
) -> None:
    search = search_in(clara, "match")
    before = newest(app)
    withdraw(clara, search)
    copied(app)
    cut_after(raw_sql, before)
    with app.app_context():
        label = str(event_label("search.frozen"))
        [told] = [each.told for each in compare_copy(elsewhere / FILE_NAME) if label in each.told]
    assert "; Clara Test; " in told
    assert "brought_by" not in told


@pytest.mark.parametrize(
    "edit",
    [
        lambda lines: lines[:-1],
        lambda lines: lines[1:],
        lambda lines: [lines[0], lines[2]],
        lambda lines: [lines[0], lines[1].replace(lines[1][40:44], "AAAA", 1), lines[2]],
        lambda lines: [lines[0], lines[1].replace(" 2", " 3", 1), lines[2]],
        lambda lines: [*lines, "1 1 99999 1 AAAA " + lines[-1].split(" ", 5)[5]],
    ],
    ids=["shortened", "begun later", "a batch less", "changed inside", "other numbers", "made up"],
)
def test_a_copy_that_somebody_edited_is_noticed(
    edit: Callable[[list[str]], list[str]],
    app: Flask,
    elsewhere: Path,
    add_events: Add,
) -> None:
    for _batch in range(3):
        add_events(2)
        copied(app)
    file = elsewhere / FILE_NAME
    file.write_text("".join(edit(file.read_text("ascii").splitlines(keepends=True))), "ascii")
    assert differences(app, elsewhere)
    with app.app_context():
        assert list(verify())


def test_the_copy_is_compared_every_day_and_what_it_lacks_stands_on_the_home_page(
    app: Flask,
    elsewhere: Path,
    edon: Person,
    add_events: Add,
) -> None:
    add_events(2)
    copied(app)
    (elsewhere / FILE_NAME).write_text("")
    with app.app_context():
        verify_once_a_day()
    assert "Something was changed outside the application" in visible(edon.get("/"))


def test_a_line_longer_than_any_batch_is_named_and_not_kept_in_memory(
    app: Flask,
    elsewhere: Path,
    add_events: Add,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    longest, much = 64 * 1024, 16 * 1024 * 1024
    monkeypatch.setattr(batches, "LONGEST", longest)
    monkeypatch.setattr(copying, "_TAIL", longest)
    add_events(2)
    copied(app)
    with (elsewhere / FILE_NAME).open("a") as copy:
        copy.write("1 2 " + "A" * much + "\n")
    add_events(2)
    tracemalloc.start()
    try:
        copied(app)
        found = differences(app, elsewhere)
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert found == [f"{FILE_NAME}, line 2: is longer than any batch, and was not read"]
    assert most < much / 2
    assert numbers(app, elsewhere) == list(range(1, newest(app) + 1))
