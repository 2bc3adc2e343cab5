"""How large a file or a disk is, for people: in thousands of bytes, as disks and file managers count."""

from babel.numbers import format_decimal

from caseapp.dates import localise_digits
from caseapp.i18n import locale_tag
from caseapp.i18n.messages import gettext as _

_KILO, _MEGA, _GIGA = 1000, 1000**2, 1000**3
_MEBI = 1024**2
_SHOWN_EXACTLY = 10
"""Below this a number is told with one decimal."""


def size_in_words(size: int) -> str:
    """Return a number of bytes in the unit that suits it, with the decimal sign and the digits of the language."""
    if size >= _GIGA:
        return _("%(size)s GB", size=_number(size / _GIGA))
    if size >= _MEGA:
        return _("%(size)s MB", size=_number(size / _MEGA))
    return _("%(size)s kB", size=_number(max(1, round(size / _KILO))))


def megabytes(size: int) -> str:
    """Return a limit on bytes as whole megabytes of 1,048,576, rounded down, in the digits of the language."""
    return localise_digits(str(size // _MEBI), locale_tag())


def _number(value: float) -> str:
    shown = round(value, 1) if value < _SHOWN_EXACTLY else round(value)
    written = format_decimal(shown, format="#,##0.#", locale=locale_tag(), numbering_system="default")
    return localise_digits(written, locale_tag())
