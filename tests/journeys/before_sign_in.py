"""Installations before anybody can sign in: one without keys, and one that waits to be unlocked."""

import re
from pathlib import Path

from flask import Flask

from caseapp.application import create_app
from caseapp.setup.installing import create_keys, keys_folder
from caseapp.setup.migrating import migrate
from tests.conftest import CHEAP, settings_for
from tests.setup.test_command_line import SET_UP

TOKEN = "a-token-of-the-gallery"


def before_there_are_keys(folder: Path) -> tuple[Flask, str]:
    """An empty installation that waits for its recovery sheet to be typed back, and the token of its link."""
    app = create_app(settings_for(folder))
    app.config["SETUP_TOKEN"] = TOKEN
    with app.app_context():
        migrate()
    client, link = app.test_client(), f"/set-up/{TOKEN}"
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(link).text)
    assert token
    client.post(link, data={**SET_UP, "csrf_token": token.group(1)})
    return app, TOKEN


def locked(folder: Path) -> Flask:
    """An installation whose keys are under passphrases that nobody has given since its start."""
    app = create_app(settings_for(folder))
    with app.app_context():
        migrate()
        create_keys(keys_folder(app), {"office": "a river under seven bridges"}, None, cost=CHEAP)
    return create_app(settings_for(folder))
