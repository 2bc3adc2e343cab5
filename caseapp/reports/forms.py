"""The form that asks why the numbers leave the house, and for whom."""

from flask_babel import lazy_gettext as _l

from caseapp.reports.exporting import FileFormat, Readers
from caseapp.web.forms import PageForm, RadioChoiceField, Required, TextField

READERS = {
    Readers.INSIDE.value: _l("the board or the staff: exact numbers"),
    Readers.OUTSIDE.value: _l(
        "donors or others outside: numbers from one to four are withheld, with what would reveal them"
    ),
}
FORMATS = {
    FileFormat.XLSX.value: _l("Excel (XLSX)"),
    FileFormat.CSV.value: _l("CSV, for other programs"),
}


class ExportForm(PageForm):
    """Why, for whom, and in which form."""

    readers = RadioChoiceField(_l("Who will read the file?"), choices=READERS.items())
    file_format = RadioChoiceField(
        _l("Which kind of file?"), choices=FORMATS.items(), default=FileFormat.XLSX.value
    )
    reason = TextField(
        _l("What is it for?"),
        [Required()],
        most=2000,
        description=_l("Such as “annual report to the board”. It is kept in the audit log with your name."),
    )
