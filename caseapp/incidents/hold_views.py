"""Ending a hold as a second person who reads no word of the incident: a small house may have one coordinator."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.audit import seen
from caseapp.db import Conflict, check_version, write
from caseapp.i18n.messages import gettext as _
from caseapp.incidents import holding
from caseapp.incidents.blueprint import blueprint
from caseapp.incidents.models import HoldStatus
from caseapp.incidents.part_forms import DecideHoldForm
from caseapp.incidents.permissions import IncidentPermission
from caseapp.incidents.register import held_incident
from caseapp.web.drafts import discard_draft, open_form
from caseapp.web.gate import proven_to_send, requires


@blueprint.route("/register/<uuid:incident_id>/hold", methods=["GET", "POST"])
@requires(IncidentPermission.END_HOLD)
@proven_to_send
def decide_hold_unread(incident_id: uuid.UUID) -> ResponseReturnValue:
    """Decide whether things may be erased again, after speaking with whoever asks."""
    incident, hold = held_incident(current_user, incident_id)
    register = url_for("incidents.register")
    if hold.status != HoldStatus.ENDING:
        flash(_("Somebody has decided this in the meantime."))
        return redirect(register)
    form = open_form(DecideHoldForm, {"row_version": str(hold.row_version)})
    if form.validate_on_submit():
        try:
            with write():
                check_version(hold, form.version)
                agree = form.answer.data == "yes"
                holding.decide_end(current_user, incident, hold, agree=agree, words=form.words.data or "")
                discard_draft(current_user, request.path)
            flash(_("Your decision is written down."))
            return redirect(register)
        except (Conflict, holding.NotStanding):
            form.form_errors.append(_("Somebody has decided this in the meantime."))
        except holding.SamePerson:
            form.form_errors.append(holding.why_not_decide(current_user, hold))
    seen(current_user, "incident.hold_viewed", hold)
    body = render_template(
        "incidents/decide_hold_unread.html",
        form=form,
        incident=incident,
        hold=hold,
        why_not=holding.why_not_decide(current_user, hold),
        back=register,
    )
    return body, 422 if form.is_submitted() else 200
