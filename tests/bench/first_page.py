"""How long it takes from a clone to the first page: ``python -m tests.bench.first_page``.

The checkout is cloned into a folder of its own and ``make demo`` is run there, as somebody would who looks for the
first time: environment, database, invented cases, server. Packages come from the caches of the machine.
"""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.deep.figures import figure
from tests.frame.served import ROOT, free_port

PROMISE = 90.0
"""Seconds from the beginning of the clone to the first page."""
PATIENCE = 600.0


def answers(port: int) -> bool:
    """Whether the page of the sign-in is there."""
    try:
        with urllib.request.urlopen(f"http://localhost:{port}/sign-in", timeout=5) as response:
            return bool(response.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def seconds_to_first_page(folder: Path) -> float:
    """Clone, run, wait for the page; returns the seconds it took."""
    start, port, clone = time.perf_counter(), free_port(), folder / "clone"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("CASEAPP_")}
    process = subprocess.Popen(
        ["make", "--no-print-directory", "demo", f"PORT={port}"],
        cwd=clone,
        env=kept,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        while not answers(port):
            if process.poll() is not None or time.perf_counter() - start > PATIENCE:
                raise RuntimeError("make demo came to no page")
            time.sleep(0.1)
        return time.perf_counter() - start
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()


def main() -> int:
    """Measure; the exit code tells whether the promise is kept."""
    with TemporaryDirectory() as folder:
        seconds = seconds_to_first_page(Path(folder))
    kept = seconds < PROMISE
    figure(
        "From a clone to the first page of `make demo`",
        f"{seconds:.0f} s; promised under {PROMISE:.0f} s: {'kept' if kept else 'BROKEN'}",
    )
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
