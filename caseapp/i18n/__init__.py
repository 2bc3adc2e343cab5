"""Languages: which are offered, which one a request speaks, and the direction it is written in."""

from collections.abc import Iterable
from functools import lru_cache

from babel import Locale
from flask import Flask, has_request_context, request, session
from flask_babel import Babel, LazyString, refresh
from flask_login import current_user
from markupsafe import Markup

from caseapp.dates import Calendar
from caseapp.i18n.messages import spoken
from caseapp.names.collation import CollationKey, collation_key
from caseapp.paths import catalogs_folder

LANGUAGES = {"en": "English", "fa": "فارسی", "ar": "العربية", "sq": "Shqip"}
"""Languages of letters, statements and lists, by their tag, each under its own name: for choosing what one reads in."""
OFFERED = ("en", "fa", "ar", "sq")
"""Languages whose catalog is complete: the pages are offered in these."""


def init_languages(app: Flask) -> None:
    """Set up translations of the pages."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(catalogs_folder())
    app.config["BABEL_DEFAULT_LOCALE"] = "en"
    Babel(app, locale_selector=_choose)


def locale_tag() -> str:
    """Return the tag of the language that this request speaks."""
    return spoken().tag


def speak_unless_chosen(tag: str) -> None:
    """Speak ``tag`` from now on with a visitor of whom it is known, unless they chose a language themselves."""
    if not current_user.is_authenticated and session.get("locale") not in OFFERED:
        session["locale"] = tag
        refresh()


def in_a_row(parts: Iterable[object]) -> str:
    """Return several words as one list, parted by the comma of the language that this request speaks.

    Where a part is HTML, so is the list, and the words in it are escaped.
    """
    comma = "، " if direction() == "rtl" else ", "
    found = [part if isinstance(part, Markup) else str(part) for part in parts]
    return (Markup if any(isinstance(part, Markup) for part in found) else str)(comma).join(found)


def in_alphabet(text: object) -> CollationKey:
    """Return a key that sorts words and names as the language of this request does, in whatever script they are."""
    return collation_key(str(text), locale_tag())


def language_in_words(tag: str) -> str:
    """Return what the language of this request calls a language, such as «انگلیسی»; the tag where it has no word."""
    return str(Locale.parse(locale_tag()).languages.get(tag, tag))


def direction(tag: str | None = None) -> str:
    """Return ``rtl`` or ``ltr`` for a language tag, the request's own when none is given."""
    return _direction_of(tag or locale_tag())


@lru_cache(maxsize=64)
def _direction_of(tag: str) -> str:
    return str(Locale.parse(tag).text_direction)


def calendar() -> Calendar:
    """Return the calendar in which this reader sees days."""
    if has_request_context():
        user = current_user._get_current_object()
        if user.is_authenticated:
            return Calendar(user.calendar)
    return Calendar.JALALI if locale_tag() == "fa" else Calendar.GREGORIAN


def _choose() -> str | None:
    if not has_request_context():
        return None
    if current_user.is_authenticated:
        return str(current_user.language)
    if session.get("locale") in OFFERED:
        return str(session["locale"])
    return request.accept_languages.best_match(OFFERED) or "en"


LANGUAGES_IN_WORDS = {tag: LazyString(language_in_words, tag) for tag in LANGUAGES}
"""The same languages as the reader's own language calls them: for telling what a record is written or said in."""
