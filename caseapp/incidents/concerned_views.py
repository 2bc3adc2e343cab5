"""The pages about those whose data are concerned: finding them, what an account had opened, and warning each."""

import uuid
from collections.abc import Iterable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select

from caseapp.access import can_see, hidden_or
from caseapp.accounts import User
from caseapp.audit import seen
from caseapp.cases.queries import case_by_reference
from caseapp.clock import today
from caseapp.db import Conflict, check_version, db, write
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import ngettext
from caseapp.incidents import concerned
from caseapp.incidents.blueprint import blueprint
from caseapp.incidents.models import Incident, IncidentPerson, Warned
from caseapp.incidents.opened import opened_persons
from caseapp.incidents.part_forms import NobodyForm, OpenedForm, PersonsForm, RemovePersonForm, WarnForm
from caseapp.incidents.permissions import IncidentPermission
from caseapp.incidents.queries import get_incident, get_part
from caseapp.people import labels as people_labels
from caseapp.people.finding import people_ids
from caseapp.people.gate import keyed_query
from caseapp.people.models import Person
from caseapp.people.queries import both_scripts, get_person, list_people, routes_of, shown_name
from caseapp.people.reached import people_through
from caseapp.web.conflicts import conflict_page
from caseapp.web.drafts import discard_draft, open_form
from caseapp.web.gate import requires
from caseapp.web.installed import describe
from caseapp.web.values import digits, isolated

LONGEST = 200


@blueprint.route("/<uuid:incident_id>/persons/add", methods=["GET", "POST"])
@requires(IncidentPermission.WRITE)
def add_person(incident_id: uuid.UUID) -> ResponseReturnValue:
    """Say whose data are concerned: by name, number or the reference of a case, or that it is nobody."""
    incident = get_incident(current_user, incident_id)
    text = request.form.get("text", "").strip()[:LONGEST]
    nobody_ticked = bool(text) and not request.form.getlist("person")
    if "look" in request.form or nobody_ticked:
        found = _found(text)
        query = keyed_query(current_user, text)
        seen(
            current_user, "incident.people_looked_up", incident, query=query, shown=[str(p.id) for p in found]
        )
        form = _persons_form(found, asked="look" not in request.form)
        status = 200 if "look" in request.form or form.validate() else 422
        return _add_page(incident, form, text=text, looked=True), status
    if request.method == "GET":
        return _add_page(incident, _persons_form((), asked=False))
    if request.form.get("about") == "nobody" and incident.is_breach:
        return _nobody(incident)
    return _save_persons(incident, "incidents.add_person")


@blueprint.route("/<uuid:incident_id>/persons/opened", methods=["GET", "POST"])
@requires(IncidentPermission.HANDLE)
def opened(incident_id: uuid.UUID) -> ResponseReturnValue:
    """Propose those whose records an account had opened: everything that somebody with its device may have seen."""
    incident = get_incident(current_user, incident_id)
    asking = OpenedForm()
    staff = db.session.scalars(select(User).where(User.removed_on.is_(None)).order_by(User.seq)).all()
    asking.colleague.offer((str(each.id), each.name) for each in staff)
    if request.method == "GET":
        return render_template("incidents/opened.html", incident=incident, asking=asking, form=None)
    if "look" not in request.form:
        return _save_persons(incident, "incidents.opened")
    if not asking.validate_on_submit():
        return render_template("incidents/opened.html", incident=incident, asking=asking, form=None), 422
    whose = next(each for each in staff if str(each.id) == asking.colleague.data)
    found = opened_persons(current_user, whose, int(asking.days.data))
    seen(
        current_user,
        "incident.opened_viewed",
        incident,
        whose,
        days=asking.days.data,
        shown=[str(person.id) for person in found],
    )
    form = _persons_form(found, asked=False)
    return render_template("incidents/opened.html", incident=incident, asking=asking, form=form)


@blueprint.route("/<uuid:incident_id>/persons/<uuid:person_row_id>", methods=["GET", "POST"])
@requires(IncidentPermission.WRITE)
def warn(incident_id: uuid.UUID, person_row_id: uuid.UUID) -> ResponseReturnValue:
    """Write down whether somebody was warned, by which way of those on file, with what to take care of."""
    incident = get_incident(current_user, incident_id)
    row = get_part(current_user, IncidentPerson, incident, person_row_id)
    person = get_person(current_user, row.person_id)
    page = url_for("incidents.show", incident_id=incident_id, _anchor="persons")
    routes = routes_of(current_user, person)
    form = open_form(WarnForm, _warn_values(row))
    form.route.offer(
        [
            *(
                (
                    str(each.id),
                    f"{people_labels.ROUTE_KINDS.get(each.kind, each.kind)} · "
                    f"{isolated(hidden_or(current_user, each, each.value))}",
                )
                for each in routes
            ),
            ("", _("by another way")),
        ]
    )
    if form.validate_on_submit():
        try:
            with write():
                check_version(row, form.version)
                concerned.decide_person(current_user, incident, row, form.decision)
                discard_draft(current_user, request.path)
        except Conflict as conflict:
            title = _("Incident %(reference)s", reference=incident.reference)
            return conflict_page(conflict, form, _warn_values(row), title, page)
        return redirect(page)
    seen(current_user, "incident.person_viewed", incident, person)
    body = render_template(
        "incidents/warn.html",
        form=form,
        incident=incident,
        row=row,
        name=shown_name(person),
        routes=routes,
        people_labels=people_labels,
        back=page,
    )
    return body, 422 if form.is_submitted() else 200


