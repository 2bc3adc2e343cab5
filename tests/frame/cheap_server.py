"""`python -m tests.frame.cheap_server`: the production server on an instance whose passphrases cost little."""

import gc
import logging
import os
from pathlib import Path

from flask import Flask

from caseapp.application import create_app
from caseapp.jobs.housekeeping import Housekeeper
from caseapp.server import Server, options_from
from caseapp.setup.door import Door
from caseapp.setup.installing import adopt_root, keys_folder
from caseapp.setup.roots import root_without_asking, take_handed_key
from caseapp.worker import LOOK_FOR_GARBAGE
from tests.conftest import settings_for

if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    os.umask(0o077)
    settings = settings_for(Path(os.environ["CASEAPP_INSTANCE_PATH"]), port=int(os.environ["PORT"]))
    handed = take_handed_key(settings)

    def make() -> Flask:
        gc.set_threshold(*LOOK_FOR_GARBAGE)
        app = create_app(settings)
        with app.app_context():
            root = root_without_asking(settings, keys_folder(app), handed)
            if root is not None:
                adopt_root(app, root)
        Housekeeper(app).start()
        Door(app).open()
        return app

    Server(options_from(settings), make).run()
