"""`python -m tests.frame.cheap_server`: the production server on an instance whose passphrases cost little."""

import gc
import logging
import os
from pathlib import Path

from flask import Flask

from caseapp.application import create_app
from caseapp.jobs.housekeeping import Housekeeper
from caseapp.server import Server, options_from
from caseapp.setup.installing import adopt_root, keys_folder
from caseapp.vault import open_file_root
from caseapp.worker import LOOK_FOR_GARBAGE
from tests.conftest import settings_for

if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    os.umask(0o077)
    settings = settings_for(Path(os.environ["CASEAPP_INSTANCE_PATH"]), port=int(os.environ["PORT"]))

    def make() -> Flask:
        gc.set_threshold(*LOOK_FOR_GARBAGE)
        app = create_app(settings)
        with app.app_context():
            adopt_root(app, open_file_root(keys_folder(app)))
        Housekeeper(app).start()
        return app

    Server(options_from(settings), make).run()
