"""The form of a page: it carries the version of its record, or the id of a new one."""

import hashlib
import re
import uuid
from functools import cache, cached_property
from typing import Any

from babel.support import NullTranslations, Translations
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import HiddenField
from wtforms.i18n import messages_path

from caseapp.i18n import locale_tag
from caseapp.vault import lp


class _Words:
    """What WTForms says by itself, in the language of the page. Flask-WTF would read its catalog for every form."""

    def gettext(self, message: str) -> str:
        """Return a message in the language of the page."""
        return str(_catalog(locale_tag()).ugettext(message))

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """Return the one or the other for a number."""
        return str(_catalog(locale_tag()).ungettext(singular, plural, number))


_WORDS = _Words()
_A_NUMBER = re.compile("[0-9]{1,18}")


def number_of_change(sent: str | None) -> int | None:
    """Return the number that a hidden field carries, None where it was not sent.

    What no page has ever written there is 0, which no change and no version of a record has: it meets a conflict, never
    an error.
    """
    return (int(sent) if _A_NUMBER.fullmatch(sent) else 0) if sent else None


@cache
def _catalog(tag: str) -> NullTranslations:
    return Translations.load(messages_path(), [tag], domain="wtforms")


class PageForm(FlaskForm):
    """A form of a page. It carries the version of the record that it was opened with."""

    class Meta:
        """How WTForms treats the form."""

        def get_translations(self, _form: Any) -> _Words:
            """Return what translates the messages of WTForms."""
            return _WORDS

    row_version = HiddenField()
    draft_saved_at: str | None = None
    """Set when the form was filled from the user's own draft."""

    @property
    def version(self) -> int | None:
        """Return the version of the record that the form was opened with, None for a new record."""
        return number_of_change(self.row_version.data)


class NewRecordForm(PageForm):
    """A form that makes a record. A number travels with it, so that sending it twice makes one record."""

    new_id = HiddenField()

    @cached_property
    def record_id(self) -> uuid.UUID:
        """Return the id that the new record will have: the same for the same form of the same user.

        It is drawn from what the browser sends, never taken from it: whoever could choose it would name a record of
        somebody else, under whose id the log and the history would then keep two.
        """
        try:
            sent = uuid.UUID(str(self.new_id.data))
        except ValueError:
            return uuid.uuid4()
        return drawn_id(type(self), current_user.id, sent)


def drawn_id(form: type[NewRecordForm], user_id: uuid.UUID, sent: uuid.UUID) -> uuid.UUID:
    """Return the id of the record that a user's form makes, from the number that travelled with it."""
    drawn = hashlib.sha256(lp(form.__name__.encode(), user_id.bytes, sent.bytes)).digest()
    return uuid.UUID(bytes=drawn[:16], version=4)
