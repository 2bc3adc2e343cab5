"""Taking the audit log out as an encrypted file, narrowed down as its page was."""

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.audit.permissions import AuditPermission
from caseapp.audit.views import asked_events
from caseapp.clock import today
from caseapp.db import write
from caseapp.i18n.messages import gettext as _
from caseapp.reports import handing
from caseapp.reports.blueprint import blueprint
from caseapp.reports.container import encrypted_zip
from caseapp.reports.exporting import FileFormat
from caseapp.reports.forms import LogForm
from caseapp.reports.log_file import MOST_EVENTS, TooManyEvents, lines_of_log, note_log_taken
from caseapp.reports.writing import plain_file
from caseapp.web.errors import NotFound
from caseapp.web.gate import recently_proven, requires
from caseapp.web.values import digits


@blueprint.route("/log", methods=["GET", "POST"])
@requires(AuditPermission.EXPORT)
@recently_proven
def export_log() -> ResponseReturnValue:
    """Ask why the log is taken out, show the passphrase of its file, and make it."""
    wanted, form = asked_events(), LogForm()
    form.expected = handing.passphrase_for(current_user.id) if request.method == "GET" else _shown()
    if form.validate_on_submit():
        kind = FileFormat(form.file_format.data)
        try:
            lines = lines_of_log(current_user, wanted)
        except TooManyEvents:
            most = digits(MOST_EVENTS)
            form.form_errors.append(
                _(
                    "These are more than %(most)s events. Narrow them down in the log, by days for example.",
                    most=most,
                )
            )
        else:
            content = encrypted_zip(plain_file(lines, kind, _("Audit log")), kind.value, form.expected)
            with write():
                note_log_taken(current_user, wanted, form.reason.data or "", len(lines) - 1, kind)
            handing.hand_over(current_user.id, form.expected, content)
            return redirect(url_for("reports.log_taken"))
    form.passphrase.data = form.expected or handing.passphrase_for(current_user.id)
    page = render_template("reports/export_log.html", form=form, wanted=wanted, asked=request.full_path)
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/log/taken")
@requires(AuditPermission.EXPORT)
def log_taken() -> ResponseReturnValue:
    """Say that the file was made, and begin its download."""
    held = handing.held_file(current_user.id)
    page = render_template("reports/log_taken.html", held=held)
    if held is None or held.taken:
        return page
    return page, 200, {"Refresh": f"0; url={url_for('reports.download_log')}"}


@blueprint.get("/log/file")
@requires(AuditPermission.EXPORT)
def download_log() -> ResponseReturnValue:
    """Hand the encrypted file to the browser of whoever made it just now."""
    held = handing.held_file(current_user.id)
    if held is None:
        raise NotFound
    handing.note_taken(current_user.id)
    response = Response(held.content, mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="log-{today().isoformat()}.zip"'
    return response


def _shown() -> str:
    """Return the passphrase that a page has shown and with which no file was made yet; empty where there is none."""
    shown = handing.waits_for_download(current_user.id)
    return handing.passphrase_for(current_user.id) if shown else ""
