"""The form of a note, with its next step."""

import re
from typing import Any

from wtforms.validators import ValidationError

from caseapp.dates import latin_digits
from caseapp.i18n import LANGUAGES_IN_WORDS
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.notes.actions import Entry
from caseapp.notes.labels import MEDIUM, REACHED
from caseapp.notes.models import Medium, Reached
from caseapp.tasks.forms import NextStepFields
from caseapp.web.forms import ChoiceField, DayField, LineField, NewRecordForm, Required, TextField

LANGUAGE_CHOICES = [*LANGUAGES_IN_WORDS.items(), ("other", _l("another one"))]
TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


class NoteForm(NewRecordForm, NextStepFields):
    """A note: what was said, how, when, and what follows. The case page shows the first and the last of it only."""

    text = TextField(_l("What was said or tried?"), [Required()], id="note-text")
    medium = ChoiceField(_l("By"), choices=MEDIUM.items(), default=Medium.CALL.value, id="note-medium")
    reached = ChoiceField(
        _l("Reached?"), choices=REACHED.items(), default=Reached.YES.value, id="note-reached"
    )
    happened_on = DayField(_l("Happened on"), required=True, past=True)
    at_time = LineField(
        _l("At what time?"), most=5, description=_l("Such as 14:30; leave it empty if unsure.")
    )
    language = ChoiceField(_l("Language of the note"), choices=LANGUAGE_CHOICES, id="note-language")
    assignee = ChoiceField(_l("Who does it?"), id="note-assignee")

    def validate_at_time(self, field: Any) -> None:
        """Read the time in whatever digits it was typed; keep it as hours and minutes."""
        if not field.data:
            return
        found = TIME.fullmatch(latin_digits(field.data))
        if found is None:
            raise ValidationError(_("Please give the time as hours and minutes, such as 14:30."))
        field.data = f"{int(found[1]):02d}:{found[2]}"

    @property
    def entry(self) -> Entry:
        """Return what the note says."""
        day = self.happened_on.day_value
        assert day is not None
        return Entry(
            text=self.text.data or "",
            medium=self.medium.data,
            reached=self.reached.data,
            happened_on=day,
            at_time=self.at_time.data or "",
            language=self.language.data,
        )
