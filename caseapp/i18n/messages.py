"""Messages in the language of a request.

Flask-Babel's own functions ask for the request, its domain and its locale at each of the hundreds of messages of a
page, which took an eighth of it. These keep what a request speaks where Flask-Babel itself clears it when the language
changes.
"""

from typing import Any, NamedTuple

from babel.support import NullTranslations
from flask import g
from flask_babel import LazyString, get_domain, get_locale


class Spoken(NamedTuple):
    """What a request speaks."""

    tag: str
    catalog: NullTranslations


def gettext(message: str, /, **values: Any) -> str:
    """Return ``message`` in the language of this request, its named places filled with ``values``, if there are any."""
    text: str = spoken().catalog.gettext(message)
    return text % values if values else text


def ngettext(singular: str, plural: str, num: int, /, **values: Any) -> str:
    """Return the form for ``num`` in the language of this request; ``num`` is among the values."""
    text: str = spoken().catalog.ngettext(singular, plural, num)
    return text % {"num": num, **values}


def lazy_gettext(message: str, /, **values: Any) -> LazyString:
    """Return a message that says itself in the language of whatever request shows it."""
    return LazyString(gettext, message, **values)


def spoken() -> Spoken:
    """Return the language of this request and its catalog; outside of one, English."""
    try:
        # Past the proxy, which would look through itself first: a page asks for this eight hundred times.
        found: Spoken | None = g._get_current_object()._flask_babel.babel_translations
    except (AttributeError, RuntimeError):  # nothing asked yet; outside of a request
        found = None
    return _looked_up() if found is None else found


def _looked_up() -> Spoken:
    catalog: NullTranslations = get_domain().get_translations()
    found = Spoken(str(get_locale() or "en").partition("_")[0], catalog)
    if g:
        g._flask_babel.babel_translations = found
    return found
