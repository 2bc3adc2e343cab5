"""Forms of handing over."""

from collections.abc import Iterable
from typing import Any, cast

from wtforms.validators import ValidationError

from caseapp.cases import Case
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.tasks.forms import refuse_past
from caseapp.web.forms import (
    CheckBoxesField,
    ChoiceField,
    DayField,
    NewRecordForm,
    PageForm,
    RadioChoiceField,
    Required,
    TextField,
)

AT_ONCE, UNTIL = "at_once", "until"


class HandOverForm(PageForm):
    """Which cases go to whom, with what, and until when the giver stays."""

    case = CheckBoxesField(_l("Cases"), [Required()])
    colleague = ChoiceField(_l("Who takes them over?"))
    along = RadioChoiceField(
        _l("What still stands under my name there?"),
        choices=(("yes", _l("Goes along: next steps, requests, searches")), ("no", _l("Stays with me"))),
        default="yes",
    )
    leaves = RadioChoiceField(
        _l("Do I still see them?"),
        choices=((AT_ONCE, _l("No, from now on")), (UNTIL, _l("Yes, until this day"))),
        default=AT_ONCE,
    )
    stays_until = DayField(_l("Until"))

    def validate_colleague(self, field: Any) -> None:
        """Ask for somebody."""
        if not field.data:
            raise ValidationError(_("Please choose a colleague."))

    def validate_stays_until(self, field: Any) -> None:
        """Ask for a day that has not passed, where the giver stays for a while."""
        if self.leaves.data == UNTIL and field.day_value is None:
            raise ValidationError(_("Until which day?"))
        refuse_past(field.day_value)

    def validate_along(self, field: Any) -> None:
        """Refuse to keep what could not be done any more."""
        if field.data == "no" and self.leaves.data == AT_ONCE:
            raise ValidationError(_("You could not do it any more. Let it go along, or stay for a while."))

    def note_on(self, case_id: str) -> TextField:
        """Return the box of the note that goes along with a case."""
        return cast(TextField, self[note_name(case_id)])


def note_name(case_id: str) -> str:
    """Return the name of the box of the note that goes along with a case."""
    return f"note_{case_id.replace('-', '')}"


def hand_over_form(cases: Iterable[Case]) -> type[HandOverForm]:
    """Return the form for these cases: each has a box for the note that goes along with it."""
    boxes = {
        note_name(str(case.id)): TextField(_("What should they know about %(case)s?", case=case.reference))
        for case in cases
    }
    return cast(type[HandOverForm], type("HandOverTheseForm", (HandOverForm,), boxes))


class PrivateNoteForm(NewRecordForm):
    """A note that stays with its author."""

    text = TextField(_l("For yourself alone"), [Required()], most=20_000)
