"""Restores in this process: cheap passphrases, and the instance of the test is nobody else's."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.accounts.conftest import MORNING
from tests.conftest import settings_for


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("caseapp.commands.restore.load_settings", settings_for)
    monkeypatch.setattr("caseapp.commands.restore.hold_instance", lambda _folder, alone: None)
    monkeypatch.setattr("caseapp.commands.restore.harden_process", lambda: None)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The clock of the tests of accounts."""
    with time_machine.travel(MORNING, tick=False) as travelling:
        yield travelling
