"""``python -m tests.bench.unseen_server``: the production server without the events of page views.

What a page costs by itself is stated apart from what its entry in the audit log costs: the same application is served
beside itself, and here nothing that a page shows is noted. Nothing else differs; acts are still recorded.
"""

import logging
import os
from pathlib import Path

from flask import Flask, Response, g

from caseapp.processes.across_workers import AcrossWorkers
from caseapp.serving.server import Server, StillWanted, options_from
from caseapp.serving.worker import ready_worker
from caseapp.setup.roots import take_handed_key
from tests.conftest import settings_for

if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    os.umask(0o077)
    settings = settings_for(Path(os.environ["CASEAPP_INSTANCE_PATH"]), port=int(os.environ["PORT"]))
    handed = take_handed_key(settings)

    def make(across: AcrossWorkers, still_wanted: StillWanted) -> Flask:
        app = ready_worker(across, None, lambda: handed, still_wanted, settings)

        @app.after_request
        def forget_views(response: Response) -> Response:
            g.pop("caseapp_seen", None)  # registered last, so it runs before the one that would write them
            return response

        return app

    Server(options_from(settings), settings.instance_path, make).run()
