"""The pages of names: added after a search, corrected, taken out."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.db import Conflict, check_version, db, write
from caseapp.i18n.messages import gettext as _
from caseapp.people import actions
from caseapp.people.forms import NameForm, NamesForm
from caseapp.people.gate import Aim, Errand, LookedUp, errand_done, looked_up_for, open_errand
from caseapp.people.models import NameKind, Person, PersonName
from caseapp.people.permissions import PersonPermission
from caseapp.people.queries import get_of_person, get_person, names_of
from caseapp.people.removing import removal_page
from caseapp.people.views import agrees
from caseapp.web.conflicts import already_saved, conflict_page
from caseapp.web.drafts import discard_draft, open_form
from caseapp.web.errors import NotFound
from caseapp.web.gate import requires


@requires(PersonPermission.WRITE)
def add_names(kind: str, record_id: uuid.UUID, person_id: uuid.UUID) -> ResponseReturnValue:
    """Add the names of a person, and when they were born, after the search that comes before it."""
    errand = open_errand(current_user, Aim.NAMES, kind, record_id, person_id)
    looked_up = looked_up_for(errand)
    form = open_form(NamesForm, _first_values(errand, looked_up))
    if form.is_submitted() and db.session.get(PersonName, form.record_id) is not None:
        flash(already_saved())
        return redirect(errand.named.url or "")
    if looked_up is None:
        flash(_("Please look for the name first."))
        return redirect(url_for("people.check", **errand.values))
    person = errand.person
    if form.validate_on_submit() and agrees(current_user, person, form, {"born": form.born.value}):
        with write():
            for place, (name, name_kind) in enumerate(form.given):
                name_id = form.record_id if place == 0 else None
                actions.add_name(current_user, person, name, name_kind, name_id)
            if form.born.value is not None and form.born.value != person.born:
                actions.change_facts(current_user, person, {"born": form.born.value})
            discard_draft(current_user, request.path)
        errand_done(errand)
        flash(_("Saved."))
        return redirect(errand.named.url or "")
    page = render_template("people/add_names.html", form=form, errand=errand)
    return page, 422 if form.is_submitted() else 200


@requires(PersonPermission.WRITE)
def edit_name(person_id: uuid.UUID, name_id: uuid.UUID) -> ResponseReturnValue:
    """Correct a name; the former one stays in the history."""
    person = get_person(current_user, person_id)
    name = _own_name(person, name_id)
    form = open_form(NameForm, _name_values(name))
    back = url_for("people.show", person_id=person_id)
    if form.validate_on_submit():
        try:
            with write():
                check_version(name, form.version)
                actions.change_name(
                    current_user, person, name, form.name.data or "", NameKind(form.kind.data)
                )
                discard_draft(current_user, request.path)
        except Conflict as conflict:
            return conflict_page(conflict, form, _name_values(name), _("Name"), back)
        flash(_("Saved."))
        return redirect(back)
    page = render_template(
        "people/edit_name.html",
        form=form,
        person=person,
        name=name,
        only_one=len(names_of(current_user, person)) == 1,
    )
    return page, 422 if form.is_submitted() else 200


@requires(PersonPermission.WRITE)
def remove_name(person_id: uuid.UUID, name_id: uuid.UUID) -> ResponseReturnValue:
    """Take a name out; the last one stays, because the person could not be spoken of without it."""
    user = current_user
    person = get_person(user, person_id)
    name = _own_name(person, name_id)
    back = url_for("people.show", person_id=person_id)
    if len(names_of(user, person)) == 1:
        flash(_("This is their only name. Add another one before you take it out."))
        return redirect(back)
    return removal_page(
        person,
        _("Take this name out"),
        name.name,
        lambda reason: actions.remove_name(user, person, name, reason),
    )


def _own_name(person: Person, name_id: uuid.UUID) -> PersonName:
    """Return a name of this very record: whom others were found to be the same as is not shown by their names."""
    name = get_of_person(current_user, PersonName, person, name_id)
    if name.person_id != person.id:
        raise NotFound
    return name


def _first_values(errand: Errand, looked_up: LookedUp | None) -> dict[str, Any]:
    return {
        "new_id": str(uuid.uuid4()),
        "name": looked_up.name if looked_up else "",
        "born": (looked_up.born_on if looked_up else None) or errand.person.born,
    }


def _name_values(name: PersonName) -> dict[str, Any]:
    return {"row_version": str(name.row_version), "name": name.name, "kind": name.kind}
