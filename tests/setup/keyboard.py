"""Commands with somebody at the keyboard: in this process, so that their passphrases cost little."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from caseapp.application import create_app
from caseapp.cli import cli
from caseapp.commands import asking, starting
from caseapp.db import db
from caseapp.setup import holding
from tests.conftest import settings_for

Typed = list[str]


class Keyboard:
    """Types into the commands of one instance."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch, **settings: Any) -> None:
        self.folder = folder
        self.sheet = ""
        patch.setenv("CASEAPP_INSTANCE_PATH", str(folder))
        patch.setenv("LC_ALL", "C.UTF-8")  # whatever the terminal of the tests speaks
        patch.setattr(starting, "load_settings", lambda _folder: settings_for(folder, **settings))
        patch.setattr(asking, "groups_to_confirm", lambda _count: (1, 6, 16))
        self._patch = patch

    def run(self, *arguments: str, typed: Typed | None = None, **more: Any) -> Result:
        """Run one command; what is typed comes in line by line."""
        try:
            return CliRunner().invoke(cli, arguments, input="\n".join(typed or []) + "\n", **more)
        finally:
            with suppress_missing():
                os.close(holding._held.pop())

    def know_sheet(self, code: str) -> Typed:
        """Let the next sheet be ``code``; returns what is typed back of it."""
        self._patch.setattr(asking, "new_recovery_code", lambda: code)
        groups = re.findall(r"[A-Z0-9]+", code)
        return [groups[0], groups[5], groups[15]]


@contextmanager
def suppress_missing() -> Iterator[None]:
    try:
        yield
    except IndexError:  # the command ended before it held the folder
        return


@contextmanager
def opened(folder: Path) -> Iterator[Any]:
    """The instance in an application of its own."""
    app = create_app(settings_for(folder))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
