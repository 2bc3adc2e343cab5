"""``python -m tests.bench.unseen_server``: the production server without the events of page views.

What a page costs by itself is stated apart from what its entry in the audit log costs: the same application is served
beside itself, and here nothing that a page shows is noted. Nothing else differs; acts are still recorded.
"""

import gc
import logging
import os
from pathlib import Path

from flask import Flask, Response, g

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

        @app.after_request
        def forget_views(response: Response) -> Response:
            g.pop("caseapp_seen", None)  # registered last, so it runs before the one that would write them
            return response

        return app

    Server(options_from(settings), make).run()
