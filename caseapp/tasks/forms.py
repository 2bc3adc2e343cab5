"""Forms of next steps."""

from datetime import date, timedelta
from typing import Any

from wtforms.validators import ValidationError

from caseapp.clock import today
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.tasks.models import StepStatus
from caseapp.web.forms import (
    ChoiceField,
    DayField,
    LineField,
    NewRecordForm,
    PageForm,
    RadioChoiceField,
    Required,
    TextField,
)

DUE_IN = {
    "0": _l("today"),
    "1": _l("tomorrow"),
    "3": _l("in three days"),
    "7": _l("in a week"),
    "14": _l("in two weeks"),
    "30": _l("in a month"),
}
"""Days from today, as people say them."""
OUTCOMES = {
    StepStatus.DONE.value: _l("It is done"),
    StepStatus.DROPPED.value: _l("It is dropped"),
}


class NextStepFields(PageForm):
    """What other forms ask about a next step; left empty, there is none."""

    next_step = LineField(_l("Next step"))
    due_in = ChoiceField(_l("Due"), choices=DUE_IN.items(), default="7")
    due_on = DayField(_l("Or on this day"))

    @property
    def due(self) -> date:
        """Return the day it is due: the one that was written out, else so many days from today."""
        return self.due_on.day_value or today() + timedelta(days=int(self.due_in.data))

    def validate_due_on(self, field: Any) -> None:
        """Refuse a day that has passed, and ask what is to be done on the day that was given."""
        refuse_past(field.day_value)
        if field.value is not None and not self.next_step.data:
            raise ValidationError(_("What is to be done on this day?"))


class NewStepForm(NewRecordForm, NextStepFields):
    """A next step on a record."""

    next_step = LineField(_l("What is to be done?"), [Required()])
    assignee = ChoiceField(_l("Who does it?"))


class ChangeStepForm(PageForm):
    """Reword a next step, move it, or give it to somebody else."""

    text = LineField(_l("What is to be done?"), [Required()])
    due = DayField(_l("Due"), required=True)
    assignee = ChoiceField(_l("Who does it?"))


class CloseStepForm(PageForm):
    """Done, or dropped with a word about why."""

    outcome = RadioChoiceField(_l("What became of it?"), choices=OUTCOMES.items(), default="done")
    word = TextField(_l("In a word"), most=4000)

    def validate_word(self, field: Any) -> None:
        """Ask why it is dropped."""
        if self.outcome.data == StepStatus.DROPPED and not (field.data or "").strip():
            raise ValidationError(_("Why is it dropped?"))


def refuse_past(day: date | None) -> None:
    """Refuse to plan something for a day that has passed.

    Raises:
        ValidationError: it has.
    """
    if day is not None and day < today():
        raise ValidationError(_("This day has passed."))
