"""The page that asks why something is taken out."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from caseapp.db import write
from caseapp.i18n.messages import gettext as _
from caseapp.people.forms import RemoveForm
from caseapp.people.models import Person


def removal_page(person: Person, title: str, what: str, remove: Callable[[str], None]) -> ResponseReturnValue:
    """Ask why ``what`` of ``person`` is taken out, then ``remove(reason)`` inside a write.

    Nothing is deleted, the history keeps it.
    """
    form = RemoveForm()
    back = url_for("people.show", person_id=person.id)
    if form.validate_on_submit():
        with write():
            remove(form.reason.data or "")
        flash(_("Taken out. The history keeps it."))
        return redirect(back)
    page = render_template("people/remove.html", form=form, person=person, title=title, what=what, back=back)
    return page, 422 if form.is_submitted() else 200
