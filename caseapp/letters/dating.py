"""Whether the date of a sending fits what was on file on that day."""

from datetime import date

from caseapp.accounts import User
from caseapp.clock import today
from caseapp.disclosures import decide
from caseapp.i18n.messages import gettext as _
from caseapp.letters.approving import approval_of
from caseapp.letters.covering import disclosures_of
from caseapp.letters.models import Letter
from caseapp.web.values import day as shown_day


def early_sentence(user: User, letter: Letter, sent_on: date) -> str:
    """Return what was still missing on the day a letter is said to have gone out and is on file today.

    Empty when the date fits. What is missing today as well is no question of the date: the guards tell about it.
    """
    approval = approval_of(letter)
    unapproved = approval is not None and sent_on < (approval.happened_on or approval.created_on)
    unasked = _is_missing(user, letter, sent_on) and not _is_missing(user, letter, today())
    day = f"\u2068{shown_day(sent_on)}\u2069"
    if unapproved and unasked:
        return _(
            "On %(day)s no consent was on file yet and the letter was not approved. Check the date of sending.",
            day=day,
        )
    if unapproved:
        return _("On %(day)s the letter was not approved yet. Check the date of sending.", day=day)
    if unasked:
        return _("On %(day)s no consent was on file yet. Check the date of sending.", day=day)
    return ""


def _is_missing(user: User, letter: Letter, day: date) -> bool:
    return any(decide(user, told).missing for told in disclosures_of(letter, day))
