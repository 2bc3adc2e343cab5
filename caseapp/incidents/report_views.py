"""The printed report on an incident."""

import uuid

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_login import current_user

from caseapp.audit import seen
from caseapp.i18n import OFFERED
from caseapp.i18n.messages import gettext as _
from caseapp.incidents.blueprint import blueprint
from caseapp.incidents.permissions import IncidentPermission
from caseapp.incidents.queries import get_incident
from caseapp.incidents.report_sheet import report_pdf
from caseapp.printing.pdf import PrintingError
from caseapp.web.gate import requires


@blueprint.get("/<uuid:incident_id>/report")
@requires(IncidentPermission.HANDLE)
def report(incident_id: uuid.UUID) -> ResponseReturnValue:
    """Print the report in one of the languages, with the names of those concerned only where that is asked for."""
    incident = get_incident(current_user, incident_id)
    named = request.args.get("names") == "yes"
    wanted = request.args.get("language", "")
    language = wanted if wanted in OFFERED else current_user.language
    try:
        with force_locale(language):
            printed = report_pdf(current_user, incident, language, named=named)
    except PrintingError as error:
        flash(
            _(
                "This could not be printed: there is no shape for “%(sign)s” in our fonts.",
                sign=error.unprintable or "?",
            )
        )
        return redirect(url_for("incidents.show", incident_id=incident_id))
    seen(current_user, "incident.report_printed", incident, named=named)
    response = Response(printed, mimetype="application/pdf")
    response.headers.set("Content-Disposition", "attachment", filename=f"{incident.reference}.pdf")
    return response
