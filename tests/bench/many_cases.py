"""Whether the office feels its ten thousandth case: ``python -m tests.bench.many_cases``.

Two demonstrations, one of a hundred cases and one of many (see ``enlarging``), are served side by side as anybody would
serve them, and people of each role sign in to both. Every page is asked for in turn, first here, then there, so that
other work on the machine slows both alike; medians are compared, and beside them what the server's processor time
says, which waits for nobody. The list of cases is measured beside its floor (see
``floor``) in the same way. Making them takes some minutes; ``--folder`` keeps them for the next run.
"""

import argparse
import re
import statistics
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

from flask import Flask

from caseapp.application import create_app
from caseapp.demo.making import PASSPHRASE
from caseapp.web.installed import features
from tests.bench.demonstrations import FEW, demonstration_of
from tests.conftest import settings_for
from tests.deep.figures import figure
from tests.frame.served import Answer, Browser, Served, serving, serving_cheaply

GROWTH = 1.5
"""How many times as long a promised page may take with many cases as with a hundred."""
ABOVE_FLOOR = 4.0
"""How many times as long as its floor the list of cases may take."""
MANY, ROUNDS = 10_000, 15
QUIET_FOR, BUSY = 5.0, 0.02
"""A server is quiet that used less than this share of the processor for so many seconds."""
READERS = ("coordinator", "support", "administrator", "auditor")
CASE_READERS = READERS[:2]
SOMEBODY = "Tirdad Shadmani"
"""One person with a case of theirs is called so, among a hundred and among many: the answer is the same."""
NAMES = {
    "search by name, as it is": SOMEBODY,
    "search by name, another script": "تیرداد شادمانی",
    "search by name, a slip": "Tirdat Shadmni",
    "search by a name of hundreds, as it is": "Arash Nemunei",
    "search by a name of hundreds, another script": "شیرین آزمایشی",
    "search by a name of hundreds, a slip": "Golnr Farzi",
}
"""The last three find a few among a hundred cases and as many as are shown among ten thousand, which have a hundred
of each: not the same answer, so nothing is promised."""
PROMISED = re.compile(r"^(list of cases|a case|search by name)")
CASE = re.compile(r'href="(/cases/[0-9a-f-]{36})"')
FLOOR = "/cases/"


@dataclass
class Place:
    """One served demonstration: who is signed in, and the addresses of pages that differ from place to place."""

    browsers: dict[str, Browser]
    worker: int
    """The process that answers."""
    case: str = ""
    tokens: dict[str, str] = field(default_factory=dict)

    def search(self, name: str, query: str) -> Answer:
        """Ask the search box; what was found stands on the page that it leads to."""
        browser = self.browsers[name]
        if name not in self.tokens:
            found = re.search(r'name="csrf-token" content="([^"]+)"', browser.get("/search/").text)
            assert found, "the page has no token"
            self.tokens[name] = found.group(1)
        fields = urlencode({"csrf_token": self.tokens[name], "query": query}).encode()
        assert browser.send("/search/find", fields).status == 302
        return browser.get("/search/")


@dataclass(frozen=True)
class Question:
    """What is asked of both places: its name, and how to ask it."""

    name: str
    ask: Callable[[Place], Answer]


def lists(app: Flask) -> Iterator[tuple[str, str]]:
    """Every list of every feature in each of its orders, and behind each value of its filters: name and address."""
    with app.test_request_context():
        for listing in (each for feature in features() for each in feature.lists):
            usual = listing.read({})
            label = f"list of {listing.name.replace('_', ' ')}"
            for code, url in usual.sort_urls().items():
                yield f"{label} by {code}", usual.url if code == usual.order.code else url
            for each in listing.filters:
                for code in each.choices:
                    yield f"{label}, {each.name} {code}", listing.read({each.name: code}).url


def questions(app: Flask) -> Iterator[Question]:
    """Everything that is measured."""
    for name in READERS:
        yield Question(f"home of {name}", lambda place, name=name: place.browsers[name].get("/"))  # type: ignore[misc]  # bound now
    for name in CASE_READERS:
        yield Question(f"a case, {name}", lambda place, name=name: place.browsers[name].get(place.case))  # type: ignore[misc]  # bound now
        for what, query in NAMES.items():
            yield Question(
                f"{what}, {name}",
                lambda place, name=name, query=query: place.search(name, query),  # type: ignore[misc]  # bound now
            )
        for label, url in lists(app):
            yield Question(
                f"{label}, {name}", lambda place, name=name, url=url: place.browsers[name].get(url)
            )  # type: ignore[misc]  # bound now


