"""What makes a passphrase too weak. No rules about kinds of characters: length and not being guessed count.

Passwords that many people have are those of Django's list (see vendor/), of which the longer ones can make up a
passphrase. A library that estimates how many guesses a password takes was considered and left: it knows English words,
takes long over long texts, gives a number where a person needs a reason, and finds nearly everything of fifteen letters
good.
"""

import gzip
import re
from collections.abc import Collection, Iterable
from pathlib import Path

from caseapp.dates import localise_digits
from caseapp.i18n import locale_tag
from caseapp.i18n.messages import gettext as _
from caseapp.names import fold

SHORTEST, LONGEST = 15, 256
LEFT = SHORTEST // 2
"""So many characters must be left when what is tried first is taken away."""
TRIED_FIRST = (
    "password", "passphrase", "qwerty", "letmein", "welcome", "iloveyou", "administrator", "caseapp", "123456",
    "abcdef", "111111", "000000", "asdfgh", "zxcvbn", "1q2w3e", "changeme", "dragon", "monkey", "football", "sunshine",
    "fjalekalimi", "fjalkalimi", "رمزعبور", "گذرواژه", "کلمهعبور", "پسورد", "كلمةالسر", "كلمةالمرور",
)  # fmt: skip
ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "qwertzuiop",
    "asdfghjkl",
    "zxcvbnm",
    "01234567890",
    "ضصثقفغعهخحجچ",
)
"""What fingers run along."""
SHORTEST_RUN = 4
COMMON = Path(__file__).with_name("vendor") / "django-5.2.19" / "common-passwords.txt.gz"
SHORTEST_COMMON, LONGEST_COMMON = 8, 24
FEW = 2
"""So many common passwords in a row are tried; three that do not belong together are as good as other words."""
APART = re.compile(r"[\s\-_.,;:/+]+")
"""What stands between words and makes them no harder to guess."""
WRITTEN_OTHERWISE = str.maketrans("013457@$!€", "oieastasie")


def weakness(passphrase: str, names: Iterable[str]) -> str | None:
    """Return what is wrong with a passphrase in the user's language, None when it will do.

    ``names`` are those that somebody would try who knows its owner: theirs, and the organisation's.
    """
    if len(passphrase) < SHORTEST:
        return _(
            "At least %(number)s characters, please.", number=localise_digits(str(SHORTEST), locale_tag())
        )
    if len(passphrase) > LONGEST:
        return _("At most %(number)s characters, please.", number=localise_digits(str(LONGEST), locale_tag()))
    if len(set(passphrase)) < 6 or _repeats(passphrase):
        return _("It repeats too few characters and would be guessed.")
    written = APART.sub("", fold(passphrase))
    avoided, common = _tried_first(names), common_passwords()
    for read in (written, written.translate(WRITTEN_OTHERWISE)):
        rest = _without(read, avoided)
        # "adam1234" is common and has a run in it: which of them is found depends on which is looked for first.
        runs_first = _without_common(_without_runs(rest), common)
        if _is_little(runs_first) or _is_little(_without_runs(_without_common(rest, common))):
            return _("It is made of words that are tried first. Please choose others.")
    return None


def common_passwords() -> frozenset[str]:
    """Return the passwords that very many people have, folded. Read anew each time: it is asked seldom."""
    lines = gzip.decompress(COMMON.read_bytes()).decode().split("\n")
    return frozenset(fold(line) for line in lines if SHORTEST_COMMON <= len(line) <= LONGEST_COMMON)


def _tried_first(names: Iterable[str]) -> list[str]:
    whole = [APART.sub("", fold(name)) for name in names]
    parts = [part for name in names for part in APART.split(fold(name))]
    words = {fold(word) for word in TRIED_FIRST} | {each for each in (*whole, *parts) if len(each) >= 4}
    return sorted(words, key=len, reverse=True)


def _without(text: str, words: Iterable[str]) -> str:
    for word in words:
        text = text.replace(word, "")
    return text


def _without_runs(text: str) -> str:
    rows = [fold(row) for row in ROWS]
    rest, start = "", 0
    while start < len(text):
        run = max(_length_of_run(text, start, row) for way in rows for row in (way, way[::-1]))
        if run < SHORTEST_RUN:
            rest += text[start]
        start += run if run >= SHORTEST_RUN else 1
    return rest


def _length_of_run(text: str, start: int, row: str) -> int:
    length = 0
    while start + length < len(text) and text[start : start + length + 1] in row:
        length += 1
    return length


def _without_common(text: str, common: Collection[str]) -> str:
    """Take the first common passwords away, the longest at each place; all stays where there are more than a few."""
    found: set[str] = set()
    rest, start = "", 0
    while start < len(text):
        lengths = range(min(LONGEST_COMMON, len(text) - start), SHORTEST_COMMON - 1, -1)
        word = next((part for length in lengths if (part := text[start : start + length]) in common), "")
        found |= {word} - {""}
        rest += "" if word else text[start]
        start += len(word) or 1
    return rest if len(found) <= FEW else text


def _is_little(rest: str) -> bool:
    return len(rest.strip("0123456789!?*#()'\"")) < LEFT


def _repeats(passphrase: str) -> bool:
    """Tell whether it is one short piece again and again."""
    length = next(
        length for length in range(1, len(passphrase) + 1) if _is_made_of(passphrase, passphrase[:length])
    )
    return length < SHORTEST and length <= len(passphrase) // 2


def _is_made_of(text: str, piece: str) -> bool:
    return (piece * (len(text) // len(piece) + 1))[: len(text)] == text
