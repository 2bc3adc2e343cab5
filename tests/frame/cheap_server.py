"""`python -m tests.frame.cheap_server`: the production server on an instance whose passphrases cost little."""

import logging
import os
from pathlib import Path

from flask import Flask

from caseapp.processes.across_workers import AcrossWorkers
from caseapp.serving.server import Server, StillWanted, options_from
from caseapp.serving.worker import ready_worker
from caseapp.setup.roots import take_handed_key
from tests.conftest import settings_for

FILE_BYTES = "SERVED_FILE_BYTES"
"""Names how large a file may be, where that is more than by default."""
BACKUP_AT = "SERVED_BACKUP_AT"
"""Names when the daily backup is made, where that is not by default; empty for never."""


def main() -> None:
    """Serve until stopped."""
    logging.basicConfig(level=logging.INFO)
    os.umask(0o077)
    named = ((FILE_BYTES, "file_bytes", int), (BACKUP_AT, "backup_at", str))
    other = {setting: read(os.environ[name]) for name, setting, read in named if name in os.environ}
    folder = Path(os.environ["CASEAPP_INSTANCE_PATH"])
    settings = settings_for(
        folder, port=int(os.environ["PORT"]), workers=int(os.environ.get("CASEAPP_WORKERS", "1")), **other
    )
    handed = take_handed_key(settings)

    def make(across: AcrossWorkers, still_wanted: StillWanted) -> Flask:
        return ready_worker(across, None, lambda: handed, still_wanted, settings)

    Server(options_from(settings), settings.instance_path, make).run()


if __name__ == "__main__":
    main()
