"""A place elsewhere that the log is copied to, and what tests of the log do behind the application."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from tests.frame.conftest import raw_sql  # noqa: F401 - a fixture
from tests.frame.test_anchors import add_events  # noqa: F401 - a fixture


@pytest.fixture
def elsewhere(app: Flask, tmp_path: Path) -> Iterator[Path]:
    """A folder that the log is copied to."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    before = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(before, log_copy=str(folder))
    yield folder
    app.config["SETTINGS"] = before
