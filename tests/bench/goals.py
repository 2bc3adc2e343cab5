"""What the application takes beside its floor: ``python -m tests.bench.goals``.

Demonstrations of thousands of cases are served side by side with their floor (see ``floor``): bare WSGI and raw
sqlite3 that unwraps and opens the same for each row. Everything is asked in turn, first here, then there, in one run,
so that other work on the machine slows all alike; the ratios of the medians are compared with what is promised. All of
it is asked by a signed-in coordinator, with permissions, both codes of each row and the events of page views; a page
without its event comes from the same application, served beside itself (see ``unseen_server``).

``--against URL`` asks another served program in the same rounds, a rival; ``--targets`` names the TOML file that tells
how to sign in there and what is asked (see ``rivals``).
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from tests.bench.demonstrations import demonstration_of
from tests.bench.exports import measure_exports
from tests.bench.files_moved import measure_files
from tests.bench.floor import OPENED, REPORT
from tests.bench.many_cases import Taken, processor_seconds, wait_for_chores
from tests.bench.model_access import measure_access
from tests.bench.rivals import Rival, rival_at
from tests.bench.sites import NUMBER, Site, begin_site
from tests.deep.figures import figure
from tests.frame.served import Answer, Browser

CASES, ROUNDS = (10_000, 100_000), 40
GROWTH = 1.3
"""How many times as long a list may take with ten times as many cases."""


@dataclass(frozen=True)
class Operation:
    """What is measured: how to ask the application and the floor, and how many times as long it may take."""

    name: str
    ours: Callable[[Site, Browser], Answer]
    floor: Callable[[Site, Browser], Answer]
    at_most: float
    at_most_unseen: float | None = None
    """The same without its event; None where that says nothing."""
    called: str = ""
    """What rivals call it."""
    status: int = 200
    grows: float | None = None
    rounds: float = 1.0


def _number(site: Site, browser: Browser) -> Answer:
    site.search(browser, NUMBER)
    return browser.get("/search/")


def _report(site: Site, browser: Browser) -> Answer:
    fields = {"csrf_token": site.token, "readers": "inside", "file_format": "csv", "reason": "A measurement"}
    return browser.send("/reports/export", urlencode(fields).encode())


def _plan(name: str) -> Callable[[Site, Browser], Answer]:
    return lambda site, browser: browser.get(OPENED + str(site.plans[name]).lstrip("/"))


OPERATIONS = (
    Operation(
        "list of 50", lambda _site, browser: browser.get("/cases/"), lambda _site, browser: browser.get("/cases/"),
        3.0, called="list", grows=GROWTH,
    ),
    Operation(
        "list of 50, its last page but one", lambda site, browser: browser.get(site.deep),
        lambda site, browser: browser.get(f"/cases/?ahead={site.ahead_of}"), 3.0, grows=GROWTH,
    ),
    Operation("case page", lambda site, browser: browser.get(site.case), _plan("case"), 4.0, 2.2, called="case"),
    Operation(
        "exact reference", lambda site, browser: site.search(browser, site.reference), _plan("reference"), 3.0,
        called="exact", status=302,
    ),
    Operation("exact telephone", _number, _plan("number"), 3.0),
    Operation(
        "report of three dimensions", _report, lambda _site, browser: browser.get(REPORT), 1.2, called="report",
        rounds=0.1,
    ),
)  # fmt: skip


def taken_for(ask: Callable[[], Answer], worker: int | None, status: int) -> Taken:
    """Ask once."""
    used, start = processor_seconds(worker) if worker else 0.0, time.perf_counter()
    answer = ask()
    took = time.perf_counter() - start
    assert answer.status == status, f"{answer.status} instead of {status}"
    return Taken(took, (processor_seconds(worker) if worker else 0.0) - used)


def median(taken: list[Taken]) -> Taken:
    """The medians of both clocks."""
    return Taken(
        statistics.median(one.clock for one in taken), statistics.median(one.processor for one in taken)
    )


class Measured:
    """Which promises were kept."""

    kept = True

    def say(self, name: str, value: str, *, kept: bool) -> None:
        """Print a figure and remember whether it keeps its promise."""
        self.kept = self.kept and kept
        figure(name, f"{value}: {'kept' if kept else 'BROKEN'}")


def measure(
    operation: Operation, sites: list[Site], rivals: list[Rival], rounds: int, measured: Measured
) -> None:
    """Ask everybody in turn and compare."""
    asked: dict[tuple[str, int], tuple[Callable[[], Answer], int | None, int]] = {}
    for site in sites:
        asked["ours", site.cases] = (
            partial(operation.ours, site, site.ours()),
            site.served.worker(),
            operation.status,
        )
        if operation.at_most_unseen is not None:
            unseen = partial(operation.ours, site, site.quiet())
            asked["unseen", site.cases] = unseen, site.unseen.worker(), operation.status
        asked["floor", site.cases] = partial(operation.floor, site, site.bare()), site.floor.worker(), 200
    for rival in rivals:
        if operation.called in rival.operations:
            asked[rival.name, 0] = partial(rival.ask, operation.called), None, 200
    taken: dict[tuple[str, int], list[Taken]] = {who: [] for who in asked}
    for number in range(max(3, round(rounds * operation.rounds)) + 1):
        for who, (ask, worker, status) in asked.items():
            one = taken_for(ask, worker, status)
            if number:
                taken[who].append(one)
    found = {who: median(each) for who, each in taken.items()}
    for site in sites:
        floor = found["floor", site.cases]
        for who, most in (("unseen", operation.at_most_unseen), ("ours", operation.at_most)):
            if most is not None:
                ours = found[who, site.cases]
                ratio = ours.clock / floor.clock
                measured.say(
                    f"{operation.name}{' without its event' if who == 'unseen' else ''}, {site.cases:,} cases",
                    f"{ours.clock * 1000:.1f} ms, {ratio:.2f} times its floor of {floor.clock * 1000:.1f} ms "
                    f"({ours.processor / floor.processor:.2f} of the processor); promised {most} times at most",
                    kept=ratio <= most,
                )
    for rival in rivals:
        if (rival.name, 0) in found:
            theirs = found[rival.name, 0].clock
            print(f"{operation.name}, {rival.name}: {theirs * 1000:.1f} ms")
    if operation.grows is not None and len(sites) > 1:
        few, many = found["ours", sites[0].cases].clock, found["ours", sites[-1].cases].clock
        measured.say(
            f"{operation.name}, {sites[-1].cases:,} cases beside {sites[0].cases:,}",
            f"{many / few:.2f} times; promised {operation.grows} at most",
            kept=many <= operation.grows * few,
        )


def main() -> int:
    """Measure; the exit code tells whether the promises are kept."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--folder", type=Path, help="where the demonstrations are kept")
    asked.add_argument("--cases", type=int, nargs="+", default=CASES)
    asked.add_argument("--rounds", type=int, default=ROUNDS)
    asked.add_argument("--only", default="", help="operations whose name has this in it")
    asked.add_argument("--against", action="append", default=[], help="the address of another served program")
    asked.add_argument("--targets", type=Path, help="how to sign in there, and what is asked")
    given = asked.parse_args()
    measured = Measured()
    with ExitStack() as stack:
        work = Path(stack.enter_context(TemporaryDirectory()))
        kept_in = given.folder or work
        folders = {cases: demonstration_of(kept_in, cases) for cases in given.cases}
        rivals = [rival_at(url, given.targets) for url in given.against]
        sites = [begin_site(stack, folder, cases, work) for cases, folder in folders.items()]
        for worker in (worker.worker() for site in sites for worker in (site.served, site.unseen)):
            wait_for_chores(worker)
        for operation in OPERATIONS:
            if given.only in operation.name:
                measure(operation, sites, rivals, given.rounds, measured)
        if given.only in "export of rows":
            for site in sites:
                measure_exports(site, measured.say)
        if given.only in "upload download":
            measure_files(sites[0], work, measured.say)
        if given.only in "model access":
            measure_access(folders[given.cases[0]], measured.say)
    return 0 if measured.kept else 1


if __name__ == "__main__":
    sys.exit(main())
