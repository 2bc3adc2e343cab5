"""Restores in this process: cheap passphrases, and the instance of the test is nobody else's."""

import pytest

from tests.conftest import settings_for


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("caseapp.restore.load_settings", settings_for)
    monkeypatch.setattr("caseapp.restore.hold_instance", lambda _folder, alone: None)
    monkeypatch.setattr("caseapp.restore.harden_process", lambda: None)
