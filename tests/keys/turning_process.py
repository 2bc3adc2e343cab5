"""Rotates, wraps anew, renews and destroys on an instance until killed; the process has nothing else."""

import os
import sys
from pathlib import Path

from caseapp.application import create_app
from caseapp.keys.changing import rotate
from caseapp.keys.destroying import destroy
from caseapp.keys.renewing import renew_scopes, scopes_older_than
from caseapp.keys.rewrapping import rewrap
from caseapp.setup.installing import adopt_root, keys_folder
from caseapp.vault import Purpose, open_file_root
from tests.conftest import settings_for


def main() -> None:
    """Say when it begins, and never end."""
    app = create_app(settings_for(Path(os.environ["CASEAPP_INSTANCE_PATH"])))
    with app.app_context():
        adopt_root(app, open_file_root(keys_folder(app)))
        sys.stdout.write("turning\n")
        sys.stdout.flush()
        while True:
            former = rotate(None, Purpose.SCOPE_WRAP) - 1
            rotate(None, Purpose.ROW_MAC)
            rewrap(None)
            renew_scopes(None, scopes_older_than(0))
            destroy(None, Purpose.SCOPE_WRAP, former)
