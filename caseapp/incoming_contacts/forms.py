"""Forms of incoming contacts."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from caseapp.incoming_contacts.actions import Said
from caseapp.notes.labels import MEDIUM
from caseapp.notes.models import Medium
from caseapp.tasks.forms import NextStepFields
from caseapp.web.forms import (
    ChoiceField,
    DayField,
    LineField,
    NewRecordForm,
    PageForm,
    Required,
    TextField,
)


class IncomingForm(NewRecordForm, NextStepFields):
    """The one quick page. One line is enough to save; everything else can wait."""

    caller = LineField(_l("Who do they say they are?"))
    number = LineField(_l("Number or address"))
    about = LineField(
        _l("About whom?"),
        description=_l(
            "In the caller's words. The name is not looked up, and it is not to be looked up for them."
        ),
    )
    wanted = TextField(_l("What did they want?"), most=20_000)
    answered = TextField(_l("What did we answer?"), most=20_000)
    medium = ChoiceField(_l("By"), choices=MEDIUM.items(), default=Medium.CALL.value)
    happened_on = DayField(_l("Happened on"), required=True, past=True)

    def validate_wanted(self, field: Any) -> None:
        """Refuse a contact of which nothing at all is known."""
        filled = (self.caller, self.number, self.about, field, self.answered)
        if not any((one.data or "").strip() for one in filled):
            raise ValidationError(_("Write at least one line: who it was, or what they wanted."))

    @property
    def said(self) -> Said:
        """Return what was said."""
        day = self.happened_on.day_value
        assert day is not None
        return Said(
            medium=self.medium.data,
            happened_on=day,
            caller=self.caller.data or "",
            number=self.number.data or "",
            about=self.about.data or "",
            wanted=self.wanted.data or "",
            answered=self.answered.data or "",
        )


class FileForm(PageForm):
    """With which case a contact is put: one of those last changed, or one whose reference is typed."""

    case = ChoiceField(_l("Case"), default="")
    reference = LineField(_l("Or the reference of a case"), most=20)

    def validate_reference(self, field: Any) -> None:
        """Ask for one of the two."""
        if not field.data and not self.case.data:
            raise ValidationError(_("Choose a case or type its reference."))


class PutAsideForm(PageForm):
    """Why a contact belongs to no case."""

    why = TextField(_l("Why does it belong to no case?"), [Required()], most=4000)
