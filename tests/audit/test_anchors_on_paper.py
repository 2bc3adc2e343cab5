"""Anchors that leave the house: printed and typed again, mailed by a command, written to a folder elsewhere."""

import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from caseapp.audit import verify
from caseapp.audit.anchors import FILE_NAME, Anchor, add_anchor, newest_anchor, verify_anchors
from caseapp.audit.commands import audit
from caseapp.audit.paper import Answer, NoAnchor, check_paper, on_paper
from caseapp.config import SettingError, load_settings
from tests.audit.test_reading_the_log import lines_of
from tests.cases.test_sharing import change
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.frame.conftest import RawSql, raw_sql  # noqa: F401 - a fixture
from tests.frame.test_anchors import add_events, cut_after  # noqa: F401 - a fixture
from tests.security.test_kept_out_of_the_log import berta  # noqa: F401 - a fixture

PAGE = "/audit/anchor/"


def printed(reader: Person) -> str:
    """The signs on the page, as somebody copies them by hand."""
    signs = re.search(r'<p class="paper-anchor"[^>]*>(.*?)</p>', reader.get(PAGE).text, re.DOTALL)
    assert signs
    return re.sub("<[^>]+>", "", signs.group(1)).strip()


def answer_to(reader: Person, typed: str) -> str:
    return reader.get(reader.post(PAGE, {"anchor": typed}).headers["Location"]).text


def test_a_printed_anchor_fits_however_it_is_typed(edon: Person, drita: Person) -> None:
    signs = printed(edon)
    assert re.fullmatch(r"([A-Z2-7]{4} ){9}[A-Z2-7]{4}", signs)
    for typed in (signs, signs.lower(), signs.replace(" ", "-"), signs.replace("O", "0").replace("I", "1")):
        assert "It fits" in answer_to(drita, typed)
    assert "It fits" not in drita.get(PAGE).text
    assert any("Compared a kept anchor with the log" in line and "it fits" in line for line in lines_of(edon))


def test_a_slip_of_the_pen_is_no_alarm(edon: Person) -> None:
    signs = printed(edon)
    for place in range(0, len(signs), 3):
        if signs[place] != " ":
            wrong = signs[:place] + ("A" if signs[place] != "A" else "C") + signs[place + 1 :]
            page = edon.post(PAGE, {"anchor": wrong}, 422).text
            assert "a sign was mistyped" in page
            assert f'value="{wrong}"' in page
    for nonsense in ("", "what is this", signs[:-5], signs + signs, "é" * 40):
        edon.post(PAGE, {"anchor": nonsense}, 422)


def test_a_cut_tail_and_one_that_grew_again_are_convicted_by_paper(
    app: Flask,
    edon: Person,
    raw_sql: RawSql,  # noqa: F811 - the fixture
    add_events: Callable[[int], None],  # noqa: F811 - the fixture
) -> None:
    add_events(5)
    number = raw_sql("SELECT max(number) FROM audit_event")[0][0]
    with app.app_context():
        anchor = newest_anchor()
        assert anchor is not None
        signs = on_paper(anchor)
        assert check_paper(signs) is Answer.FITS
    cut_after(raw_sql, number - 3)
    with app.app_context():
        assert check_paper(signs) is Answer.GONE
    add_events(10)
    with app.app_context():
        assert check_paper(signs) is Answer.OTHER
    page = answer_to(edon, signs)
    assert "It does not fit" in page
    assert "caseapp audit verify" in page


def test_what_is_printed_tells_no_number(app: Flask) -> None:
    with app.app_context():
        anchor = newest_anchor()
        assert anchor is not None
        starts = {on_paper(Anchor.of(number, anchor.chain))[:5] for number in range(1, 60)}
        assert len(starts) > 50
        other = on_paper(Anchor(1, b"\0" * 32, anchor.key_version, b""))
        assert check_paper(other) is Answer.OTHER
        with pytest.raises(NoAnchor):
            check_paper("A" * 40)


