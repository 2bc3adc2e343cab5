"""Forms of incoming contacts."""

from typing import Any

from wtforms.validators import ValidationError

from caseapp.clock import today
from caseapp.i18n import LANGUAGES
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.incoming_contacts.actions import Said
from caseapp.names import has_visible
from caseapp.notes.labels import MEDIUM
from caseapp.notes.models import Medium
from caseapp.tasks.forms import DUE_IN, NextStepFields
from caseapp.web.forms import (
    ChoiceField,
    DayField,
    LineField,
    NewRecordForm,
    PageForm,
    RadioChoiceField,
    Required,
    TextField,
    shown,
)

CALLER_LANGUAGES = {"": _l("not known"), **LANGUAGES}
"""What a caller may speak, each language under its own name."""


class SaidFields(PageForm):
    """What was said. One line is enough; everything else can wait."""

    language = RadioChoiceField(_l("The caller speaks"), choices=CALLER_LANGUAGES.items(), default="")
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
        if not any(has_visible(one.data or "") for one in filled):
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
            language=self.language.data or None,
        )


class IncomingForm(NewRecordForm, NextStepFields, SaidFields):
    """The one quick page: what was said, and what follows from it."""

    caller = LineField(_l("Who do they say they are?"), render_kw={"autofocus": True})
    due_in = ChoiceField(_l("Due"), choices=DUE_IN.items(), default="1")
    """Whoever rang waits: a promise to ring back is kept tomorrow unless another day was said."""

    @property
    def is_of_today(self) -> bool:
        """Tell whether the day on the form is the present one, which needs no look."""
        fresh = type(self)(formdata=None, data={"happened_on": today()})
        return shown(self.happened_on) == shown(fresh.happened_on)


class ChangeContactForm(SaidFields):
    """Correct what was written while somebody was speaking, or add to it."""


class FileForm(PageForm):
    """With which record a contact is put: one of those last changed, or one whose reference is typed."""

    place = ChoiceField(_l("Case or request"), default="")
    reference = LineField(_l("Or its reference"), most=20)

    def validate_reference(self, field: Any) -> None:
        """Ask for one of the two."""
        if not field.data and not self.place.data:
            raise ValidationError(_("Choose a case or a request, or type its reference."))


class TakeOutForm(PageForm):
    """Out of which record a contact is taken again."""

    place = ChoiceField(_l("Case or request"))


class PutAsideForm(PageForm):
    """Why nothing is to be done about a contact."""

    why = TextField(_l("Why is there nothing to do?"), [Required()], most=4000)
