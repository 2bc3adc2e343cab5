"""Fetching the file of an export: encrypted with the passphrase that its page has shown, then downloaded."""

import uuid
from datetime import date
from hashlib import sha256

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.accounts.days_reading import has_room_for
from caseapp.clock import today
from caseapp.db import changes_so_far, write
from caseapp.disclosures import Refused
from caseapp.disclosures.audiences import audience_of
from caseapp.disclosures.forms import SecondPersonForm
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import ngettext
from caseapp.reports import handing, row_actions
from caseapp.reports.blueprint import blueprint
from caseapp.reports.container import encrypted_zip
from caseapp.reports.export_page import export_page
from caseapp.reports.exporting import FileFormat
from caseapp.reports.forms import FetchForm
from caseapp.reports.keeping import file_of, ids_in, kept_ids, kept_key, kept_part, kept_rows
from caseapp.reports.making import READY
from caseapp.reports.models import ExportFile, RowExport
from caseapp.reports.permissions import ReportPermission
from caseapp.reports.row_queries import get_export
from caseapp.reports.rows import still_allowed, table_named
from caseapp.reports.writing import cells_of, plain_file
from caseapp.web.errors import NotFound
from caseapp.web.gate import recently_proven, requires
from caseapp.web.reported import ExportTable
from caseapp.web.values import digits


class TooMuchToday(ValueError):
    """With a file more records would have been opened today than one opens in a day."""


@blueprint.post("/rows/<uuid:export_id>/file")
@requires(ReportPermission.EXPORT_ROWS)
@recently_proven
def fetch_rows(export_id: uuid.UUID) -> ResponseReturnValue:
    """Write down that the file leaves the house, encrypt it with the passphrase shown, and lead to its download."""
    export = get_export(current_user, export_id)
    there = redirect(url_for("reports.show_rows", export_id=export_id))
    form = FetchForm()
    table, file = table_named(export.table), file_of(export)
    held = handing.held_file(export.id)
    if not row_actions.may_fetch(current_user, export, file) or table is None or file is None:
        form.form_errors.append(
            _("There is nothing to fetch here: it was not agreed to, or its day is over.")
        )
    elif held is not None and held.passphrase == form.passphrase.data:
        return there  # pressed twice: the file is made already
    else:
        form.expected = handing.passphrase_for(export.id)
        if form.validate_on_submit():
            try:
                _require_room(export, file)
                _fetch(export, file, table, form)
            except TooMuchToday:
                form.form_errors.append(
                    _(
                        "With this file you would have opened more records today than one opens in a day. An "
                        "administrator can let you go on today."
                    )
                )
            except Refused:
                form.form_errors.append(
                    _("Somebody has withdrawn a consent just now. Please fetch it again.")
                )
            except row_actions.JustChanged:
                form.form_errors.append(
                    _("What this file may hold has changed just now. Please fetch it again.")
                )
            except row_actions.NotOpen:
                form.form_errors.append(_("Somebody has decided this in the meantime."))
            else:
                return there
    page, _headers = export_page(export, SecondPersonForm(formdata=None), form)
    return page, 422


@blueprint.get("/rows/<uuid:export_id>/file")
@requires(ReportPermission.EXPORT_ROWS)
def download_rows(export_id: uuid.UUID) -> ResponseReturnValue:
    """Hand the encrypted file to the browser of whoever fetched it just now, if all of it may still leave."""
    export = get_export(current_user, export_id)
    held = handing.held_file(export.id)
    if export.asked_by != current_user.id or held is None:
        raise NotFound
    if not _may_leave(export, held):
        handing.drop(export.id)
        flash(_("What this file may hold has changed just now. Please fetch it again."))
        return redirect(url_for("reports.show_rows", export_id=export_id))
    handing.note_taken(export.id)
    response = Response(held.content, mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="export-{today().isoformat()}.zip"'
    return response


@blueprint.post("/rows/<uuid:export_id>/passphrase")
@requires(ReportPermission.EXPORT_ROWS)
@recently_proven
def fetch_rows_again(export_id: uuid.UUID) -> ResponseReturnValue:
    """Show a new passphrase, for fetching a file once more."""
    export = get_export(current_user, export_id)
    if row_actions.may_fetch(current_user, export, file_of(export)):
        handing.passphrase_for(export.id)
    else:
        flash(_("There is nothing to fetch here: it was not agreed to, or its day is over."))
    return redirect(url_for("reports.show_rows", export_id=export_id))


def _mark(day: date, ids: bytes) -> str:
    return f"{day} {sha256(ids).hexdigest()}"


def _may_leave(export: RowExport, held: handing.Held) -> bool:
    """Tell whether the records that a made file holds are still those that may leave: it may wait for some minutes."""
    day, _blank, ids = held.holds.partition(" ")
    changes, on = handing.as_it_stands()
    if (held.changes, day) == (changes, on.isoformat()):
        return True  # nothing at all was changed since, nor has any access ended with its day
    table, file = table_named(export.table), file_of(export)
    if table is None or file is None or not row_actions.may_fetch(current_user, export, file):
        return False
    audience = audience_of(export.audience) if export.has_names else None
    rows = still_allowed(current_user, table, audience, export.id, kept_rows(file))
    return sha256(ids_in(rows)).hexdigest() == ids


def _require_room(export: RowExport, file: ExportFile) -> None:
    """Let the file leave today, if it may: one with names was agreed to by a colleague, who has seen how many.

    Raises:
        TooMuchToday: with it too many records would have been opened.
    """
    if export.has_names or file.counts is None:
        return
    if not has_room_for(current_user.id, file.counts.rows):
        raise TooMuchToday


def _fetch(export: RowExport, file: ExportFile, table: ExportTable, form: FetchForm) -> None:
    audience = audience_of(export.audience) if export.has_names else None
    wanted, rows, gone = FileFormat(form.file_format.data), None, 0
    at = handing.as_it_stands()
    # Whoever asked may have lost sight of something since its rows were read, unless nothing was changed at all.
    if audience is not None or not handing.holds_good(export.id):
        agreed = kept_rows(file)
        rows = still_allowed(current_user, table, audience, export.id, agreed)
        gone = len(agreed) - len(rows)
    if wanted is READY and not gone:
        plain = kept_part(file, READY.value)
    else:
        left = kept_rows(file) if rows is None else rows
        # By the same numbers, a file with fewer rows and the one before would tell together which row is gone.
        key = None if gone else kept_key(file)
        plain = plain_file(cells_of(export, table, left, key), wanted, str(table.label))
    content = encrypted_zip(plain, wanted.value, form.expected)
    assert file.counts is not None
    number, left_out = file.counts.rows - gone, file.counts.left_out + gone
    held = kept_ids(file) if rows is None else ids_in(rows)
    with write() as act:
        _require_room(export, file)  # another one may have left while this one was encrypted
        row_actions.fetch_rows(current_user, export, file, rows or (), number, left_out, held)
        if handing.as_it_stands() != at:
            told = kept_rows(file) if rows is None else rows
            if len(still_allowed(current_user, table, audience, export.id, told)) < len(told):
                raise row_actions.JustChanged
        before = changes_so_far()
    changes = act.changes if act.written else before  # a second file of the same export changes nothing
    handing.hand_over(export.id, form.expected, content, _mark(at[1], held), changes)
    if gone:
        flash(
            ngettext(
                "%(number)s record was taken out: since the file was made, a consent for it has ended or you no longer "
                "see it.",
                "%(number)s records were taken out: since the file was made, consents for them have ended or you no "
                "longer see them.",
                gone,
                number=digits(gone),
            )
        )
