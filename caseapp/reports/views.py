"""The page of the numbers, and the file that is made of them."""

from collections.abc import Mapping

from flask import Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel.speaklater import LazyString
from flask_login import current_user

from caseapp.access import of_the_whole_house, of_what_they_see
from caseapp.audit import seen
from caseapp.clock import today
from caseapp.db import write
from caseapp.i18n import direction
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.reports.blueprint import blueprint
from caseapp.reports.breakdown import breakdowns
from caseapp.reports.counting import counts_for, shown_quarters
from caseapp.reports.drawing import charts_for, status_by_quarter
from caseapp.reports.exporting import FileFormat, Readers, export_counts
from caseapp.reports.forms import ExportForm
from caseapp.reports.permissions import ReportPermission
from caseapp.reports.row_queries import exports_of
from caseapp.reports.rows import export_tables
from caseapp.reports.spreadsheet import csv_chunks, xlsx_file
from caseapp.web.gate import can, requires
from caseapp.web.values import digits

QUARTERS: Mapping[str, LazyString] = {
    "1": _l("Q1 %(year)s"),
    "2": _l("Q2 %(year)s"),
    "3": _l("Q3 %(year)s"),
    "4": _l("Q4 %(year)s"),
}
MONTHS: Mapping[str, LazyString] = {
    "1": _l("January to March %(year)s"),
    "2": _l("April to June %(year)s"),
    "3": _l("July to September %(year)s"),
    "4": _l("October to December %(year)s"),
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/")
@requires(ReportPermission.READ)
def index() -> ResponseReturnValue:
    """Show the numbers: of the whole organisation, or of what this user may see."""
    return _page(ExportForm(formdata=None))


@blueprint.post("/export")
@requires(ReportPermission.EXPORT)
def export() -> ResponseReturnValue:
    """Send the numbers of the whole organisation as a file, once it is recorded why and for whom."""
    form = ExportForm()
    if not form.validate_on_submit():
        return _page(form), 422
    tables = breakdowns(of_the_whole_house(current_user))
    with write():
        rows = export_counts(current_user, tables, Readers(form.readers.data), form.reason.data or "")
    wanted = FileFormat(form.file_format.data)
    if wanted is FileFormat.XLSX:
        content = xlsx_file(rows, _("Numbers"), right_to_left=direction() == "rtl")
        response = Response(content, mimetype=XLSX)
    else:
        response = Response(csv_chunks(rows), mimetype="text/csv")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="counts-{today().isoformat()}.{wanted.value}"'
    )
    return response


def quarter_words(quarter: str) -> str:
    """Return a quarter as the reader's language writes it."""
    return _quarter_in(QUARTERS, quarter)


def quarter_months(quarter: str) -> str:
    """Return the months of a quarter, for readers of another calendar."""
    return _quarter_in(MONTHS, quarter)


def _quarter_in(words: Mapping[str, LazyString], quarter: str) -> str:
    year, _separator, number = quarter.partition("-Q")
    return str(words[number]) % {"year": digits(year)}


def _page(form: ExportForm) -> str:
    everything = can(current_user, ReportPermission.READ_ALL)
    counted = of_the_whole_house(current_user) if everything else of_what_they_see(current_user)
    seen(current_user, "report.read", whole=everything)
    return render_template(
        "reports/index.html",
        tables=counts_for(counted),
        shown_quarters=shown_quarters,
        status_by_quarter=status_by_quarter,
        charts=charts_for(counted),
        quarter_words=quarter_words,
        quarter_months=quarter_months,
        everything=everything,
        form=form if can(current_user, ReportPermission.EXPORT) else None,
        row_tables=export_tables(current_user) if can(current_user, ReportPermission.EXPORT_ROWS) else [],
        row_exports=exports_of(current_user),
    )
