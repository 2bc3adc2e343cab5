"""Signing in by many at once, with the real cost of a passphrase: ``python -m tests.bench.sign_ins``.

A demonstration is served as it is in an office. So many browsers then send a passphrase at one moment, while others
look at a page of work and ask whether the server is well.
"""

import argparse
import statistics
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from caseapp.demo.making import PASSPHRASE
from tests.deep.figures import figure
from tests.frame.served import Browser, Served, serving

AT_ONCE, ROUNDS = 32, 5
ANSWER_WITHIN = 0.5
"""Seconds within which other pages answer meanwhile."""
LOOKED_AT = ("/health", "/cases/")


@dataclass
class Rush:
    """What came of many sign-ins at once: their answers, how long all took, what other pages took meanwhile."""

    answers: list[int] = field(default_factory=list)
    seconds: float = 0.0
    waits: dict[str, list[float]] = field(default_factory=lambda: {path: [] for path in LOOKED_AT})


def rush(served: Served, reader: Browser, at_once: int) -> Rush:
    """Let so many sign in at one moment; ``reader`` is signed in and works on."""
    found, done, start = Rush(), threading.Event(), threading.Barrier(at_once + 1)
    browsers = [served.browser() for _ in range(at_once)]
    tokens = [
        browser.get("/sign-in").text.partition('name="csrf_token" value="')[2].partition('"')[0]
        for browser in browsers
    ]

    def sign_in(browser: Browser, token: str) -> None:
        sent = f"csrf_token={token}&sign_in_name=support2&passphrase={PASSPHRASE.replace(' ', '+')}&next="
        start.wait(60)
        found.answers.append(browser.send("/sign-in", sent.encode()).status)

    def look(path: str) -> None:
        browser = reader if path != "/health" else served.browser()
        while not done.is_set():
            before = time.perf_counter()
            assert browser.get(path).status == 200
            found.waits[path].append(time.perf_counter() - before)
            time.sleep(0.02)  # as often as anybody could look; nothing depends on it

    threads = [threading.Thread(target=sign_in, args=pair) for pair in zip(browsers, tokens, strict=True)]
    watchers = [threading.Thread(target=look, args=[path]) for path in LOOKED_AT]
    for thread in (*threads, *watchers):
        thread.start()
    begun = time.perf_counter()
    start.wait(60)
    for thread in threads:
        thread.join()
    found.seconds = time.perf_counter() - begun
    done.set()
    for watcher in watchers:
        watcher.join()
    return found


def main() -> None:
    """Measure, and print what was found."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--at-once", type=int, default=AT_ONCE)
    arguments.add_argument("--rounds", type=int, default=ROUNDS)
    wanted = arguments.parse_args()
    with TemporaryDirectory() as place, serving(Path(place) / "instance", ("demo", "--serve")) as served:
        reader = served.browser().sign_in("support", PASSPHRASE)
        rush(served, reader, 2)  # what the first ones load
        rounds = [rush(served, reader, wanted.at_once) for _ in range(wanted.rounds)]
        assert served.stop() == 0
    answers = [answer for each in rounds for answer in each.answers]
    slowest = {path: max(max(each.waits[path]) for each in rounds) for path in LOOKED_AT}
    middle = {
        path: statistics.median(wait for each in rounds for wait in each.waits[path]) for path in LOOKED_AT
    }
    pages = ", ".join(
        f"{path} within {1000 * slowest[path]:.0f} ms (half of them within {1000 * middle[path]:.0f})"
        for path in LOOKED_AT
    )
    figure(
        f"{wanted.at_once} people signing in at once, {wanted.rounds} times, passphrases at full cost",
        f"{answers.count(302)} in, {answers.count(429)} asked to come back, "
        f"{len(answers) - answers.count(302) - answers.count(429)} otherwise; "
        f"at most {max(each.seconds for each in rounds):.1f} s; other pages answered meanwhile: {pages}; promised "
        f"within {1000 * ANSWER_WITHIN:.0f}: {'kept' if max(slowest.values()) < ANSWER_WITHIN else 'BROKEN'}",
    )


if __name__ == "__main__":
    main()
