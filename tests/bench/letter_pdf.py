"""How long a letter of five pages takes to become a PDF: ``python -m tests.bench.letter_pdf``.

Beside it stands a bare compile of the same words by the same compiler and fonts: what no program can undercut.
The compiler remembers what it has set before, so every run happens in a process of its own. The figures are medians;
other work on the machine makes them larger, so measure when nothing else runs.
"""

import json
import statistics
import sys
import time
from collections.abc import Callable
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import typst

from caseapp.printing.bundle import bind
from caseapp.printing.enclosure import Enclosure
from caseapp.printing.fonts import bundled_fonts
from caseapp.printing.letter import LetterSheet, print_letter
from caseapp.printing.markup import parse, to_text
from tests.deep.figures import figure
from tests.printing.files import blank_pdf
from tests.printing.sheets import english_letter, persian_letter

PROMISE = 1.5
"""Seconds for a letter of five pages."""
REPEATS = 5
PAGES = 5
MAKERS: dict[str, Callable[..., LetterSheet]] = {"English": english_letter, "Persian": persian_letter}
BARE = """\
#set page(paper: "a4")
#set text(font: ("Inter", "Vazirmatn"), size: 11pt, lang: sys.inputs.lang)
#for paragraph in json(bytes(sys.inputs.paragraphs)) [#paragraph #parbreak()]
"""
"""The same words as plain paragraphs."""


def paragraphs_for_five_pages(name: str) -> int:
    """How many paragraphs fill five pages."""
    return next(count for count in range(8, 60) if print_letter(MAKERS[name](count)).pages >= PAGES)


def timed(work: Callable[[], object]) -> float:
    """Seconds of one run."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def letter(name: str, count: int) -> float:
    """Seconds for the letter."""
    sheet = MAKERS[name](count)
    return timed(lambda: print_letter(sheet))


def bundle(name: str, count: int) -> float:
    """Seconds for binding the printed letter with a statement of ours and a foreign file of two pages."""
    sheet = MAKERS[name](count)
    printed = print_letter(sheet).pdf
    enclosures = [
        Enclosure("1", "A statement", printed, "application/pdf", trusted=True),
        Enclosure("2", "A scan", blank_pdf(2), "application/pdf"),
    ]
    return timed(lambda: bind(printed, enclosures, sheet.language, sheet.reference))


def bare_compile(name: str, count: int) -> float:
    """Seconds for setting nothing but the words of the letter."""
    sheet = MAKERS[name](count)
    paragraphs = to_text(parse(str(sheet.body))).split("\n\n")
    inputs = {"paragraphs": json.dumps(paragraphs, ensure_ascii=False), "lang": sheet.language}
    with TemporaryDirectory() as folder:
        source = Path(folder) / "bare.typ"
        source.write_text(BARE, encoding="utf-8")
        return timed(
            lambda: typst.Compiler(
                input=source, font_paths=bundled_fonts(), ignore_system_fonts=True, sys_inputs=inputs
            ).compile(format="pdf")
        )


def median_of(measure: Callable[[str, int], float], name: str, count: int) -> float:
    """The median of several runs, each in a process of its own."""
    with get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        return statistics.median(pool.apply(measure, (name, count)) for _run in range(REPEATS))


def main() -> int:
    """Measure both languages; the exit code tells whether the promise is kept."""
    kept = True
    for name in MAKERS:
        count = paragraphs_for_five_pages(name)
        whole, bare = median_of(letter, name, count), median_of(bare_compile, name, count)
        figure(
            f"A letter of {PAGES} pages as PDF, {name}",
            f"{whole:.3f} s, {whole / bare:.1f} times the bare compile ({bare:.3f} s); "
            f"bound with two enclosures in {median_of(bundle, name, count):.3f} s; promised under {PROMISE} s: "
            f"{'kept' if whole < PROMISE else 'BROKEN'}",
        )
        kept = kept and whole < PROMISE
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
