"""What makes a passphrase too weak. No rules about kinds of characters: length and not being guessed count."""

from collections.abc import Iterable

from caseapp.dates import localise_digits
from caseapp.i18n import locale_tag
from caseapp.i18n.messages import gettext as _
from caseapp.names import fold

SHORTEST, LONGEST = 15, 256
TRIED_FIRST = (
    "password", "passphrase", "qwerty", "letmein", "welcome", "iloveyou", "administrator", "caseapp", "123456",
    "abcdef", "111111", "000000", "asdfgh", "zxcvbn", "1q2w3e", "changeme", "dragon", "monkey", "football", "sunshine",
)  # fmt: skip


def weakness(passphrase: str, names: Iterable[str]) -> str | None:
    """Return what is wrong with a passphrase in the user's language, None when it will do."""
    if len(passphrase) < SHORTEST:
        return _(
            "At least %(number)s characters, please.", number=localise_digits(str(SHORTEST), locale_tag())
        )
    if len(passphrase) > LONGEST:
        return _("At most %(number)s characters, please.", number=localise_digits(str(LONGEST), locale_tag()))
    if len(set(passphrase)) < 6:
        return _("It repeats too few characters and would be guessed.")
    rest = fold(passphrase)
    for word in (*TRIED_FIRST, *(fold(name) for name in names if len(name) >= 4)):
        rest = rest.replace(word, "")
    if len(rest.strip("0123456789 !.-_")) < SHORTEST // 2:
        return _("It is made of words that are tried first. Please choose others.")
    return None
