"""How much memory the server holds while nobody asks: ``python -m tests.bench.idle_memory``.

A demonstration is served as anybody would serve it, some of its pages are opened, then it is left alone for a while.
The server and its worker share pages; where the system tells the share of each, such pages count once.
"""

import re
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from caseapp.demo.making import PASSPHRASE
from tests.deep.figures import figure
from tests.frame.served import Served, serving

PROMISE = 150.0
"""Megabytes."""
LEFT_ALONE = 10.0
"""Seconds."""
PAGES = ("/", "/cases/", "/letters/", "/requests/", "/next-steps/", "/authorities/")


def megabytes(process_id: int) -> float:
    """What a process holds: its share of the pages where that may be read, else all that is resident for it."""
    place = Path(f"/proc/{process_id}")
    try:
        found = re.search(r"^Pss:\s+(\d+) kB", (place / "smaps_rollup").read_text(), re.MULTILINE)
    except OSError:
        found = None
    found = found or re.search(r"^VmRSS:\s+(\d+) kB", (place / "status").read_text(), re.MULTILINE)
    assert found, "the system tells nothing about this process"
    return int(found.group(1)) / 1024


def use(served: Served) -> None:
    """Open some pages, as a coordinator would in the morning."""
    browser = served.browser().sign_in("coordinator", PASSPHRASE)
    for path in PAGES:
        assert browser.get(path).status == 200


def main() -> int:
    """Measure; the exit code tells whether the promise is kept."""
    with TemporaryDirectory() as folder, serving(Path(folder) / "instance", ("demo", "--serve")) as served:
        use(served)
        time.sleep(LEFT_ALONE)
        held = sum(megabytes(process) for process in served.processes())
    kept = held < PROMISE
    figure(
        "Memory of the idle server, all its processes",
        f"{held:.1f} MB; promised under {PROMISE:.0f} MB: {'kept' if kept else 'BROKEN'}",
    )
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
