"""Asking for an export of records, seeing how far its file is, and agreeing to it as a second person."""

import uuid

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.accounts.deputies import why_not_second
from caseapp.audit import seen
from caseapp.authorities.queries import list_authorities
from caseapp.db import Conflict, check_version, db, write
from caseapp.disclosures.audiences import code_of
from caseapp.disclosures.forms import SecondPersonForm
from caseapp.disclosures.wording import AUDIENCES
from caseapp.i18n import locale_tag
from caseapp.i18n.messages import gettext as _
from caseapp.reports import row_actions
from caseapp.reports.blueprint import blueprint
from caseapp.reports.export_page import export_page
from caseapp.reports.forms import AskRowsForm
from caseapp.reports.keeping import file_of
from caseapp.reports.making import make_and_await
from caseapp.reports.models import ExportStatus, RowExport
from caseapp.reports.permissions import ReportPermission
from caseapp.reports.row_queries import get_export
from caseapp.reports.rows import chosen, export_tables
from caseapp.web.conflicts import already_saved
from caseapp.web.drafts import discard_draft, open_form
from caseapp.web.errors import NotFound
from caseapp.web.gate import proven_to_send, recently_proven, requires


@blueprint.route("/rows/new/<table>", methods=["GET", "POST"])
@requires(ReportPermission.EXPORT_ROWS)
def ask_rows(table: str) -> ResponseReturnValue:
    """Ask for an export of one kind of record."""
    wanted = next((each for each in export_tables(current_user) if each.name == table), None)
    if wanted is None:
        raise NotFound
    form = open_form(AskRowsForm, {"new_id": str(uuid.uuid4())})
    form.offer(wanted, _audiences())
    if form.validate_on_submit():
        there = url_for("reports.show_rows", export_id=form.record_id)
        if db.session.get(RowExport, form.record_id) is not None:
            flash(already_saved())
            return redirect(there)
        named = form.identified.data == "named"
        with write():
            row_actions.ask_for_rows(
                current_user,
                table=wanted.name,
                named=named,
                audience=form.audience.data,
                columns=[column.code for column in chosen(wanted, form.columns.data, named=named)],
                reason=form.reason.data or "",
                export_id=form.record_id,
            )
            discard_draft(current_user, request.path)
        make_and_await()
        return redirect(there)
    body = render_template("reports/ask_rows.html", form=form, table=wanted)
    return body, 422 if form.is_submitted() else 200


@blueprint.route("/rows/<uuid:export_id>", methods=["GET", "POST"])
@requires(ReportPermission.AGREE_ROWS)
@proven_to_send
def show_rows(export_id: uuid.UUID) -> ResponseReturnValue:
    """Show what was asked for and how far its file is; a second person answers here, whoever asked fetches it here."""
    export = get_export(current_user, export_id)
    form = open_form(SecondPersonForm, {"row_version": str(export.row_version)})
    if form.is_submitted() and not row_actions.may_decide(current_user, export, file_of(export)):
        flash(_why_not(export))
        return redirect(url_for("reports.show_rows", export_id=export_id))
    seen(current_user, "row_export.viewed", export)
    if form.validate_on_submit():
        try:
            with write():
                check_version(export, form.version)
                row_actions.decide_rows(
                    current_user,
                    export,
                    file_of(export),
                    agree=form.answer.data == "yes",
                    reason=form.reason.data or "",
                )
                discard_draft(current_user, request.path)
            flash(_("Your decision is written down."))
            return redirect(url_for("reports.show_rows", export_id=export_id))
        except (Conflict, row_actions.NotOpen, row_actions.NotMade, row_actions.NotYours):
            form.form_errors.append(_why_not(export))
    page, headers = export_page(export, form)
    return page, 422 if form.is_submitted() else 200, headers


@blueprint.post("/rows/<uuid:export_id>/make")
@requires(ReportPermission.EXPORT_ROWS)
@recently_proven
def make_rows_again(export_id: uuid.UUID) -> ResponseReturnValue:
    """Let a file be made that could not be made before."""
    export = get_export(current_user, export_id)
    try:
        with write():
            file = file_of(export)
            if file is None:
                raise row_actions.NotOpen
            row_actions.make_again(current_user, export, file)
    except (row_actions.NotOpen, row_actions.NotYours):
        flash(_("There is nothing to make again here."))
    else:
        make_and_await()
    return redirect(url_for("reports.show_rows", export_id=export_id))


def _why_not(export: RowExport) -> str:
    """Return why this reader does not decide on an export now."""
    file = file_of(export)
    own = _("You asked for it, so a colleague decides.")
    if export.status == ExportStatus.OPEN and (found := why_not_second(current_user, export.asked_by, own)):
        return found
    if file is not None and file.is_waited_for:
        return _("The file is still being made. Then you see how many people are in it.")
    return _("Somebody has decided this in the meantime, or its term is over.")


def _audiences() -> list[tuple[str, str]]:
    """Return who may get a file with names: the partners, or an authority of the register."""
    partners = [(code_of("partners"), str(AUDIENCES["partners"]))]
    tag = locale_tag()
    return partners + [
        (code_of("authority", each.id), each.name_in(tag)) for each in list_authorities(current_user, tag)
    ]
