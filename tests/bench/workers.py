"""How many pages of the case list several workers give out, beside one.

    python -m tests.bench.workers FOLDER

FOLDER is an instance of a demonstration, which stays as it is: a copy is served. Colleagues who are signed in ask for
the list again and again, each over a line of its own, from a process apart.
"""

import multiprocessing
import shutil
import sys
import tempfile
import threading
import time
from pathlib import Path
from statistics import median

from caseapp.demo.making import PASSPHRASE
from tests.frame.served import Browser, serving_cheaply

COLLEAGUES = ("support", "support2", "coordinator", "support", "support2", "coordinator")
SECONDS = 10.0


def pages(port: int, path: str) -> tuple[int, float]:
    """How many pages they were given in that time, and how long each took in the median, in milliseconds."""
    took: list[float] = []
    browsers = [Browser(port).sign_in(name, PASSPHRASE) for name in COLLEAGUES]
    for browser in browsers:
        for _time in range(4):
            browser.get(path)
    ends = time.monotonic() + SECONDS

    def ask(browser: Browser) -> None:
        while (began := time.monotonic()) < ends:
            assert browser.get(path).status == 200
            took.append(time.monotonic() - began)

    threads = [threading.Thread(target=ask, args=(browser,)) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(took), 1000 * median(took)


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "instance"
        shutil.copytree(sys.argv[1], folder)
        folder.chmod(0o700)
        for workers in (1, 2, 1, 2):
            with serving_cheaply(folder, CASEAPP_WORKERS=str(workers)) as served:
                time.sleep(5)  # the names are read first
                with multiprocessing.get_context("spawn").Pool(1) as apart:
                    count, took = apart.apply(pages, (served.port, "/cases/"))
            print(
                f"{workers} workers: {count / SECONDS:.1f} pages a second, {took:.0f} ms each in the median"
            )


if __name__ == "__main__":
    main()
