"""Do the tests notice mistakes? ``python -m tests.deep.mutation`` makes a sample of them, one at a time.

The sample is drawn with a stated seed, as many of every package. What was tried is remembered in a file, so a run that
was broken off goes on where it was; a module that has changed since is tried anew. ``--sample 0`` tries them all.
"""

import argparse
import ast
import hashlib
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir

from tests.deep.figures import figure
from tests.deep.mutant import ROOT
from tests.deep.mutating import mutations

TESTS = {
    "vault": ["tests/vault", "tests/frame/test_ciphertexts.py"],
    "access": [
        "tests/access",
        "tests/cases",
        "tests/security",
        "tests/frame/test_tampering.py",
        "tests/people",
        "tests/frame/test_permissions.py",
        "tests/frame/test_reach.py",
    ],
    "consents": ["tests/consents", "tests/disclosures", "tests/contact_requests"],
    "disclosures": ["tests/disclosures", "tests/letters/test_sending.py", "tests/security", "tests/consents"],
    "workflow": [
        "tests/workflow",
        "tests/statements",
        "tests/reviews",
        "tests/letters",
        "tests/contact_requests",
    ],
}
"""The packages on which a life can hang, and the tests that are about each of them, the nearest first."""
SAMPLE, SEED, FLOOR = 15, 20261125, 85
"""Mistakes of each package, the seed they are drawn with, and how many of a hundred are to be noticed."""
LIMIT = 300
"""Seconds after which a mistake counts as noticed: the tests never ended."""


@dataclass(frozen=True)
class Mutant:
    """One mistake in one module."""

    package: str
    path: str
    number: int
    line: int
    what: str
    source: str
    """Digest of the module, so that a result is not taken for that of another text."""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}"


def all_mutants(package: str) -> Iterator[Mutant]:
    """Every mistake that can be made in a package."""
    for path in sorted((ROOT / "caseapp" / package).rglob("*.py")):
        text = path.read_text("utf-8")
        source = hashlib.sha256(text.encode()).hexdigest()[:12]
        for number, found in enumerate(mutations(ast.parse(text))):
            yield Mutant(package, str(path.relative_to(ROOT)), number, found.line, found.what, source)


def sample(size: int, seed: int) -> list[Mutant]:
    """The mistakes to try: so many of each package, all of them for 0."""
    chosen: list[Mutant] = []
    for package in TESTS:
        found = list(all_mutants(package))
        chosen += random.Random(f"{seed} {package}").sample(found, min(size or len(found), len(found)))
    return chosen


def is_noticed(mutant: Mutant) -> bool:
    """Run the tests about its package until the first of them fails."""
    tests = [test for test in TESTS[mutant.package] if (ROOT / test).exists()]
    options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "tests.deep.mutant"]
    try:
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", *options, *tests],
            cwd=ROOT,
            env={**os.environ, "MUTANT": f"{mutant.path}:{mutant.number}", "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=False,
            timeout=LIMIT,
        )
    except subprocess.TimeoutExpired:
        return True
    return ran.returncode != 0


def try_all(mutants: list[Mutant], memory: Path, workers: int) -> dict[Mutant, bool]:
    """Try every mistake that was not tried before; returns which were noticed."""
    known: dict[str, bool] = {}
    if memory.exists():
        known = dict(json.loads(line) for line in memory.read_text("utf-8").splitlines())
    outcomes: dict[Mutant, bool] = {}

    def one(mutant: Mutant) -> None:
        key = f"{mutant.source} {mutant.path} {mutant.number}"
        if key not in known:
            known[key] = is_noticed(mutant)
            with memory.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps([key, known[key]]) + "\n")
            print(f"{'noticed' if known[key] else 'SURVIVED'}  {mutant}", flush=True)
        outcomes[mutant] = known[key]

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(one, mutants))
    return outcomes


def share(outcomes: list[bool]) -> str:
    """How many of them, in words."""
    return f"{sum(outcomes)} of {len(outcomes)} ({100 * sum(outcomes) / len(outcomes):.0f} %)"


def main() -> int:
    """Try the sample and name the survivors; the exit code tells whether the floor is reached."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sample", type=int, default=SAMPLE)
    asked.add_argument("--seed", type=int, default=SEED)
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--memory", type=Path, default=Path(gettempdir()) / "caseapp-mutants.jsonl")
    given = asked.parse_args()
    outcomes = try_all(sample(given.sample, given.seed), given.memory, given.workers)
    survivors = [str(mutant) for mutant, noticed in outcomes.items() if not noticed]
    print(*survivors, sep="\n")
    for package in TESTS:
        figure(
            f"Mistakes noticed in caseapp/{package}",
            share([noticed for mutant, noticed in outcomes.items() if mutant.package == package]),
        )
    drawn = f"sample of {len(outcomes)}, seed {given.seed}" if given.sample else "all of them"
    listed = "; ".join(f"`{survivor}`" for survivor in sorted(survivors)) or "none"
    figure("Mistakes noticed in all five", f"{share(list(outcomes.values()))}, {drawn}; survivors: {listed}")
    return 0 if 100 * sum(outcomes.values()) >= FLOOR * len(outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
