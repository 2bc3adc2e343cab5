"""The page that asks why something is taken out."""

from collections.abc import Callable

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from caseapp.db import write
from caseapp.people.forms import RemoveForm


def removal_page(what: str, back: str, remove: Callable[[str], None]) -> ResponseReturnValue:
    """Ask for the reason, then ``remove(reason)`` inside a write; nothing is deleted, the history keeps it."""
    form = RemoveForm()
    if form.validate_on_submit():
        with write():
            remove(form.reason.data or "")
        flash(_("Taken out. The history keeps it."))
        return redirect(back)
    page = render_template("people/remove.html", form=form, what=what, back=back)
    return page, 422 if form.is_submitted() else 200
