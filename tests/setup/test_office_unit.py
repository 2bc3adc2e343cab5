"""The unit of the office names a command and settings that there are, and lets the service reach what it needs."""

from collections.abc import Iterator
from dataclasses import fields
from pathlib import PurePosixPath

import pytest

from caseapp.cli import ANOTHER_TRY, PUT_RIGHT, cli
from caseapp.config import ENVIRONMENT_PREFIX, INSTANCE_PATH, NOT_FROM_OUTSIDE, Settings
from caseapp.serving.server import NO_ROOT_KEY
from tests.frame.served import ROOT

UNIT = ROOT / "docs" / "office" / "caseapp.service"
GUIDE = ROOT / "docs" / "office-setup.md"
SETTINGS = {
    INSTANCE_PATH,
    *(
        f"{ENVIRONMENT_PREFIX}{field.name.upper()}"
        for field in fields(Settings)
        if field.name not in NOT_FROM_OUTSIDE
    ),
}


def lines() -> Iterator[tuple[str, str]]:
    """Each directive of the unit with its value; one that stands there several times comes several times."""
    for line in UNIT.read_text("utf-8").splitlines():
        if line and not line.startswith(("#", "[")):
            name, _equals, value = line.partition("=")
            yield name, value


@pytest.fixture
def unit() -> dict[str, str]:
    return dict(lines())


def test_it_starts_a_command_that_there_is_from_where_the_guide_installs_it(unit: dict[str, str]) -> None:
    program, *arguments = unit["ExecStart"].split()
    assert cli.commands[arguments[0]].params == [] == arguments[1:]
    assert f"python3 -m venv {PurePosixPath(program).parents[1]}" in GUIDE.read_text("utf-8")


def test_it_names_only_settings_that_there_are() -> None:
    named = [value.partition("=")[0] for name, value in lines() if name == "Environment"]
    assert INSTANCE_PATH in named
    assert set(named) <= SETTINGS


def test_its_instance_is_the_folder_of_the_guide_and_may_be_written(unit: dict[str, str]) -> None:
    folder = unit["Environment"].partition("=")[2]
    assert folder == f"/var/lib/{unit['StateDirectory']}"
    assert f"CASEAPP_INSTANCE_PATH={folder}" in GUIDE.read_text("utf-8")


def test_it_may_write_to_the_backup_folder_of_the_guide(unit: dict[str, str]) -> None:
    assert f'backup_folder = "{unit["ReadWritePaths"].removeprefix("-")}/' in GUIDE.read_text("utf-8")


def test_a_terminal_reaches_it(unit: dict[str, str]) -> None:
    assert "AF_UNIX" in unit["RestrictAddressFamilies"].split()


def test_an_end_that_a_person_has_to_mend_is_not_tried_again(unit: dict[str, str]) -> None:
    assert unit["Restart"] == "on-failure"
    assert unit["RestartPreventExitStatus"] == str(PUT_RIGHT)
    assert str(ANOTHER_TRY) not in unit["RestartPreventExitStatus"].split()
    assert str(NO_ROOT_KEY) not in unit["RestartPreventExitStatus"].split()
