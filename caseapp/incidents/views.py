"""The pages of incidents: report, read, correct, move along, the data-protection authority, the register."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.access import can_see
from caseapp.audit import seen
from caseapp.clock import at_home, now, today
from caseapp.db import Conflict, check_version, db, write
from caseapp.i18n.messages import gettext as _
from caseapp.incidents import actions
from caseapp.incidents.blueprint import blueprint
from caseapp.incidents.counting_down import clock_of
from caseapp.incidents.forms import ChangeIncidentForm, NoticeForm, ReportForm
from caseapp.incidents.labels import SHORT_KINDS
from caseapp.incidents.listing import INCIDENTS
from caseapp.incidents.models import Incident, Notified, clock_time
from caseapp.incidents.page import incident_page
from caseapp.incidents.permissions import IncidentPermission
from caseapp.incidents.queries import get_incident, list_incidents
from caseapp.incidents.register import register_lines
from caseapp.incidents.workflow import INCIDENT_WORKFLOW, STATUS, TONES
from caseapp.web.conflicts import already_saved, conflict_page
from caseapp.web.drafts import discard_draft, open_form
from caseapp.web.gate import can, requires
from caseapp.web.listing import asked_state
from caseapp.web.steps import step_page
from caseapp.workflow import StepDetails


@blueprint.get("/")
@requires(IncidentPermission.READ)
def index() -> ResponseReturnValue:
    """List the incidents that this user may see."""
    state = asked_state(INCIDENTS)
    page = list_incidents(current_user, state)
    seen(current_user, "incident.listed", shown=[str(row.id) for row in page.rows])
    return render_template(
        "incidents/index.html",
        state=state,
        page=page,
        kinds=SHORT_KINDS,
        statuses=STATUS,
        tones=TONES,
        clock_of=clock_of,
    )


@blueprint.get("/register")
@requires(IncidentPermission.REGISTER)
def register() -> ResponseReturnValue:
    """List all incidents of the house for those who read no case: kinds, days, states, clocks and numbers alone."""
    lines = register_lines(current_user)
    seen(current_user, "incident.register_viewed", shown=[str(line.incident_id) for line in lines])
    return render_template("incidents/register.html", lines=lines)


@blueprint.route("/new", methods=["GET", "POST"])
@requires(IncidentPermission.REPORT)
def new() -> ResponseReturnValue:
    """Report an incident in seconds, whoever one is."""
    present = at_home(now())
    values = {"new_id": str(uuid.uuid4()), "happened_on": today(), "aware_on": today()}
    form = open_form(ReportForm, {**values, "aware_time": present.time()})
    if form.validate_on_submit():
        if db.session.get(Incident, form.record_id) is not None:
            flash(already_saved())
            return _after_reporting(form.record_id)
        with write():
            actions.report_incident(current_user, form.reported, form.record_id)
            discard_draft(current_user, request.path)
        flash(_("Reported. The coordinators see it at once."))
        return _after_reporting(form.record_id)
    body = render_template("incidents/new.html", form=form, reads=can(current_user, IncidentPermission.READ))
    return body, 422 if form.is_submitted() else 200


@blueprint.get("/<uuid:incident_id>")
@requires(IncidentPermission.READ)
def show(incident_id: uuid.UUID) -> ResponseReturnValue:
    """Show an incident and what is still to be done."""
    incident = get_incident(current_user, incident_id)
    seen(current_user, "incident.viewed", incident)
    return incident_page(current_user, incident)


@blueprint.route("/<uuid:incident_id>/edit", methods=["GET", "POST"])
@requires(IncidentPermission.WRITE)
def edit(incident_id: uuid.UUID) -> ResponseReturnValue:
    """Correct what was written in a hurry, or add to it."""
    incident = get_incident(current_user, incident_id)
    page = url_for("incidents.show", incident_id=incident_id)
    form = open_form(ChangeIncidentForm, _values(incident))
    if form.validate_on_submit():
        try:
            with write():
                check_version(incident, form.version)
                actions.change_incident(current_user, incident, form.reported)
                discard_draft(current_user, request.path)
        except Conflict as conflict:
            title = _("Incident %(reference)s", reference=incident.reference)
            return conflict_page(conflict, form, _values(incident), title, page)
        flash(_("Saved."))
        return redirect(page)
    body = render_template("incidents/edit.html", form=form, incident=incident)
    return body, 422 if form.is_submitted() else 200


@blueprint.route("/<uuid:incident_id>/step/<code>", methods=["GET", "POST"])
@requires(IncidentPermission.HANDLE)
def step(incident_id: uuid.UUID, code: str) -> ResponseReturnValue:
    """Move an incident along: taken up, contained, closed with a review, opened again."""
    incident = get_incident(current_user, incident_id)
    back = url_for("incidents.show", incident_id=incident_id)

    def act(details: StepDetails) -> None:
        actions.move_incident(current_user, incident, code, details)

    title = _("Incident %(reference)s", reference=incident.reference)
    return step_page(INCIDENT_WORKFLOW, incident, code, act, title=title, back=back) or redirect(back)


@blueprint.route("/<uuid:incident_id>/authority", methods=["GET", "POST"])
@requires(IncidentPermission.HANDLE)
def notice(incident_id: uuid.UUID) -> ResponseReturnValue:
    """Write down that the data-protection authority was told, or why not."""
    incident = get_incident(current_user, incident_id)
    page = url_for("incidents.show", incident_id=incident_id)
    form = open_form(NoticeForm, _notice_values(incident))
    if form.validate_on_submit():
        try:
            with write():
                check_version(incident, form.version)
                actions.write_notice(current_user, incident, form.notice)
                discard_draft(current_user, request.path)
        except Conflict as conflict:
            title = _("Incident %(reference)s", reference=incident.reference)
            return conflict_page(conflict, form, _notice_values(incident), title, page)
        return redirect(page)
    body = render_template("incidents/notice.html", form=form, incident=incident, clock=clock_of(incident))
    return body, 422 if form.is_submitted() else 200


def _after_reporting(incident_id: uuid.UUID) -> ResponseReturnValue:
    """Lead to the incident, or where its reporter reads none, to what they may see of it."""
    if can(current_user, IncidentPermission.READ):
        incident = db.session.get(Incident, incident_id)
        if incident is not None and can_see(current_user, incident):
            return redirect(url_for("incidents.show", incident_id=incident_id))
        return redirect(url_for("incidents.index"))
    return redirect(url_for("incidents.register"))


def _values(incident: Incident) -> dict[str, Any]:
    return {
        **{name: getattr(incident, name) for name in ("kind", "words", "where", "happened_on", "aware_on")},
        "happened_time": clock_time(incident.happened_time),
        "aware_time": clock_time(incident.aware_time),
        "row_version": str(incident.row_version),
    }


def _notice_values(incident: Incident) -> dict[str, Any]:
    names = (
        "notified_on",
        "notified_whom",
        "notified_by",
        "notice_number",
        "notice_words",
    )
    return {
        **{name: getattr(incident, name) for name in names},
        "notified": incident.notified or Notified.OPEN.value,
        "notified_time": clock_time(incident.notified_time),
        "row_version": str(incident.row_version),
    }
