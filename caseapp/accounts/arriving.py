"""Coming to one's work after signing in: what was done to the account meanwhile, and what was being written."""

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from caseapp.accounts.alerts import failed_tries
from caseapp.accounts.changes import changes_to_tell
from caseapp.accounts.models import User
from caseapp.accounts.wording import failed_tries_sentence, notice_sentence
from caseapp.dates import Calendar
from caseapp.i18n.messages import gettext as _
from caseapp.web.drafts import take_draft_after_expiry


def arrive(user: User, target: str) -> ResponseReturnValue:
    """Lead ``user``, who has just signed in wholly, to what they were writing when their session ran out, or to
    ``target``; tell them what others did to their account.
    """
    _tell_what_was_done(user)
    late = take_draft_after_expiry(user)
    if late is not None:
        with force_locale(str(user.language)):  # the sign-in page spoke the browser's language
            flash(
                _("Your session had ended while you were writing. Your text is here; nothing was sent yet.")
            )
        return redirect(late)
    return redirect(target)


def _tell_what_was_done(user: User) -> None:
    with force_locale(str(user.language)):
        for change in changes_to_tell(user):
            flash(notice_sentence(change, Calendar(user.calendar)), "warning")
        failed = failed_tries(user)
        if failed is not None:
            flash(failed_tries_sentence(failed, Calendar(user.calendar)), "warning")
