"""The forms of an export of the persons whom an order names."""

from typing import Any

from wtforms import HiddenField
from wtforms.validators import ValidationError

from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.incidents.labels import PARTS
from caseapp.reports.container import is_passphrase
from caseapp.web.forms import CheckBoxesField, NewRecordForm, PageForm, Required, TextField


class WhomForm(PageForm):
    """The persons whom the order names."""

    person = CheckBoxesField(_l("Whom does the order name?"))

    def validate_person(self, field: Any) -> None:
        """Ask for somebody."""
        if not field.data:
            raise ValidationError(_("Choose at least one."))


class AskExportForm(NewRecordForm):
    """What of the records of those named falls within the order."""

    person = CheckBoxesField(_l("Whom does the order name?"))
    parts = CheckBoxesField(_l("What of their own record?"), choices=PARTS.items())
    texts = CheckBoxesField(_l("Which notes and files?"))
    reason = TextField(
        _l("Why does the order cover this, and what is left out?"),
        [Required()],
        most=20_000,
        description=_l("It stands in the manifest, which whoever gets the file reads."),
    )

    def validate_person(self, field: Any) -> None:
        """Ask for somebody."""
        if not field.data:
            raise ValidationError(_("Choose at least one."))

    def validate_parts(self, field: Any) -> None:
        """Refuse an export of nothing."""
        if not field.data and not self.texts.data:
            raise ValidationError(_("Choose at least one."))


class FetchExportForm(PageForm):
    """The passphrase that the page has made and shown."""

    passphrase = HiddenField()
    expected: str = ""

    def validate_passphrase(self, field: Any) -> None:
        """Refuse any other passphrase than the one that the page shows."""
        if not is_passphrase(field.data or "") or field.data != self.expected:
            raise ValidationError(_("The passphrase was changed on its way. Here is a new one."))
