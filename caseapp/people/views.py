"""The page of a person, and the facts on it."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.accounts import User
from caseapp.audit import seen
from caseapp.db import Conflict, check_version, write
from caseapp.i18n.messages import gettext as _
from caseapp.people import actions, labels
from caseapp.people.forms import FactsForm
from caseapp.people.listing import PEOPLE, persons_on
from caseapp.people.models import Person
from caseapp.people.permissions import PersonPermission
from caseapp.people.queries import (
    get_person,
    names_of,
    names_recorded_apart,
    objections,
    related_people,
    routes_of,
    shown_name,
    shown_names,
)
from caseapp.web.conflicts import conflict_page
from caseapp.web.drafts import discard_draft, open_form
from caseapp.web.forms import PageForm
from caseapp.web.gate import requires
from caseapp.web.listing import asked_state
from caseapp.web.records import panels_for


@requires(PersonPermission.READ)
def index() -> ResponseReturnValue:
    """List the persons that this user may see."""
    state = asked_state(PEOPLE)
    page = persons_on(current_user, state)
    seen(current_user, "person.listed", shown=[str(person.id) for person in page.rows])
    rows = [(person, shown_name(person)) for person in page.rows]
    return render_template(
        "people/index.html",
        state=state,
        page=page,
        rows=rows,
        labels=labels,
        panels=panels_for(current_user, "people", page),
    )


@requires(PersonPermission.READ)
def show(person_id: uuid.UUID) -> ResponseReturnValue:
    """Show a person: names, relations and what other features know; facts and ways to reach them beside."""
    user = current_user
    person = get_person(user, person_id)
    seen(user, "person.viewed", person)
    return render_template(
        "people/show.html",
        person=person,
        name=shown_name(person),
        same_as=shown_names(user, [person.merged_into]).get(person.merged_into)
        if person.merged_into
        else None,
        names=names_of(user, person),
        names_apart=names_recorded_apart(user, person),
        related=[(related, shown_name(related.person)) for related in related_people(user, person)],
        routes=routes_of(user, person),
        labels=labels,
        panels=panels_for(user, "person", person),
        facts=panels_for(user, "person/facts", person),
    )


@requires(PersonPermission.WRITE)
def edit(person_id: uuid.UUID) -> ResponseReturnValue:
    """Change what is known about a person."""
    person = get_person(current_user, person_id)
    form = open_form(FactsForm, _values(person))
    if form.validate_on_submit():
        facts: dict[str, Any] = {name: form[name].data or "" for name in actions.FACTS if name != "born"}
        facts["born"] = form.born.value
        if agrees(current_user, person, form, facts):
            try:
                with write():
                    check_version(person, form.version)
                    actions.change_facts(current_user, person, facts)
                    discard_draft(current_user, request.path)
            except Conflict as conflict:
                back = url_for("people.show", person_id=person_id)
                return conflict_page(conflict, form, _values(person), _("Person"), back)
            flash(_("Saved."))
            return redirect(url_for("people.show", person_id=person_id))
    return render_template("people/edit.html", form=form, person=person), 422 if form.is_submitted() else 200


def agrees(user: User, person: Person, form: PageForm, facts: dict[str, Any]) -> bool:
    """Tell whether nothing speaks against ``facts``; what does is put beside the fields of ``form``."""
    found = objections(user, person, facts)
    for name, sentence in found:
        form[name].errors = [*form[name].errors, sentence]
    return not found


def _values(person: Person) -> dict[str, Any]:
    return {
        "row_version": str(person.row_version),
        **{name: getattr(person, name) for name in actions.FACTS},
    }
