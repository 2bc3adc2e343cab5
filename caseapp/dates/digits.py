"""Digits of the scripts our users write: read in any script, shown in the reader's."""

import re
import unicodedata

_PERSIAN = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_OTHER_DIGIT = re.compile(r"[^\D0-9]")


def language_of(locale: str) -> str:
    """The language of a locale: `fa` of `fa`, `fa_IR` or `fa-IR-u-nu-latn`."""
    return re.split(r"[-_]", locale, maxsplit=1)[0].lower()


def latin_digits(text: str) -> str:
    """`text` with every decimal digit of any script as 0 to 9."""
    return _OTHER_DIGIT.sub(lambda match: str(unicodedata.decimal(match.group())), text)


def localise_digits(text: str, locale: str) -> str:
    """`text` with the digits 0 to 9 as `locale` writes them.

    Persian digits for `fa`. Arabic keeps 0 to 9 by default: ministries write both, the Maghreb only these,
    and references stay comparable; a locale with the Unicode extension, `ar-u-nu-arab`, gets ٠ to ٩ (and any
    locale ending in `-u-nu-latn` keeps 0 to 9).
    """
    if locale.endswith("-u-nu-arab"):
        return text.translate(_ARABIC_INDIC)
    if language_of(locale) == "fa" and not locale.endswith("-u-nu-latn"):
        return text.translate(_PERSIAN)
    return text
