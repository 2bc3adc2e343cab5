"""The printed report on an incident."""

import uuid

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_login import current_user

from caseapp.audit import seen
from caseapp.i18n import OFFERED
from caseapp.incidents.blueprint import blueprint
from caseapp.incidents.permissions import IncidentPermission
from caseapp.incidents.queries import get_incident
from caseapp.incidents.report_sheet import report_pdf
from caseapp.web.gate import requires


@blueprint.get("/<uuid:incident_id>/report")
@requires(IncidentPermission.HANDLE)
def report(incident_id: uuid.UUID) -> ResponseReturnValue:
    """Print the report in one of the languages, with the names of those concerned only where that is asked for."""
    incident = get_incident(current_user, incident_id)
    named = request.args.get("names") == "yes"
    wanted = request.args.get("language", "")
    language = wanted if wanted in OFFERED else current_user.language
    seen(current_user, "incident.report_printed", incident, named=named)
    with force_locale(language):
        printed = report_pdf(current_user, incident, language, named=named)
    response = Response(printed, mimetype="application/pdf")
    response.headers.set("Content-Disposition", "attachment", filename=f"{incident.reference}.pdf")
    return response
