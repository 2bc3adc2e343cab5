"""The pages of ways to reach a person."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import hidden_or, shown_first
from caseapp.db import Conflict, check_version, db, write
from caseapp.i18n.messages import gettext as _
from caseapp.people import actions
from caseapp.people.forms import RouteForm
from caseapp.people.models import ContactRoute, Person
from caseapp.people.permissions import PersonPermission
from caseapp.people.queries import get_of_person, get_person
from caseapp.people.removing import removal_page
from caseapp.web.conflicts import already_saved, conflict_page
from caseapp.web.drafts import discard_draft, open_form
from caseapp.web.gate import requires
from caseapp.web.values import isolated

_FIELDS = ("kind", "value", "whose", "may_we", "safety")


@requires(PersonPermission.WRITE)
def add_route(person_id: uuid.UUID) -> ResponseReturnValue:
    """Add a way to reach a person."""
    person = get_person(current_user, person_id)
    form = open_form(RouteForm, {"new_id": str(uuid.uuid4())})
    if form.validate_on_submit():
        if db.session.get(ContactRoute, form.record_id) is not None:
            flash(already_saved())
            return redirect(_back(person))
        with write():
            actions.add_route(current_user, person, form.record_id, **_given(form))
            discard_draft(current_user, request.path)
        flash(_("Saved."))
        return redirect(_back(person))
    page = render_template("people/route.html", form=form, person=person, route=None)
    return page, 422 if form.is_submitted() else 200


@requires(PersonPermission.WRITE)
def edit_route(person_id: uuid.UUID, route_id: uuid.UUID) -> ResponseReturnValue:
    """Correct a way to reach a person."""
    person = get_person(current_user, person_id)
    route = get_of_person(current_user, ContactRoute, person, route_id)
    if hidden := shown_first(route, _("A way to reach them"), _back(person)):
        return hidden
    form = open_form(RouteForm, _values(route))
    if form.validate_on_submit():
        try:
            with write():
                check_version(route, form.version)
                actions.change_route(current_user, person, route, **_given(form))
                discard_draft(current_user, request.path)
        except Conflict as conflict:
            return conflict_page(conflict, form, _values(route), _("A way to reach them"), _back(person))
        flash(_("Saved."))
        return redirect(_back(person))
    page = render_template("people/route.html", form=form, person=person, route=route)
    return page, 422 if form.is_submitted() else 200


@requires(PersonPermission.WRITE)
def remove_route(person_id: uuid.UUID, route_id: uuid.UUID) -> ResponseReturnValue:
    """Take a way to reach a person out."""
    user = current_user
    person = get_person(user, person_id)
    route = get_of_person(user, ContactRoute, person, route_id)
    return removal_page(
        person,
        _("Take this way to reach them out"),
        str(hidden_or(user, route, isolated(route.value))),
        lambda reason: actions.remove_route(user, person, route, reason),
    )


def _back(person: Person) -> str:
    return url_for("people.show", person_id=person.id)


def _given(form: RouteForm) -> dict[str, str]:
    return {name: form[name].data or "" for name in _FIELDS}


def _values(route: ContactRoute) -> dict[str, Any]:
    return {"row_version": str(route.row_version), **{name: getattr(route, name) for name in _FIELDS}}
