"""The process that answers: the application with its keys, if nobody has to be asked for them, and with its chores."""

import atexit
import gc

from flask import Flask

from caseapp.application import create_app
from caseapp.config import load_settings
from caseapp.jobs.housekeeping import Housekeeper
from caseapp.paths import instance_folder
from caseapp.setup.door import Door
from caseapp.setup.installing import adopt_root, is_installed, keys_folder
from caseapp.setup.roots import root_without_asking
from caseapp.vault import self_test

LOOK_FOR_GARBAGE = (25_000, 20, 20)
"""A page makes many thousand small objects that go by themselves: Python's own first number has it look a hundred times
a page for those that don't."""


def ready_worker(setup_token: str | None, root_key: str | None) -> Flask:
    """Return the application on the instance folder that the command has made ready, its chores begun.

    ``setup_token`` is the secret of the set-up link while nothing is installed, ``root_key`` what was handed over.

    Raises:
        SettingError: a setting does not do, or the root key is not to be had.
        VaultError: the keys are not those of the database.
    """
    self_test()
    gc.set_threshold(*LOOK_FOR_GARBAGE)
    app = create_app(load_settings(instance_folder()))
    app.config["SETUP_TOKEN"] = setup_token
    with app.app_context():
        if is_installed():
            root = root_without_asking(app.config["SETTINGS"], keys_folder(app), root_key)
            if root is not None:
                adopt_root(app, root)
    Housekeeper(app).start()
    door = Door(app)
    if door.open():
        atexit.register(door.close)
    return app
