"""The form that asks why the numbers leave the house, and for whom."""

from typing import Any

from wtforms import HiddenField
from wtforms.fields import SelectChoice
from wtforms.validators import ValidationError

from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.reports.container import is_passphrase
from caseapp.reports.exporting import FileFormat, Readers
from caseapp.web.forms import (
    CheckBoxesField,
    ChoiceField,
    NewRecordForm,
    PageForm,
    RadioChoiceField,
    Required,
    TextField,
)
from caseapp.web.reported import ExportTable

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


IDENTIFIED = {
    "pseudonymous": _l(
        "without names: random numbers, months instead of days, no reference, and nothing that fewer than five people "
        "have in common"
    ),
    "named": _l("with names and references: a second person agrees first"),
}


class AskRowsForm(NewRecordForm):
    """Which columns of which records leave the house, with or without names, for whom and why."""

    identified = RadioChoiceField(_l("How do people appear in it?"), choices=IDENTIFIED.items())
    audience = ChoiceField(
        _l("Who gets the file?"),
        description=_l("Needed with names: only people who allowed it for this recipient are in the file."),
    )
    columns = CheckBoxesField(
        _l("What does it tell?"),
        description=_l(
            "Take only what the purpose needs. Subjects and titles are never in it: they may name somebody whom nobody "
            "has asked."
        ),
    )
    reason = TextField(
        _l("What is it for?"),
        [Required()],
        most=2000,
        description=_l("Your colleague and the audit log see it. Do not name anybody from a case."),
    )
    table: ExportTable

    def offer(self, table: ExportTable, audiences: list[tuple[str, str]]) -> None:
        """Set the lists that are only known with the request."""
        self.table = table
        self.columns.choices = [
            SelectChoice(column.code, column.label, {"data-tells-who": True} if column.kind.tells_who else {})
            for column in table.columns
        ]
        self.audience.offer([("", _("nobody by name")), *audiences])

    def validate_audience(self, field: Any) -> None:
        """Ask for the recipient of an export with names."""
        if self.identified.data == "named" and not field.data:
            raise ValidationError(_("Say who gets the file."))

    def validate_columns(self, field: Any) -> None:
        """Refuse an export without columns; those that tell who somebody is do not count where there are no names."""
        named = self.identified.data == "named"
        left = [
            column
            for column in self.table.columns
            if column.code in set(field.data or ()) and (named or not column.kind.tells_who)
        ]
        if not left:
            raise ValidationError(_("Choose at least one."))


class FetchForm(PageForm):
    """The passphrase that the page has made and shown, and the kind of file."""

    passphrase = HiddenField()
    file_format = RadioChoiceField(
        _l("Which kind of file?"), choices=FORMATS.items(), default=FileFormat.XLSX.value
    )

    expected: str = ""
    """The passphrase that the page shows."""

    def validate_passphrase(self, field: Any) -> None:
        """Refuse any other passphrase than the one that the page shows."""
        if not is_passphrase(field.data or "") or field.data != self.expected:
            raise ValidationError(_("The passphrase was changed on its way. Here is a new one."))


class LogForm(FetchForm):
    """Why the log is taken out, with the passphrase that the page has made and shown."""

    reason = TextField(
        _l("What is it for?"),
        [Required()],
        most=2000,
        description=_l("It is kept in the audit log with your name. Do not name anybody from a case."),
    )
