"""The process that answers: the application with its keys, if nobody has to be asked for them, and with its chores."""

import gc
from collections.abc import Callable

from flask import Flask

from caseapp.application import create_app
from caseapp.config import Settings, load_settings
from caseapp.db.unlocked import vault_of
from caseapp.jobs.housekeeping import Housekeeper
from caseapp.paths import instance_folder
from caseapp.processes.across_workers import AcrossWorkers
from caseapp.serving.one_of_several import OneOfSeveral
from caseapp.setup.door import Door
from caseapp.setup.ending import EXTENSION, Ending
from caseapp.setup.installing import adopt_root, is_installed, keys_folder
from caseapp.setup.looking import Looking
from caseapp.setup.roots import root_without_asking
from caseapp.setup.unlocking import LOCKS
from caseapp.vault import SIGN_IN_GATE, self_test

LOOK_FOR_GARBAGE = (25_000, 20, 20)
"""A page makes many thousand small objects that go by themselves: Python's own first number has it look a hundred times
a page for those that don't."""


def ready_worker(
    across: AcrossWorkers,
    setup_token: str | None,
    root_key: Callable[[], str | None],
    still_wanted: Callable[[], bool],
    settings: Settings | None = None,
) -> Flask:
    """Return the application on the instance folder that the command has made ready, its chores begun.

    ``setup_token`` is the secret of the set-up link while nothing is installed, ``root_key`` gives what was handed
    over. After a lock it has no keys, whoever holds their root, until somebody unlocks it. One of several workers that
    finds another one keeping is ready when it was given the keys; meanwhile it asks ``still_wanted`` whether to go on.

    Raises:
        SettingError: a setting does not do, or the root key is not to be had.
        VaultError: the keys are not those of the database.
    """
    self_test()
    gc.set_threshold(*LOOK_FOR_GARBAGE)
    app = create_app(settings or load_settings(instance_folder()))
    app.config.update(
        SETUP_TOKEN=setup_token,
        SECRET_KEY=across.secret_key,
        LOCKED_SESSION_KEY=across.locked_session_key,
    )
    door = Door(app)
    app.extensions |= {LOCKS: across.locks, EXTENSION: Ending(door.leave)}

    def serve_alone() -> None:
        _open(app, across, root_key)
        Housekeeper(app).start()
        if across.door is not None:
            door.hear_at(across.door)

    if across.several is not None:
        SIGN_IN_GATE.share(across.several.count)
    SIGN_IN_GATE.leave_free(app.config["SETTINGS"].threads)
    if across.several is None:
        looking = Looking(app)
        serve_alone()
        looking.begin()
    else:
        OneOfSeveral(app, across.several, serve_alone).begin(still_wanted)
    return app


def _open(app: Flask, across: AcrossWorkers, root_key: Callable[[], str | None]) -> None:
    if vault_of(app).keys is not None or across.locks.is_locked:
        return
    with app.app_context():
        if is_installed():
            root = root_without_asking(app.config["SETTINGS"], keys_folder(app), root_key())
            if root is not None:
                adopt_root(app, root)
