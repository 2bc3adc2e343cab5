"""Forms about a colleague who leaves."""

from typing import Any

from wtforms.validators import ValidationError

from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.forms import CheckBoxesField, ChoiceField, LineField, PageForm, RadioChoiceField, Required

TICKED, EVERYTHING = "ticked", "everything"


class BeginForm(PageForm):
    """Why the access ends."""

    reason = LineField(_l("Reason"), [Required()])


class ShareOutForm(PageForm):
    """What goes to whom."""

    item = CheckBoxesField(_l("What stands under their name"))
    which = RadioChoiceField(
        _l("What is given?"),
        choices=((TICKED, _l("What is ticked")), (EVERYTHING, _l("Everything that is listed"))),
        default=TICKED,
    )
    colleague = ChoiceField(_l("Who takes it on?"))

    def validate_item(self, field: Any) -> None:
        """Ask for something."""
        if self.which.data == TICKED and not field.data:
            raise ValidationError(_("Please tick what is given."))

    def validate_colleague(self, field: Any) -> None:
        """Ask for somebody."""
        if not field.data:
            raise ValidationError(_("Please choose a colleague."))


class GiveCasesForm(PageForm):
    """Who is let into cases that nobody reaches any more."""

    case = CheckBoxesField(_l("Cases that nobody reaches any more"), [Required()])
    colleague = ChoiceField(_l("Who takes them on?"), id="takes-them-on")

    def validate_colleague(self, field: Any) -> None:
        """Ask for somebody."""
        if not field.data:
            raise ValidationError(_("Please choose a colleague."))


class ChangedForm(PageForm):
    """What was changed of what somebody knew."""

    changed = CheckBoxesField(_l("To change, because they knew it"), [Required()])
