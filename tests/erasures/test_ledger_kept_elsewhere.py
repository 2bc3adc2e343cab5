"""A copy of the ledger that was cut or changed does not bring anybody back unnoticed when the instance is gone."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from caseapp.audit.certificates import CERTIFICATES, certificates_in
from caseapp.audit.ledger import LEDGER, add_to_ledger, breaks_in
from caseapp.audit.line_chains import DOES_NOT_FOLLOW
from caseapp.backup.making import SUFFIX
from caseapp.cases.models import Case
from caseapp.db import db
from tests.backup.test_restoring import backed_up, opened, run
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.doorway import prepared
from tests.erasures.erasing import erase
from tests.erasures.test_kills import SCOPE_AND_MARK
from tests.erasures.test_the_way import problems

Lines = list[str]
DAMAGES: dict[str, Callable[[Lines], Lines]] = {
    "the first was cut out": lambda lines: lines[1:],
    "one in the middle was cut out": lambda lines: [*lines[:1], *lines[2:]],
    "one was changed": lambda lines: [lines[0], _with_another_token(lines[1]), *lines[2:]],
    "two changed places": lambda lines: [lines[1], lines[0], *lines[2:]],
    "one was doubled": lambda lines: [*lines[:2], lines[1], *lines[2:]],
    "one lost its code": lambda lines: [lines[0], "1 " + " ".join(lines[1].split()[1:3]) + "\n", *lines[2:]],
}


def _with_another_token(line: str) -> str:
    form, version, token, code = line.split()
    return f"{form} {version} {token[::-1]} {code}\n"


@pytest.fixture
def copies(app: Flask, tmp_path: Path, amina: Person, clara: Person) -> tuple[Path, Path]:
    """A backup from before two erasures, and copies of what the ledger and the certificates say since."""
    path, elsewhere = tmp_path / "disk" / f"backup{SUFFIX}", tmp_path / "elsewhere"
    for file, content in zip(
        (path, elsewhere / LEDGER, elsewhere / CERTIFICATES), two_erased(amina, clara), strict=True
    ):
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content)
    return path, elsewhere / LEDGER


@prepared
def two_erased(asker: Person, approver: Person) -> tuple[bytes, bytes, bytes]:
    """What is in a backup from before two erasures, and in the ledger and among the certificates since."""
    folder = asker.app.config["SETTINGS"].instance_path
    cases = [start_case(asker, name=name) for name in ("Reza Samplepour", "Darya Samplepour")]
    with TemporaryDirectory() as disk:
        backup = backed_up(asker.app, Path(disk)).read_bytes()
    for case in cases:
        erase(asker, approver, case)
    return backup, (folder / LEDGER).read_bytes(), (folder / CERTIFICATES).read_bytes()


def restored_elsewhere(instance: Path, copies: tuple[Path, Path], *arguments: str) -> tuple[Path, Result]:
    """A restore on a machine that has nothing but the backup, the keys and the copies."""
    path, ledger = copies
    new = path.parent / "new machine"
    return new, run(new, path, "--keys", instance / "keys", "--ledger", ledger, *arguments)


def cases_in(folder: Path) -> int:
    app = opened(folder)
    with app.app_context():
        found = len(db.session.scalars(select(Case)).all())
        db.session.remove()
        db.engine.dispose()
    return found


def test_whole_copies_erase_everybody_again(instance: Path, copies: tuple[Path, Path]) -> None:
    new, done = restored_elsewhere(instance, copies)
    assert done.exit_code == 0, done.output
    assert "bear no code" not in done.output
    assert cases_in(new) == 0


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_line_that_was_cut_out_changed_moved_or_doubled_is_told(
    damage: str, instance: Path, copies: tuple[Path, Path]
) -> None:
    ledger = copies[1]
    lines = ledger.read_text("ascii").splitlines(keepends=True)
    assert len(lines) == 2 * SCOPE_AND_MARK
    ledger.write_text("".join(DAMAGES[damage](lines)), "ascii")
    new, refused = restored_elsewhere(instance, copies)
    assert refused.exit_code == 1
    assert f"{LEDGER}, line" in refused.output
    assert DOES_NOT_FOLLOW in refused.output
    assert not (new / "caseapp.db").exists()
    new, done = restored_elsewhere(instance, copies, "--force")
    assert done.exit_code == 0, done.output
    assert DOES_NOT_FOLLOW in done.output


def test_a_certificate_that_was_cut_out_is_told_too(instance: Path, copies: tuple[Path, Path]) -> None:
    file = copies[1].with_name(CERTIFICATES)
    file.write_text(file.read_text("ascii").splitlines(keepends=True)[1], "ascii")
    _new, refused = restored_elsewhere(instance, copies)
    assert refused.exit_code == 1
    assert f"{CERTIFICATES}, line 1: {DOES_NOT_FOLLOW}" in refused.output


def test_lines_without_any_code_are_read_and_counted(instance: Path, copies: tuple[Path, Path]) -> None:
    path, ledger = copies
    lines = ledger.read_text("ascii").splitlines()
    ledger.write_text("".join(" ".join(["1", *line.split()[1:3]]) + "\n" for line in lines), "ascii")
    new, done = restored_elsewhere(instance, (path, ledger))
    assert done.exit_code == 0, done.output
    assert f"{len(lines)} lines of the erasure ledger bear no code" in done.output
    assert cases_in(new) == 0
    assert all(line.startswith("3 ") for line in (new / LEDGER).read_text("ascii").splitlines())


def test_lines_without_codes_hide_behind_no_line_that_begins_a_chain(
    instance: Path, copies: tuple[Path, Path]
) -> None:
    ledger = copies[1]
    first, _cut_out, *others = ledger.read_text("ascii").splitlines(keepends=True)
    stripped = [" ".join(["1", *line.split()[1:3]]) + "\n" for line in others]
    ledger.write_text("".join([*stripped, first]), "ascii")
    _new, done = restored_elsewhere(instance, copies)
    assert done.exit_code == 0, done.output
    assert f"{len(others)} lines of the erasure ledger bear no code" in done.output


@pytest.mark.parametrize("damaged", ["2 9 AAAA\n", "4 9 AAAA 00\n"])
def test_a_certificate_by_a_key_that_there_is_none_of_stops_no_restore(
    damaged: str, instance: Path, copies: tuple[Path, Path]
) -> None:
    file = copies[1].with_name(CERTIFICATES)
    file.write_text(file.read_text("ascii") + damaged, "ascii")
    new, done = restored_elsewhere(instance, copies, "--force")
    assert done.exit_code == 0, done.output
    assert cases_in(new) == 0
    kept = (new / CERTIFICATES).read_text("ascii").splitlines()
    assert "2 9 AAAA" in kept, "its key may be found again"
    with opened(new).app_context():
        assert list(breaks_in([new / CERTIFICATES])) == []
        assert len(certificates_in([new / CERTIFICATES])) == 2


@pytest.mark.parametrize("name", [LEDGER, CERTIFICATES])
def test_a_line_whose_code_is_none_is_told_and_not_lost(
    name: str, instance: Path, copies: tuple[Path, Path]
) -> None:
    file = copies[1].with_name(name)
    lines = [line.split() for line in file.read_text("ascii").splitlines()]
    lines[-1][3] = "none"
    file.write_text("".join(" ".join(line) + "\n" for line in lines), "ascii")
    _new, refused = restored_elsewhere(instance, copies)
    assert refused.exit_code == 1
    assert f"{name}, line {len(lines)}: {DOES_NOT_FOLLOW}" in refused.output
    new, done = restored_elsewhere(instance, copies, "--force")
    assert done.exit_code == 0, done.output
    kept = [line.split()[:3] for line in (new / name).read_text("ascii").splitlines()]
    assert kept == [line[:3] for line in lines]


def test_two_copies_one_behind_the_other_are_whole(instance: Path, copies: tuple[Path, Path]) -> None:
    path, ledger = copies
    content = ledger.read_text("ascii").splitlines(keepends=True)
    ledger.write_text("".join([*content[:SCOPE_AND_MARK], *content]), "ascii")
    _new, done = restored_elsewhere(instance, (path, ledger))
    assert done.exit_code == 0, done.output


def test_lines_from_before_there_was_a_chain_are_read_and_covered_by_it(
    app: Flask, instance: Path, amina: Person, clara: Person
) -> None:
    erase(amina, clara, start_case(amina))
    ledger, certificates = instance / LEDGER, instance / CERTIFICATES
    for file, form in ((ledger, "1"), (certificates, "2")):
        old = [" ".join([form, *line.split()[1:3]]) for line in file.read_text("ascii").splitlines()]
        file.write_text("".join(f"{line}\n" for line in old), "ascii")
    assert problems(app) == []
    erase(amina, clara, start_case(amina))
    assert problems(app) == []
    with app.app_context():
        assert len(certificates_in([certificates])) == 1 + 1
    lines = ledger.read_text("ascii").splitlines(keepends=True)
    ledger.write_text("".join(lines[1:]), "ascii")
    assert f"{LEDGER}, line {SCOPE_AND_MARK}: {DOES_NOT_FOLLOW}" in problems(app)
    with app.app_context():
        add_to_ledger([])  # what comes later follows what is there
    assert sum(LEDGER in each for each in problems(app)) == 1
