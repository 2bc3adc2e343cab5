"""The page that takes a merge back."""

import uuid

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from caseapp.accounts import User
from caseapp.audit import seen
from caseapp.db import write
from caseapp.duplicates.permissions import DuplicatePermission
from caseapp.duplicates.undoing import CannotUndo, Returning, plan_undoing, undo_merge, was_merged
from caseapp.i18n.messages import gettext as _
from caseapp.people.models import Person
from caseapp.people.queries import get_person, shown_name
from caseapp.web.forms import PageForm
from caseapp.web.gate import requires
from caseapp.web.installed import describe_all, edited_fields, kind_label
from caseapp.web.templating import part


@requires(DuplicatePermission.DECIDE)
def undo(person_id: uuid.UUID) -> ResponseReturnValue:
    """Show what taking a merge back will do, and do it."""
    user = current_user
    person = get_person(user, person_id)
    try:
        undoing = plan_undoing(user, person)
    except CannotUndo:
        flash(
            _(
                "This cannot be undone as it stands: something was found out about one of the two since, or"
                " the history is not whole."
            )
        )
        return redirect(url_for("people.show", person_id=person_id))
    form = PageForm()
    if form.validate_on_submit():
        with write():
            undo_merge(user, person)
        flash(_("They are two people again."))
        return redirect(url_for("people.show", person_id=person_id))
    seen(user, "duplicate.undo_viewed", person, undoing.known)
    back = [each for each in undoing.returning if each.back]
    return render_template(
        "duplicates/undo.html",
        form=form,
        person=person,
        name=shown_name(person),
        known_name=shown_name(undoing.known),
        undoing=undoing,
        back=_in_words(user, back),
        stays=_in_words(user, [each for each in undoing.returning if each.stays]),
    )


def undo_panel(user: User, person: Person) -> Markup:
    """Offer to take back that a person was found to be the same as another; nothing where they were not."""
    if person.merged_into is None or not was_merged(user, person):
        return Markup()
    return part("duplicates/undo_panel.html", person=person)


def _in_words(user: User, returning: list[Returning]) -> list[tuple[str, str, str | None, list[str]]]:
    """Return each record by its kind, its name and its address, with the words for what was changed since."""
    named = describe_all(user, ((each.record.__kind__, each.record.id) for each in returning))
    lines = []
    for each in returning:
        kind = each.record.__kind__
        described = named.get((kind, each.record.id))
        labels = edited_fields(kind)
        fields = [
            str(labels[name].label.text) if name in labels else _("who is meant") for name in each.stays
        ]
        lines.append(
            (
                str(kind_label(kind) or kind),
                described.label if described else "",
                described.url if described else None,
                fields,
            )
        )
    return lines
