"""`python -m tests.frame.cheap_server`: the production server on an instance whose passphrases cost little."""

import logging
import os
import sys
from pathlib import Path

from caseapp import create_app
from caseapp.cli import serve
from caseapp.setup.installing import adopt_keyring, keys_folder
from caseapp.vault import open_file_root
from tests.conftest import settings_for

if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    os.umask(0o077)
    app = create_app(settings_for(Path(os.environ["CASEAPP_INSTANCE_PATH"]), port=int(os.environ["PORT"])))
    with app.app_context():
        adopt_keyring(app, open_file_root(keys_folder(app)))
    serve(app)
    sys.exit(0)
