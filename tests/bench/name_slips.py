"""Whether a name is found when one letter of it is mistyped: ``python -m tests.bench.name_slips``.

A sample of the names is asked for with one slip each: a letter left out, put down twice, swapped with its neighbour, or
missed for one beside it on the keyboard (Latin, Persian or Arabic). The promise is for parts of more than three
letters; short parts, and slips while a name on record in Persian is typed in Latin letters, are measured beside it.
The names are invented ones, or those of ``--haystack``, a file with one name a line (``--column`` of a file with tabs).
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from caseapp.names import NameIndex, fold, normalise
from tests.deep.figures import figure
from tests.names.invented import Invented, invented_people

PROMISE = 0.93
"""Share of the names that are among the first ten."""
FIRST, SAMPLE, NAMES, SHORT = 10, 300, 100_000, 3
LATIN_KEYBOARD = "qwertyuiop asdfghjkl zxcvbnm"
PERSIAN_KEYBOARD = "ضصثقفغعهخحجچ شسیبلاتنمکگ ظطزرذدپو"
ARABIC_KEYBOARD = "ضصثقفغعهخحجد شسيبلاتنمكط ئءؤرلاىةوزظ"
ARABIC_ALONE = frozenset("يكىةؤئإأ")
"""Letters that the Persian keyboard does not have: who typed them has an Arabic one."""

Slip = Callable[[Random, str, int, str], str]


def dropped(_random: Random, word: str, at: int, _keyboard: str) -> str:
    """The letter is not there."""
    return word[:at] + word[at + 1 :]


def doubled(_random: Random, word: str, at: int, _keyboard: str) -> str:
    """The letter came twice."""
    return word[:at] + word[at] + word[at:]


def swapped(_random: Random, word: str, at: int, _keyboard: str) -> str:
    """The letter and the next, or the one before at the end, changed places."""
    at = min(at, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def neighbour(random: Random, word: str, at: int, keyboard: str) -> str:
    """The finger met a key beside the letter's; a letter that is no key of its own stays."""
    beside = list(_beside(word[at].lower(), keyboard))
    return word[:at] + random.choice(beside) + word[at + 1 :] if beside else word


SLIPS: dict[str, Slip] = {"dropped": dropped, "doubled": doubled, "swapped": swapped, "neighbour": neighbour}


def _beside(letter: str, keyboard: str) -> Iterator[str]:
    rows = keyboard.split()
    for number, row in enumerate(rows):
        at = row.find(letter)
        if at >= 0:
            yield from (row[other] for other in (at - 1, at + 1) if 0 <= other < len(row))
            for near in rows[max(0, number - 1) : number] + rows[number + 1 : number + 2]:
                yield from (near[other] for other in (at - 1, at) if 0 <= other < len(near))


def mistyped(random: Random, name: str, slip: Slip, *, short: bool) -> str | None:
    """The name with one slip in one of its parts; nothing where it has no such part."""
    words = name.split()
    heavy = [
        place
        for place, word in enumerate(words)
        if len(parts := normalise(word)) == 1
        and not parts[0].light
        and (2 <= len(word) <= SHORT if short else len(word) > SHORT)
    ]
    if len(words) < 2 or not heavy:
        return None
    place = random.choice(heavy)
    word = words[place]
    wrong = slip(random, word, random.randrange(len(word)), _keyboard_of(word))
    if fold(wrong) == fold(word):
        return None
    return " ".join([*words[:place], wrong, *words[place + 1 :]])


def _keyboard_of(word: str) -> str:
    if fold(word).isascii():
        return LATIN_KEYBOARD
    return PERSIAN_KEYBOARD if ARABIC_ALONE.isdisjoint(word) else ARABIC_KEYBOARD


def found(index: NameIndex[str], query: str, name: str) -> bool:
    """Whether somebody of this name is among the first."""
    return any(key == name for key, _ in index.search(query, FIRST))


def measure(index: NameIndex[str], names: list[tuple[str, str]], kind: str, *, short: bool = False) -> bool:
    """Print the share of ``names``, each as typed and as on record, found after each slip; tell whether all keep."""
    kept = True
    for label, slip in SLIPS.items():
        random, tried, hits, took = Random(label), 0, 0, 0.0
        for typed, recorded in names:
            query = mistyped(random, typed, slip, short=short)
            if query is not None:
                start = time.perf_counter()
                hits += found(index, query, recorded)
                took += time.perf_counter() - start
                tried += 1
            if tried == SAMPLE:
                break
        if tried:
            share = hits / tried
            kept = kept and share > PROMISE
            figure(
                f"{kind}, a letter {label}",
                f"{share:.3f} of {tried} found, {1000 * took / tried:.0f} ms each",
            )
    return kept


def main() -> int:
    """Measure; the exit code tells whether the promise is kept."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--haystack", type=Path, help="a file with a name a line")
    parser.add_argument(
        "--column", type=int, default=1, help="which column of the file, where tabs part columns"
    )
    parser.add_argument("--names", type=int, default=NAMES, help="how many names to invent")
    options = parser.parse_args()
    people: list[Invented] = invented_people(options.names if options.haystack is None else 2 * SAMPLE)
    names = [person.recorded for person in people]
    if options.haystack is not None:
        lines = options.haystack.read_text("utf-8").splitlines()
        names += [line.split("\t")[options.column - 1] for line in lines]
    index: NameIndex[str] = NameIndex()
    for name in set(names):
        index.add(name, name)
    print(f"{len(index)} names")
    asked = names if options.haystack is None else names[len(people) :]
    Random(1).shuffle(asked)
    latin = [(name, name) for name in asked if fold(name).isascii()]
    arabic = [(name, name) for name in asked if not fold(name).isascii()]
    kept = measure(index, latin, "Latin") & measure(index, arabic, "Persian and Arabic")
    measure(index, latin, "Latin, short parts", short=True)
    measure(index, arabic, "Persian and Arabic, short parts", short=True)
    across = [(person.latin, person.persian) for person in people if not person.recorded_in_latin]
    measure(index, across, "Latin for a Persian record")
    print("promised over", PROMISE, "kept" if kept else "BROKEN")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