@dataclass(frozen=True)
class Taken:
    """What an answer takes: seconds on the clock, and of the processor."""

    clock: float
    processor: float

    def __str__(self) -> str:
        return f"{self.clock * 1000:8.1f} ms (processor {self.processor * 1000:6.1f} ms)"


def processor_seconds(process_id: int) -> float:
    """What all threads of a process have used so far."""
    tasks = Path(f"/proc/{process_id}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


def taken_for(question: Question, place: Place) -> Taken:
    """Ask once."""
    used, start = processor_seconds(place.worker), time.perf_counter()
    answer = question.ask(place)
    took = time.perf_counter() - start
    assert answer.status == 200, f"{question.name}: {answer.status}"
    return Taken(took, processor_seconds(place.worker) - used)


def medians(question: Question, places: list[Place], rounds: int) -> list[Taken]:
    """The medians of each place, asked in turn, after a first answer that does not count."""
    asked: list[list[Taken]] = [[] for _place in places]
    for number in range(rounds + 1):
        for index, place in enumerate(places):
            taken = taken_for(question, place)
            if number:
                asked[index].append(taken)
    return [
        Taken(statistics.median(one.clock for one in each), statistics.median(one.processor for one in each))
        for each in asked
    ]


def signed_in(served: Served) -> Place:
    """A served demonstration with everybody signed in, and a case that the support worker may see, too."""
    browsers = {name: served.browser().sign_in(name, PASSPHRASE) for name in READERS}
    place = Place(browsers, served.worker())
    cases = CASE.findall(place.browsers["support"].get("/cases/?sort=-created").text)
    place.case = cases[0]
    if SOMEBODY not in place.search("support", SOMEBODY).text:
        form = {"new_id": str(uuid.uuid4()), "name": SOMEBODY, "language": "fa", "safe_now": "yes"}
        assert place.browsers["support"].post("/cases/new", form).status == 302
    return place


def wait_until_quiet(place: Place) -> None:
    """Ask once by name, which reads the index of names, and wait until the chores of the start are done."""
    place.search("coordinator", SOMEBODY)
    wait_for_chores(place.worker)


def wait_for_chores(worker: int) -> None:
    """Wait until a process that answers does nothing by itself."""
    used, busy = processor_seconds(worker), True
    while busy:
        time.sleep(QUIET_FOR)
        now = processor_seconds(worker)
        used, busy = now, now - used > BUSY * QUIET_FOR


def main() -> int:
    """Measure; the exit code tells whether the promises are kept."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--folder", type=Path, help="where the demonstrations are kept")
    asked.add_argument("--cases", type=int, default=MANY)
    asked.add_argument("--rounds", type=int, default=ROUNDS)
    asked.add_argument("--only", type=re.compile, default=re.compile(""), help="pages whose names match this")
    given = asked.parse_args()
    kept = True
    with ExitStack() as stack:
        kept_in = given.folder or Path(stack.enter_context(TemporaryDirectory()))
        folders = [demonstration_of(kept_in, cases) for cases in (FEW, given.cases)]
        app = create_app(settings_for(folders[0]))
        places = [signed_in(stack.enter_context(serving_cheaply(folder))) for folder in folders]
        for place in places:
            wait_until_quiet(place)
        for question in questions(app):
            if given.only.search(question.name):
                few, many = medians(question, places, given.rounds)
                rows = [question.ask(place).text.count("<tr>") for place in places]
                alike = rows[0] == rows[1]  # behind some filters a hundred cases have only a handful
                promised = bool(PROMISED.search(question.name)) and alike
                broken = promised and many.clock > GROWTH * few.clock
                kept = kept and not broken
                print(
                    f"{few} {many} {many.clock / few.clock:5.2f} ({many.processor / few.processor:5.2f})"
                    f"  {question.name}{'' if not promised else ': BROKEN' if broken else ': kept'}"
                    f"{'' if alike else f', {rows[1]} rows beside {rows[0]}'}",
                    flush=True,
                )
        floor = stack.enter_context(serving(folders[1], (), module="tests.bench.floor"))
        jar = places[1].browsers["coordinator"].jar
        bare_place = Place({"coordinator": Browser(floor.port, jar)}, floor.worker())
        listed = Question("list of cases", lambda place: place.browsers["coordinator"].get(FLOOR))
        bare, ours = medians(listed, [bare_place, places[1]], 3 * given.rounds)
    kept = kept and ours.clock <= ABOVE_FLOOR * bare.clock
    figure(
        f"The list of {given.cases:,} cases beside its floor",
        f"{ours.clock / bare.clock:.1f} times, {ours.processor / bare.processor:.1f} times of the processor; "
        f"promised {ABOVE_FLOOR:.0f} times at most: {'kept' if ours.clock <= ABOVE_FLOOR * bare.clock else 'BROKEN'}",
    )
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
