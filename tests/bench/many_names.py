"""Whether the search of names bears a million of them: ``python -m tests.bench.many_names``.

Names are invented ones, or those of ``--haystack`` (one a line; ``--column`` of a file with tabs) and invented ones up
to the number. Queries are as people ask: as on record, in the other script, order swapped, a part left out, one letter
mistyped; half of them for names that many bear. They are asked by somebody who may see all, by one whose visible names
are asked for as they come, and by one who may see few.
"""

import argparse
import resource
import statistics
import sys
import time
from collections.abc import Callable, Collection
from pathlib import Path
from random import Random

from caseapp.names import Allowed, NameIndex
from tests.bench.name_slips import SLIPS, mistyped
from tests.deep.figures import figure
from tests.names.invented import Invented, invented_people

MILLION, QUERIES, LIMIT = 1_000_000, 300, 20
READY_WITHIN = 60.0
"""Seconds of the processor."""
ANSWERED_WITHIN = 0.15
"""Seconds of the processor, which waits for nobody else's work, for 95 of 100 queries."""
FEW = 200
SHOWN_EVERY = 100_000


def queries_for(people: list[Invented], random: Random) -> list[str]:
    """Queries in turn of each kind, each for somebody drawn at random: who bears a common name is drawn often."""
    kinds: list[Callable[[Invented], str]] = [
        lambda person: person.recorded,
        lambda person: person.persian if person.recorded_in_latin else person.latin,
        lambda person: " ".join(reversed(person.recorded.split())),
        lambda person: person.recorded.split()[random.randrange(len(person.recorded.split()))],
        lambda person: (
            mistyped(random, person.latin, random.choice(list(SLIPS.values())), short=False) or person.latin
        ),
    ]
    return [kinds[number % len(kinds)](random.choice(people)) for number in range(QUERIES)]


def asked(index: NameIndex[int], queries: list[str], kind: str, allowed: Allowed[int] | None = None) -> float:
    """Print how long the queries take, and return the 95th percentile in seconds of the processor."""
    took, used = [], []
    for query in queries:
        start, begun = time.perf_counter(), time.process_time()
        index.search(query, LIMIT, allowed)
        took.append(time.perf_counter() - start)
        used.append(time.process_time() - begun)
    late = statistics.quantiles(used, n=20)[-1]
    figure(
        f"A name among {len(index):,}, {kind}",
        f"median {1000 * statistics.median(used):.0f} ms of the processor, 95 of 100 within {1000 * late:.0f} ms, "
        f"the longest {1000 * max(used):.0f} ms; by the clock {1000 * statistics.median(took):.0f} ms "
        f"and {1000 * statistics.quantiles(took, n=20)[-1]:.0f} ms",
    )
    return late


def filled(names: list[str]) -> NameIndex[int]:
    """The index of the names, by their number; its length tells how far it is."""
    index: NameIndex[int] = NameIndex()
    for number, name in enumerate(names):
        index.add(number, name)
        if len(index) % SHOWN_EVERY == 0:
            print(f"{len(index):,} of {len(names):,}", flush=True)
    return index


def peak() -> float:
    """The most memory that this process held so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    """Measure; the exit code tells whether the promises are kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--names", type=int, default=MILLION)
    parser.add_argument("--haystack", type=Path, help="a file with a name a line")
    parser.add_argument(
        "--column", type=int, default=1, help="which column of the file, where tabs part columns"
    )
    options = parser.parse_args()
    people = invented_people(options.names)
    names = [person.recorded for person in people]
    if options.haystack is not None:
        lines = options.haystack.read_text("utf-8").splitlines()
        names[: len(lines)] = [line.split("\t")[options.column - 1] for line in lines]
    before, start, begun = peak(), time.perf_counter(), time.process_time()
    index = filled(names)
    ready, by_clock = time.process_time() - begun, time.perf_counter() - start
    figure(
        f"Index of {len(index):,} names",
        f"ready in {ready:.1f} s of the processor, {by_clock:.1f} by the clock; {peak() - before:.0f} MB",
    )
    queries = queries_for(people, Random(1))
    few = frozenset(Random(2).sample(range(len(names)), FEW))

    def odd(keys: Collection[int]) -> set[int]:
        return {key for key in keys if key % 2}

    late = max(
        asked(index, queries, "all allowed"),
        asked(index, queries, "every other one allowed, asked as they come", odd),
        asked(index, queries, f"{FEW} allowed", few),
    )
    start = time.perf_counter()
    index.add(len(names), "Somebody New")
    index.remove(0)
    found = index.search("Somebody New", 1)[0][0] == len(names)
    figure("A name added, one removed, the new one found", f"{1000 * (time.perf_counter() - start):.0f} ms")
    kept = ready < READY_WITHIN and late < ANSWERED_WITHIN and found
    print("kept" if kept else "BROKEN")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
