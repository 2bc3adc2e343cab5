"""What the long tier measures: each figure is noted where it is measured and put on the page of assurance together."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from tests.frame.served import ROOT

FILE_OF_FIGURES = "FIGURES_FILE"
"""Names the file that the figures of this run are noted in; without it a figure is printed alone."""
PAGE = ROOT / "docs" / "assurance.md"


@dataclass(frozen=True)
class Figure:
    """What was measured, with the command that measures it, the day and the commit."""

    name: str
    value: str
    command: str
    day: str
    commit: str


def figure(name: str, value: str) -> None:
    """Note what was measured. Several processes may note at once: each figure is one line, written at once."""
    print(f"{name}: {value}")
    if file := os.environ.get(FILE_OF_FIGURES):
        noted = Figure(name, value, _command(), date.today().isoformat(), commit())
        with Path(file).open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(asdict(noted), ensure_ascii=False) + "\n")


def figures_in(file: Path) -> Iterator[Figure]:
    """The figures noted so far, the last one of each name, in the order in which they came."""
    if file.exists():
        noted = [Figure(**json.loads(line)) for line in file.read_text("utf-8").splitlines()]
        yield from {each.name: each for each in noted}.values()


def commit() -> str:
    """The commit that is checked out, and whether files differ from it."""

    def git(*words: str) -> str:
        return subprocess.run(
            ["git", *words], cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout.strip()

    changed = git("status", "--porcelain", "--", ".", f":!{PAGE.relative_to(ROOT)}")
    return git("rev-parse", "--short", "HEAD") + (" with changes" if changed else "")


def _command() -> str:
    test = os.environ.get("PYTEST_CURRENT_TEST", "").partition("::")[0]
    if test:
        return f"pytest -m deep {test}"
    module = getattr(sys.modules["__main__"], "__spec__", None)
    return f"python -m {module.name}" if module is not None else Path(sys.argv[0]).name
