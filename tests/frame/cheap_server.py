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

FILE_BYTES = "SERVED_FILE_BYTES"
"""Names how large a file may be, where that is more than by default."""

if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    os.umask(0o077)
    larger = {"file_bytes": int(os.environ[FILE_BYTES])} if FILE_BYTES in os.environ else {}
    folder = Path(os.environ["CASEAPP_INSTANCE_PATH"])
    settings = settings_for(folder, port=int(os.environ["PORT"]), **larger)
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
