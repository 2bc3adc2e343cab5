"""Forms of disclosures and legal grounds."""

from typing import Any

from wtforms.validators import ValidationError

from caseapp.clock import today
from caseapp.disclosures.wording import GROUNDS, IDENTIFIED, PURPOSES
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.forms import (
    ChoiceField,
    DayField,
    NewRecordForm,
    PageForm,
    RadioChoiceField,
    Required,
    TextField,
)


class AskGroundForm(NewRecordForm):
    """Why something may be told about a person without their consent."""

    purpose = ChoiceField(_l("For what?"), choices=PURPOSES.items())
    audience = ChoiceField(_l("To whom?"))
    ground = RadioChoiceField(_l("On which ground?"), choices=GROUNDS.items())
    words = TextField(
        _l("Why does it hold, and what is the least that has to be told?"), [Required()], most=20_000
    )
    until = DayField(_l("Until when?"), description=_l("Empty: until somebody ends it."))

    def validate_until(self, field: Any) -> None:
        """Refuse a ground that would have run out already."""
        if field.day_value is not None and field.day_value < today():
            raise ValidationError(_("This day is over. Give a day to come, or leave it empty."))


class SecondPersonForm(PageForm):
    """What a second person says."""

    answer = RadioChoiceField(
        _l("Your decision"), choices=[("yes", _l("I agree")), ("no", _l("I do not agree"))]
    )
    reason = TextField(_l("Why?"), [Required()], most=20_000)


class EndGroundForm(PageForm):
    """Why a ground ends."""

    reason = TextField(_l("Why does it end?"), [Required()], most=20_000)


class VitalInterestForm(NewRecordForm):
    """A disclosure that cannot wait: life, liberty or removal is at stake today."""

    purpose = ChoiceField(_l("For what?"), choices=PURPOSES.items(), default="share")
    audience = ChoiceField(_l("To whom?"))
    identified = RadioChoiceField(
        _l("With their name?"),
        choices=[(code, label) for code, label in IDENTIFIED.items() if code != "public"],
        default="named",
    )
    reason = TextField(
        _l("What is at stake today, and what do you tell?"),
        [Required()],
        most=20_000,
        description=_l("One line is enough. Tell the least that is needed."),
    )
