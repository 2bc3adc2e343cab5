"""Installations before anybody can sign in: one without keys, and one that waits to be unlocked."""

from pathlib import Path

from flask import Flask

from caseapp.application import create_app
from caseapp.setup.installing import create_keys, keys_folder
from caseapp.setup.migrating import migrate
from tests.conftest import CHEAP, settings_for

TOKEN = "a-token-of-the-gallery"


def before_there_are_keys(folder: Path) -> tuple[Flask, str]:
    """An empty installation, and the token of the link that sets it up."""
    app = create_app(settings_for(folder))
    app.config["SETUP_TOKEN"] = TOKEN
    with app.app_context():
        migrate()
    return app, TOKEN


def locked(folder: Path) -> Flask:
    """An installation whose keys are under passphrases that nobody has given since its start."""
    app = create_app(settings_for(folder))
    with app.app_context():
        migrate()
        create_keys(keys_folder(app), {"office": "a river under seven bridges"}, None, cost=CHEAP)
    return create_app(settings_for(folder))
