"""Which way a text runs, and how a run that goes the other way is kept whole.

Every engine that follows the Unicode bidirectional algorithm (UAX #9) shows ``(24 November 2026)`` or
``+355 69 000 0000`` inside Persian text with its parts in reversed order, because spaces and digits take
the direction of what surrounds them. Wrapping the run in isolate characters (UAX #9, section 2.4) keeps
it in one piece. Isolates are put in when a text is shown or printed; stored text stays as it was written.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Literal

Direction = Literal["ltr", "rtl"]

LEFT_TO_RIGHT_ISOLATE = "\u2066"
RIGHT_TO_LEFT_ISOLATE = "\u2067"
FIRST_STRONG_ISOLATE = "\u2068"
POP_ISOLATE = "\u2069"

_OPENERS = (LEFT_TO_RIGHT_ISOLATE, RIGHT_TO_LEFT_ISOLATE, FIRST_STRONG_ISOLATE)
_ISOLATES = re.compile("[\u2066-\u2069]")
_ISOLATED = re.compile("[\u2066-\u2068][^\u2066-\u2069\n]*\u2069")

# Letters of the Arabic and Hebrew blocks, with their presentation forms and marks (but no digits).
_RTL = (
    "\u0590-\u05ff\u0610-\u061a\u061c\u0620-\u065f\u066e-\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08ff"
    "\ufb1d-\ufdfd\ufe70-\ufefc"
)
_EASTERN_DIGITS = "\u0660-\u0669\u06f0-\u06f9"
# What may stand inside a Latin phrase without ending it: spaces and the punctuation of addresses and titles.
_LATIN_GLUE = r"\t \u00a0\u202f!\"#$%&'()*+,\-./:;=?@\[\\\]_{}~§°‐‑–—‘’“”…\u200c\u200d"
# No comma and semicolon of the Latin script: a list of names keeps the order of the sentence around it.
_RTL_GLUE = r"\t \u00a0\u202f!\"%&'()*+\-./:=?\[\]_«»‐‑–—‘’“”…\u060c\u061b\u061f\u066a-\u066d\u200c\u200d"

# A run of the Latin side: from its first letter or digit to its last one.
_LATIN_RUN = re.compile(rf"(?:[^\W{_RTL}{_EASTERN_DIGITS}]|[{_LATIN_GLUE}])+")
_RTL_RUN = re.compile(rf"[{_RTL}{_EASTERN_DIGITS}{_RTL_GLUE}]+")
# A telephone number in any digits: a plus or a nought, then groups; or three groups and more.
TELEPHONE = re.compile(
    rf"(?:\+|\b)(?:\([0-9{_EASTERN_DIGITS}]+\)[ \u00a0-]?)?[0-9{_EASTERN_DIGITS}]+"
    rf"(?:[ \u00a0-][0-9{_EASTERN_DIGITS}]+)+"
)
_HAS_RTL_LETTER = re.compile(f"[{_RTL}]")
_HAS_LTR_LETTER = re.compile(rf"[^\W\d_{_RTL}]")
_BRACKETS = {")": "(", "]": "["}
_QUOTES = {'"': '"', "'": "'", "”": "“", "’": "‘", "»": "«"}
_STOPS = ".!?…؟"
# A word that is written with a full stop of its own, such as "ed." or "U.N."; the stop goes where the word goes.
_SHORTENED = re.compile(
    r"(?:^|[^\w.])(?:(?:al|art|ch|co|corp|dept|dr|eds?|est|etc|fig|inc|jr|ltd|mrs?|ms|no|nr|para|pp?|prof|sr|st|"
    r"vols?|vs)|[^\W\d_](?:\.[^\W\d_])+)$",
    re.IGNORECASE,
)


def direction_of(text: str, default: Direction = "ltr") -> Direction:
    """Return the direction of the first strong character, or ``default`` when there is none.

    What stands inside isolates does not count (UAX #9, rule P2).
    """
    return _first_strong(_ISOLATED.sub("", text)) or default


def dominant_direction(text: str, default: Direction) -> Direction:
    """Return the direction in which most words of ``text`` run; ``default`` when they are as many.

    A Persian paragraph that opens with the name of a foreign office stays a Persian paragraph, which the
    first strong character alone would get wrong.
    """
    balance = 0
    for word in text.split():
        strong = _first_strong(word)
        if strong is not None:
            balance += 1 if strong == "rtl" else -1
    if balance == 0:
        return default
    return "rtl" if balance > 0 else "ltr"


def isolate(text: str, direction: Direction | None = None) -> str:
    """Wrap the runs of ``text`` that go against its direction in isolate characters.

    ``direction`` is that of the surrounding text; when it is not given, the text's own. Applying it twice
    changes nothing more: what is already isolated is left alone.
    """
    base = direction or direction_of(text)
    return insert_isolates(text, foreign_runs(text, base), base)


def isolate_value(value: str) -> str:
    """Wrap a whole value of unknown direction (a name, a reference), to stand inside any sentence."""
    return f"{FIRST_STRONG_ISOLATE}{value}{POP_ISOLATE}" if value else ""


def strip_isolates(text: str) -> str:
    """Take all isolate characters out again, for searching, comparing and spreadsheets."""
    return _ISOLATES.sub("", text)


def foreign_runs(text: str, direction: Direction) -> list[tuple[int, int]]:
    """Return the spans, as (start, end), that must be isolated in text of this direction."""
    runs: list[tuple[int, int]] = []
    start = 0
    for isolated in _ISOLATED.finditer(text):
        runs.extend(_runs_between(text, start, isolated.start(), direction))
        start = isolated.end()
    runs.extend(_runs_between(text, start, len(text), direction))
    return runs


def isolate_opener(surroundings: Direction) -> str:
    """Return the character that opens a run against the direction of its surroundings."""
    return LEFT_TO_RIGHT_ISOLATE if surroundings == "rtl" else RIGHT_TO_LEFT_ISOLATE


def insert_isolates(text: str, runs: Iterable[tuple[int, int]], direction: Direction) -> str:
    """Put isolate characters around the spans of ``text``; ``direction`` is that of the text around them."""
    opener = isolate_opener(direction)
    pieces: list[str] = []
    position = 0
    for start, end in runs:
        pieces += [text[position:start], opener, text[start:end], POP_ISOLATE]
        position = end
    pieces.append(text[position:])
    return "".join(pieces)


def _first_strong(text: str) -> Direction | None:
    for character in text:
        category = unicodedata.bidirectional(character)
        if category == "L":
            return "ltr"
        if category in ("R", "AL"):
            return "rtl"
    return None


def _runs_between(text: str, start: int, end: int, direction: Direction) -> list[tuple[int, int]]:
    if direction == "ltr":
        candidates = (_trim(text, *run.span()) for run in _RTL_RUN.finditer(text, start, end))
        return [run for run in candidates if run and _HAS_RTL_LETTER.search(text, *run)]
    runs = []
    for match in _LATIN_RUN.finditer(text, start, end):
        run = _trim(text, *match.span())
        if run and _needs_isolation(text[slice(*run)]):
            runs.append(run)
    for match in TELEPHONE.finditer(text, start, end):
        if is_telephone(match.group()):
            runs.append(match.span())
    return list(_without_overlaps(sorted(runs, key=lambda run: (run[0], -run[1]))))


def _without_overlaps(runs: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    reached = 0
    for start, end in runs:
        if start >= reached:
            yield start, end
            reached = end


def _needs_isolation(run: str) -> bool:
    """Tell a phrase or composed number from a bare number, which needs no help inside Persian text."""
    if _HAS_LTR_LETTER.search(run):
        return True
    return bool(re.search(r"\D", run)) and (" " not in run or is_telephone(run))


def is_telephone(run: str) -> bool:
    """Tell a telephone number from other digits in groups: by its length, and a plus, bracket or nought."""
    groups = re.findall(r"\d+", run)
    plain = run.startswith(("+", "(")) or groups[0].startswith(("0", "\u06f0", "\u0660"))
    return sum(map(len, groups)) >= 6 and (plain or len(groups) >= 3)


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Cut punctuation and spaces off both ends, but keep a plus sign and brackets that belong together."""
    first = next((i for i in range(start, end) if text[i].isalnum()), None)
    if first is None:
        return None
    last = next(i for i in range(end - 1, start - 1, -1) if _belongs(text[i])) + 1
    while first > start and text[first - 1] in "+#@$%":
        first -= 1
    while last < end and text[last] in "+%°":
        last += 1
    if last < end and text[last] == "." and _SHORTENED.search(text[first:last]):
        last += 1
    while (after := _past_bracket(text, first, last, end)) != last:
        last = after
    return _with_quotation(text, first, last, (start, end))


def _past_bracket(text: str, first: int, last: int, end: int) -> int:
    """Return the end of a run together with a bracket that it opened, and the full stop before it."""
    place = _past_stops(text, last, end)
    if place < end and text[place] in _BRACKETS and _is_open(text[first:last], text[place]):
        return place + 1
    return last


def _with_quotation(text: str, first: int, last: int, bounds: tuple[int, int]) -> tuple[int, int]:
    """Return a run together with its full stop, where brackets or quotation marks hold nothing but the two.

    Outside the isolate the stop would be thrown to the other side of the run. Quotation marks of the run's own script
    go with it.
    """
    start, end = bounds
    place = _past_stops(text, last, end)
    if first == 0 or place >= len(text):
        return first, last
    before, after = text[first - 1], text[place]
    if _QUOTES.get(after) == before:
        return (first - 1, place + 1) if start < first and place < end else (first, place)
    return (first, place) if _BRACKETS.get(after) == before else (first, last)


def _past_stops(text: str, place: int, end: int) -> int:
    while place < end and text[place] in _STOPS:
        place += 1
    return place


def _belongs(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character) == "Mn"


def _is_open(run: str, closing: str) -> bool:
    return run.count(_BRACKETS[closing]) > run.count(closing)
