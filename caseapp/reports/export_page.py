"""The page of one export of records, as each who reaches it sees it."""

from flask import render_template, url_for
from flask_login import current_user

from caseapp.accounts.deputies import why_not_second
from caseapp.disclosures.audiences import audience_of
from caseapp.disclosures.forms import SecondPersonForm
from caseapp.disclosures.wording import audience_label
from caseapp.i18n.messages import gettext as _
from caseapp.reports import handing
from caseapp.reports.forms import FetchForm
from caseapp.reports.keeping import file_of
from caseapp.reports.making import Failure, make_in_background, making_of
from caseapp.reports.models import ExportStatus, RowExport
from caseapp.reports.row_actions import may_decide, may_fetch
from caseapp.reports.row_queries import FAILURES, counts_of_file, line_of, lines_of_file
from caseapp.reports.rows import chosen, table_named

LOOK_AGAIN = "3"
"""Seconds until the page shows anew how far the file is."""


def export_page(
    export: RowExport, form: SecondPersonForm, fetching: FetchForm | None = None
) -> tuple[str, dict[str, str]]:
    """Return the page of an export and the headers that let it look again, or begin the download."""
    file, table = file_of(export), table_named(export.table)
    making = file is not None and file.is_waited_for
    if making:
        make_in_background()  # what began it may have ended with the machine
    is_mine = export.asked_by == current_user.id
    ready = table is not None and may_fetch(current_user, export, file)
    fetched = export.status == ExportStatus.FETCHED
    # A file that was fetched keeps its passphrase: a new one is shown only to whoever asks for a new file.
    offered = ready and (not fetched or handing.waits_for_download(export.id))
    fetching = fetching or FetchForm(formdata=None)
    fetching.passphrase.data = handing.passphrase_for(export.id) if offered else ""
    held = handing.held_file(export.id) if is_mine else None
    own = _("You asked for it, so a colleague decides.")
    page = render_template(
        "reports/show_rows.html",
        export=export,
        line=line_of(export, file),
        columns=chosen(table, export.columns or (), named=export.has_names) if table else [],
        audience=audience_label(current_user, audience_of(export.audience)) if export.audience else None,
        form=form,
        fetching=fetching,
        making=making,
        going=making_of(export) if making else None,
        counts=counts_of_file(current_user, export, file),
        lines=lines_of_file(current_user, export),
        failure=FAILURES.get(file.failure) if file is not None else None,
        can_be_made=file is not None and file.failure != Failure.TOO_MANY,
        ready=ready,
        offered=offered,
        fetched=fetched,
        held=held,
        is_mine=is_mine,
        why_not=why_not_second(current_user, export.asked_by, own),
        may_decide=may_decide(current_user, export, file),
    )
    if making:
        return page, {"Refresh": LOOK_AGAIN}
    if held is not None and not held.taken:
        return page, {"Refresh": f"0; url={url_for('reports.download_rows', export_id=export.id)}"}
    return page, {}
