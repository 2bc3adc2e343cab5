"""What tests of rotation look at: the ring in the key folder, the one in memory, and what carries which version."""

from pathlib import Path

from flask import Flask

from caseapp.application import create_app
from caseapp.audit import verify
from caseapp.db import db, keyring
from caseapp.setup.installing import adopt_root, keys_folder
from caseapp.vault import Keyring, KeyState, Purpose, open_file_root
from tests.conftest import settings_for


def ring_on_disk(instance: Path) -> Keyring:
    return open_file_root(instance / "keys").keyring()


def states(ring: Keyring, purpose: Purpose = Purpose.SCOPE_WRAP) -> list[KeyState]:
    return list(ring.states(purpose).values())


def another_process(instance: Path) -> Flask:
    """An application of its own on the same instance, with its keys."""
    app = create_app(settings_for(instance))
    with app.app_context():
        adopt_root(app, open_file_root(keys_folder(app)))
        db.session.remove()
    return app


def in_memory(app: Flask) -> Keyring:
    with app.app_context():
        return keyring()


def problems(app: Flask) -> list[str]:
    with app.app_context():
        found = [f"{problem.where}: {problem.sentence}" for problem in verify()]
        db.session.remove()
        return found
