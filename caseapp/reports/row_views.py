"""The pages of exports of records: ask, agree as a second person, fetch the encrypted file."""

import uuid

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from caseapp.audit import seen
from caseapp.authorities.queries import list_authorities
from caseapp.clock import today
from caseapp.db import Conflict, check_version, db, write
from caseapp.disclosures import Audience, Refused
from caseapp.disclosures.audiences import audience_of, code_of
from caseapp.disclosures.forms import SecondPersonForm
from caseapp.disclosures.wording import AUDIENCES, audience_label
from caseapp.i18n import direction, locale_tag
from caseapp.reports import row_actions
from caseapp.reports.blueprint import blueprint
from caseapp.reports.container import encrypted_zip, new_passphrase
from caseapp.reports.exporting import FileFormat
from caseapp.reports.forms import AskRowsForm, FetchForm
from caseapp.reports.models import ExportStatus, RowExport
from caseapp.reports.permissions import ReportPermission
from caseapp.reports.row_queries import get_export, line_of
from caseapp.reports.rows import TooManyRows, cells, chosen, export_tables, rows_for, table_named
from caseapp.reports.spreadsheet import csv_chunks, xlsx_file
from caseapp.web.conflicts import already_saved
from caseapp.web.drafts import discard_draft, open_form
from caseapp.web.errors import NotFound
from caseapp.web.gate import requires


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
        return redirect(there)
    body = render_template("reports/ask_rows.html", form=form, table=wanted)
    return body, 422 if form.is_submitted() else 200


@blueprint.route("/rows/<uuid:export_id>", methods=["GET", "POST"])
@requires(ReportPermission.AGREE_ROWS)
def show_rows(export_id: uuid.UUID) -> ResponseReturnValue:
    """Show what was asked for; a second person answers here, and whoever asked fetches the file."""
    export = get_export(current_user, export_id)
    seen(current_user, "row_export.viewed", export)
    form = open_form(SecondPersonForm, {"row_version": str(export.row_version)})
    if form.validate_on_submit():
        try:
            with write():
                check_version(export, form.version)
                row_actions.decide_rows(
                    current_user, export, agree=form.answer.data == "yes", reason=form.reason.data or ""
                )
                discard_draft(current_user, request.path)
            flash(_("Your decision is written down."))
            return redirect(url_for("reports.show_rows", export_id=export_id))
        except (Conflict, row_actions.NotOpen):
            form.form_errors.append(_("Somebody has decided this in the meantime."))
        except row_actions.NotYours:
            form.form_errors.append(_("You asked for it, so a colleague decides."))
    return _page(export, form), 422 if form.is_submitted() else 200


@blueprint.post("/rows/<uuid:export_id>/file")
@requires(ReportPermission.EXPORT_ROWS)
def fetch_rows(export_id: uuid.UUID) -> ResponseReturnValue:
    """Make the file, write down that it leaves the house, and send it encrypted."""
    export = get_export(current_user, export_id)
    form = FetchForm()
    table = table_named(export.table)
    if not row_actions.may_fetch(current_user, export) or table is None:
        form.form_errors.append(
            _("There is nothing to fetch here: it was not agreed to, or its day is over.")
        )
    elif form.validate_on_submit():
        audience = audience_of(export.audience) if export.has_names else None
        columns = chosen(table, export.columns or (), named=export.has_names)
        try:
            rows, left_out = rows_for(current_user, table, audience, export.id)
            made = cells(rows, columns, named=export.has_names)
            content = _file(
                made, FileFormat(form.file_format.data), str(form.passphrase.data), str(table.label)
            )
            with write():
                row_actions.fetch_rows(current_user, export, rows, left_out)
            return _download(content)
        except TooManyRows:
            form.form_errors.append(_("These are too many records for one file."))
        except Refused:
            form.form_errors.append(_("Somebody has withdrawn a consent just now. Please fetch it again."))
        except row_actions.NotOpen:
            form.form_errors.append(_("Somebody has decided this in the meantime."))
    return _page(export, SecondPersonForm(formdata=None), form), 422


def _page(export: RowExport, form: SecondPersonForm, fetching: FetchForm | None = None) -> str:
    table = table_named(export.table)
    ready = row_actions.may_fetch(current_user, export) and table is not None
    fetching = fetching or FetchForm(formdata=None)
    fetching.passphrase.data = new_passphrase() if ready else ""
    named = export.has_names
    audience: Audience | None = audience_of(export.audience) if named and export.audience else None
    kept = left_out = None
    if ready and table is not None:
        try:
            rows, left_out = rows_for(current_user, table, audience, export.id)
            kept = len(rows)
        except TooManyRows:
            kept = None
    return render_template(
        "reports/show_rows.html",
        export=export,
        line=line_of(export),
        columns=chosen(table, export.columns or (), named=named) if table else [],
        audience=audience_label(current_user, audience) if audience else None,
        form=form,
        fetching=fetching,
        ready=ready,
        kept=kept,
        left_out=left_out,
        is_mine=export.asked_by == current_user.id,
        may_decide=export.status == ExportStatus.OPEN and export.asked_by != current_user.id,
    )


def _audiences() -> list[tuple[str, str]]:
    """Return who may get a file with names: the partners, or an authority of the register."""
    partners = [(code_of("partners"), str(AUDIENCES["partners"]))]
    tag = locale_tag()
    return partners + [
        (code_of("authority", each.id), each.name_in(tag)) for each in list_authorities(current_user, tag)
    ]


def _file(made: list[list[str | int]], wanted: FileFormat, passphrase: str, title: str) -> bytes:
    if wanted is FileFormat.XLSX:
        plain = xlsx_file(made, title, right_to_left=direction() == "rtl")
    else:
        plain = b"".join(csv_chunks(made))
    return encrypted_zip(plain, wanted.value, passphrase)


def _download(content: bytes) -> Response:
    response = Response(content, mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="export-{today().isoformat()}.zip"'
    return response