def test_who_reads_no_log_sees_no_anchor_and_who_is_kept_out_learns_nothing_by_it(
    amina: Person,
    clara: Person,
    berta: Person,  # noqa: F811 - the fixture
) -> None:
    for person in (amina, clara):
        person.get(PAGE, 403)
    case = start_case(amina)
    change(clara, case, berta, "keep_out")
    page = berta.get(PAGE).text
    assert case.rpartition("/")[2][:8] not in page
    assert not re.search(r">\s*\d{2,}\s*<", page.partition("<main")[2].partition("paper-anchor")[0])


@pytest.fixture
def elsewhere(app: Flask, tmp_path: Path) -> Iterator[Path]:
    """A folder that anchors go to as well."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    before = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(before, anchor_copy=str(folder))
    yield folder
    app.config["SETTINGS"] = before


def test_each_anchor_is_written_elsewhere_too_and_convicts_by_itself(
    app: Flask,
    instance: Path,
    elsewhere: Path,
    raw_sql: RawSql,  # noqa: F811 - the fixture
    add_events: Callable[[int], None],  # noqa: F811 - the fixture
) -> None:
    add_events(3)
    with app.app_context():
        assert add_anchor()
    copy = elsewhere / FILE_NAME
    assert copy.read_text() == (instance / FILE_NAME).read_text()
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with app.app_context():
        assert list(verify()) == []
    number = raw_sql("SELECT max(number) FROM audit_event")[0][0]
    cut_after(raw_sql, number - 2)
    (instance / FILE_NAME).unlink()
    with app.app_context():
        assert [problem.where for problem in verify()] == [f"event {number}"]


def test_a_copy_that_was_out_of_reach_is_brought_up_and_never_written_over(
    app: Flask,
    instance: Path,
    elsewhere: Path,
    add_events: Callable[[int], None],  # noqa: F811 - the fixture
) -> None:
    copy = elsewhere / FILE_NAME
    copy.mkdir()
    for _each in range(2):
        add_events(1)
        with app.app_context():
            assert add_anchor()
    copy.rmdir()
    copy.write_text("half a li")
    with app.app_context():
        assert not add_anchor()
    lines = copy.read_text().splitlines(keepends=True)
    assert lines[0] == "half a li\n"
    assert "".join(lines[1:]) == (instance / FILE_NAME).read_text()
    with app.app_context():
        add_anchor()
        assert copy.read_text().count("\n") == 3
        assert list(verify_anchors(copy)) == [(f"{FILE_NAME}, line 1", "is no anchor")]


def test_after_a_line_that_a_power_cut_broke_off_the_next_anchor_has_one_of_its_own(
    app: Flask,
    instance: Path,
    add_events: Callable[[int], None],  # noqa: F811 - the fixture
) -> None:
    file = instance / FILE_NAME
    for broken in (10, -1):
        add_events(1)
        with app.app_context():
            add_anchor()
            whole = file.read_text().splitlines()[-1]
            file.write_text(file.read_text().removesuffix(f"{whole}\n") + whole[:broken])
            assert add_anchor()
            lines = file.read_text().splitlines()
            assert lines[-1] == whole
            assert f"{FILE_NAME}, line {len(lines)}" not in dict(verify_anchors())


def test_a_copy_is_named_by_a_whole_path(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="anchor_copy"):
        load_settings(tmp_path, {}, anchor_copy="beside").check()
    load_settings(tmp_path, {}, anchor_copy=str(tmp_path)).check()


def test_commands_make_an_anchor_and_check_it(app: Flask, tmp_path: Path) -> None:
    def said(*arguments: str) -> Result:
        with app.app_context():
            return CliRunner().invoke(audit, arguments)

    kept = tmp_path / "kept.txt"
    kept.write_text(said("anchor").output)
    with app.app_context():
        assert list(verify_anchors(kept)) == []
    signs = said("anchor", "--paper").output.split()
    assert len(signs) == 10
    assert "only grown" in said("check", *signs).output
    assert said("check", *signs).exit_code == 0
    assert said("check", "AAAA", *signs[1:]).exit_code == 1
