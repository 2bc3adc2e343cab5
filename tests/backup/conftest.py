"""Restores in this process: cheap passphrases, and the instance of the test is nobody else's."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.accounts.conftest import MORNING
from tests.conftest import settings_for


@pytest.fixture(autouse=True)
def cheap() -> Iterator[None]:
    """Patched here and not by the test's own ``monkeypatch``: no preparation restores, so each is kept all the same."""
    with pytest.MonkeyPatch.context() as patching:
        patching.setattr("caseapp.commands.restore.load_settings", settings_for)
        patching.setattr("caseapp.commands.restore.hold_instance", lambda _folder, alone: None)
        patching.setattr("caseapp.commands.restore.harden_process", lambda: None)
        yield


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The clock of the tests of accounts."""
    with time_machine.travel(MORNING, tick=False) as travelling:
        yield travelling
