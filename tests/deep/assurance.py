"""The long tier as one command, and the page of what it found: ``python -m tests.deep.assurance``.

Every part is run by itself, one after the other, and notes its figures; ``docs/assurance.md`` is written at the end,
with the date, the commit, and which parts were run and how they ended. ``--only`` runs some of the parts; ``--figures``
names a file of figures that tests run by themselves have noted before, which then stand on the page too.
"""

import argparse
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.deep.figures import FILE_OF_FIGURES, PAGE, commit, figures_in
from tests.frame.served import ROOT
from tests.fuzzing import FUZZ_TIMES

TIMES = "25"
"""How many times as often as in ``make test`` invented input is tried."""
PYTEST = ("-m", "pytest", "-p", "no:cacheprovider")
HEAD = """\
# What was measured

Written by `make test-deep`; `make test` runs the same tests with smaller numbers. Not here yet, because the product
does not have it yet: PostgreSQL, sealed cases.

Measured on {day}, at commit `{commit}`, on a machine with {cores} cores that others used too.

| part | command | ended | minutes |
| --- | --- | --- | --- |
"""


@dataclass(frozen=True)
class Part:
    """One part of the long tier: what it is and the command behind it."""

    what: str
    command: tuple[str, ...]
    more: dict[str, str] = field(default_factory=dict)


PARTS = {
    "tests": Part(
        "all that `make test` runs", (*PYTEST, "-n", os.environ.get("WORKERS", "2"), "--dist", "worksteal")
    ),
    "floors": Part("floors at their full counts, kills, load, random walks", (*PYTEST, "-m", "deep")),
    "fuzzing": Part(
        f"invented input, {TIMES} times as often",
        (*PYTEST, "-m", "hypothesis and not deep"),
        {FUZZ_TIMES: TIMES},
    ),
    "mutation": Part("mistakes made on purpose", ("-m", "tests.deep.mutation")),
    "letter": Part("letters as PDF", ("-m", "tests.bench.letter_pdf")),
    "memory": Part("memory of the idle server", ("-m", "tests.bench.idle_memory")),
    "many cases": Part(
        "many cases beside few, and a list beside its floor", ("-m", "tests.bench.many_cases")
    ),
    "goals": Part("speed beside the floor of each operation", ("-m", "tests.bench.goals")),
    "slips": Part("names with a letter mistyped", ("-m", "tests.bench.name_slips")),
    "many names": Part("a name among a million", ("-m", "tests.bench.many_names")),
    "first page": Part("clone to first page", ("-m", "tests.bench.first_page")),
}


def ran(part: Part, figures: Path) -> tuple[bool, float]:
    """Run a part; returns whether it ended well and how many minutes it took."""
    print(f"--- {part.what}", flush=True)
    start = time.monotonic()
    environment = {**os.environ, **part.more, FILE_OF_FIGURES: str(figures)}
    code = subprocess.run([sys.executable, *part.command], cwd=ROOT, env=environment, check=False).returncode
    return code == 0, (time.monotonic() - start) / 60


def page(outcomes: dict[str, tuple[bool, float]], figures: Path) -> str:
    """The page: parts first, then every figure."""
    lines = [HEAD.format(day=date.today().isoformat(), commit=commit(), cores=os.cpu_count())]
    for name, part in PARTS.items():
        words = [f"{key}={value}" for key, value in part.more.items()] + ["python", *part.command]
        well, minutes = outcomes.get(name, (None, None))
        ended = "not in this run" if well is None else "well" if well else "BROKEN"
        shown = " ".join(word if " " not in word else f"'{word}'" for word in words)
        lines.append(
            f"| {part.what} | `{shown}` | {ended} | {'' if minutes is None else f'{minutes:.1f}'} |\n"
        )
    if len(outcomes) < len(PARTS):
        lines.append(
            "\nFigures of the other parts come from runs of their tests by themselves; each says of when it is.\n"
        )
    lines.append("\n| figure | measured | command | when |\n| --- | --- | --- | --- |\n")
    lines += [
        f"| {each.name} | {each.value.replace('|', '/')} | `{each.command}` | {each.day}, `{each.commit}` |\n"
        for each in figures_in(figures)
    ]
    return "".join(lines)


def main() -> int:
    """Run the parts and write the page; the exit code tells whether all of them ended well."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    asked.add_argument("--figures", type=Path)
    given = asked.parse_args()
    with TemporaryDirectory() as folder:
        figures = given.figures or Path(folder) / "figures.jsonl"
        outcomes = {name: ran(PARTS[name], figures) for name in given.only}
        PAGE.write_text(page(outcomes, figures), encoding="utf-8")
    print(f"Written: {PAGE.relative_to(ROOT)}")
    return 0 if all(well for well, _minutes in outcomes.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