@blueprint.route("/<uuid:incident_id>/persons/<uuid:person_row_id>/remove", methods=["GET", "POST"])
@requires(IncidentPermission.WRITE)
def remove_person(incident_id: uuid.UUID, person_row_id: uuid.UUID) -> ResponseReturnValue:
    """Take out somebody who was added by mistake."""
    incident = get_incident(current_user, incident_id)
    row = get_part(current_user, IncidentPerson, incident, person_row_id)
    person = get_person(current_user, row.person_id)
    page = url_for("incidents.show", incident_id=incident_id, _anchor="persons")
    form = open_form(RemovePersonForm, {"row_version": str(row.row_version)})
    if form.validate_on_submit():
        try:
            with write():
                check_version(row, form.version)
                concerned.take_person_out(current_user, incident, row, form.reason.data or "")
                discard_draft(current_user, request.path)
            return redirect(page)
        except Conflict:
            form.form_errors.append(_("Somebody has decided this in the meantime."))
    body = render_template(
        "incidents/remove_person.html", form=form, incident=incident, name=shown_name(person), back=page
    )
    return body, 422 if form.is_submitted() else 200


def _found(text: str) -> list[Person]:
    if not text:
        return []
    case = case_by_reference(current_user, text)
    if case is not None:
        return people_through(current_user, case.scope_id)
    return list_people(current_user, people_ids(current_user, text))


def _persons_form(found: Iterable[Person], *, asked: bool = True) -> PersonsForm:
    options: dict[str, Any] = {} if asked else {"formdata": None}
    form = PersonsForm(**options)
    form.person.offer((str(person.id), _called(person)) for person in found)
    return form


def _called(person: Person) -> str:
    name = both_scripts(shown_name(person))
    case = describe(current_user, "person", person.id)
    return name if case is None or case.label == shown_name(person).name else f"{name} · {case.label}"


def _save_persons(incident: Incident, endpoint: str) -> ResponseReturnValue:
    """Add those who were ticked; whoever is not visible is no choice, whatever was sent."""
    sent = []
    for value in request.form.getlist("person"):
        try:
            sent.append(uuid.UUID(value))
        except ValueError:
            continue
    found = list_people(current_user, sent)
    form = _persons_form(found)
    if not form.validate_on_submit():
        if not found:  # without anybody to choose the page shows no field that an error could lead to
            form.form_errors.extend(form.person.errors)
            form.person.errors = []
        return _add_page(incident, form), 422
    with write():
        number = concerned.add_persons(current_user, incident, found)
        discard_draft(current_user, url_for(endpoint, incident_id=incident.id))
    flash(ngettext("%(count)s person added.", "%(count)s people added.", number, count=digits(number)))
    if not can_see(current_user, incident):
        return redirect(url_for("incidents.index"))
    return redirect(url_for("incidents.show", incident_id=incident.id, _anchor="persons"))


def _nobody(incident: Incident) -> ResponseReturnValue:
    form = NobodyForm()
    if not form.validate_on_submit():
        return _add_page(incident, _persons_form((), asked=False), nobody=form), 422
    with write():
        concerned.say_nobody(current_user, incident, form.why.data or "")
    return redirect(url_for("incidents.show", incident_id=incident.id, _anchor="persons"))


def _add_page(
    incident: Incident,
    form: PersonsForm,
    *,
    text: str = "",
    looked: bool = False,
    nobody: NobodyForm | None = None,
) -> str:
    return render_template(
        "incidents/add_person.html",
        incident=incident,
        form=form,
        text=text,
        looked=looked,
        nobody=nobody or NobodyForm(formdata=None, data={"why": incident.nobody_why}),
    )


def _warn_values(row: IncidentPerson) -> dict[str, Any]:
    return {
        "decided": row.decided or Warned.OPEN.value,
        "warned_on": row.warned_on or today(),
        "warned_by": row.warned_by or current_user.name,
        "route": row.route,
        "words": row.words,
        "row_version": str(row.row_version),
    }
