"""What the long tier measures: each figure is noted where it is measured and put on the page of assurance together."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

FILE_OF_FIGURES = "FIGURES_FILE"
"""Names the file that the figures of this run are noted in; without it a figure is printed alone."""


def figure(name: str, value: str) -> None:
    """Note what was measured. Several processes may note at once: each figure is one line, written at once."""
    print(f"{name}: {value}")
    if file := os.environ.get(FILE_OF_FIGURES):
        with Path(file).open("a", encoding="utf-8") as stream:
            stream.write(json.dumps([name, value], ensure_ascii=False) + "\n")


def figures_in(file: Path) -> Iterator[tuple[str, str]]:
    """The figures noted so far, the last one of each name, in the order in which they came."""
    if file.exists():
        yield from dict(map(json.loads, file.read_text("utf-8").splitlines())).items()
