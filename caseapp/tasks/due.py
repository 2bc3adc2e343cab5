"""Days that something is due on, in words: people read "3 days late" faster than a date."""

from datetime import date

from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import ngettext
from caseapp.web.values import digits
from caseapp.workflow import Tone


def due_words(due: date, day: date) -> str:
    """Return when ``due`` is, seen from ``day``: "today", "in 4 days", "3 days late"."""
    days = (due - day).days
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    if days > 1:
        return ngettext("in %(days)s day", "in %(days)s days", days, days=digits(days))
    return ngettext("%(days)s day late", "%(days)s days late", -days, days=digits(-days))


def due_tone(due: date, day: date) -> Tone:
    """Return the tone of the tag: late asks for attention, today waits, later is neutral."""
    if due < day:
        return Tone.ATTENTION
    return Tone.WAITING if due == day else Tone.NEUTRAL
