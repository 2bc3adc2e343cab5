"""The form of days away."""

from typing import Any

from wtforms.validators import ValidationError

from caseapp.clock import today
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.forms import CheckBoxesField, ChoiceField, DayField, PageForm


class AwayForm(PageForm):
    """From when to when somebody is away, and who covers."""

    first = DayField(_l("First day away"), required=True)
    last = DayField(_l("Last day away"), required=True)
    cover = ChoiceField(
        _l("Who covers?"),
        description=_l(
            "They see the cases on these days, first and last included, but nothing that they are kept out of."
        ),
    )
    restricted = CheckBoxesField(
        _l("Cases for only these people that they see, too"),
        description=_l("Leave out what nobody else should see."),
    )

    def validate_last(self, field: Any) -> None:
        """Refuse days that have passed, and an end before the beginning."""
        if field.day_value is None:
            return
        if field.day_value < today():
            raise ValidationError(_("This day has passed."))
        if self.first.day_value is not None and field.day_value < self.first.day_value:
            raise ValidationError(_("The last day comes before the first."))

    def validate_cover(self, field: Any) -> None:
        """Ask for somebody."""
        if not field.data:
            raise ValidationError(_("Please choose a colleague."))
