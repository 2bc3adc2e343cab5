"""The form that reports an incident in seconds, and the one that corrects it."""

from typing import Any

from wtforms.validators import ValidationError

from caseapp.clock import instant, now
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.incidents.actions import Notice, Reported
from caseapp.incidents.labels import KINDS, NOTIFIED
from caseapp.incidents.models import Notified, stored_time
from caseapp.web.forms import (
    DayField,
    LineField,
    NewRecordForm,
    PageForm,
    PartialDateField,
    RadioChoiceField,
    Required,
    TextField,
    TimeField,
)


def refuse_future(day: Any, time_field: TimeField) -> None:
    """Refuse a time that has not come yet on a day that has.

    Raises:
        ValidationError: it lies ahead.
    """
    if day is not None and time_field.value is not None and instant(day, time_field.value) > now():
        raise ValidationError(_("This time has not come yet."))


class ReportedFields(PageForm):
    """What happened, when, where."""

    kind = RadioChoiceField(_l("What happened?"), choices=KINDS.items())
    words = TextField(
        _l("In your words"),
        [Required()],
        most=20_000,
        description=_l("What happened, who saw it, what was in it. One sentence is enough for now."),
    )
    where = LineField(_l("Where?"))
    happened_on = PartialDateField(_l("Happened on"), required=True, past=True)
    happened_time = TimeField(
        _l("At what time?"), description=_l("Such as 22:10; leave it open if nobody knows.")
    )
    aware_on = DayField(_l("We became aware on"), required=True, past=True)
    aware_time = TimeField(
        _l("Aware at what time?"),
        description=_l(
            "The clock for telling the authority runs from here. Without a time the whole day counts."
        ),
    )

    def validate_happened_time(self, field: Any) -> None:
        """Refuse a time ahead, and one of a day that is not known."""
        day = self.happened_on.value
        if field.value is not None and day is not None:
            if day.day is None:
                raise ValidationError(_("On which day? A time alone says little."))
            refuse_future(day.interval()[0], field)

    def validate_aware_time(self, field: Any) -> None:
        """Refuse a time ahead."""
        refuse_future(self.aware_on.day_value, field)

    def validate_aware_on(self, field: Any) -> None:
        """Refuse to have known before it happened."""
        happened = self.happened_on.value
        if happened is not None and field.day_value is not None and field.day_value < happened.interval()[0]:
            raise ValidationError(_("This is before it happened."))

    @property
    def reported(self) -> Reported:
        """Return what was written."""
        return Reported(
            kind=self.kind.data,
            happened_on=self.happened_on.value,
            happened_time=stored_time(self.happened_time.value),
            where=self.where.data or "",
            words=self.words.data or "",
            aware_on=self.aware_on.day_value,
            aware_time=stored_time(self.aware_time.value),
        )


class ReportForm(NewRecordForm, ReportedFields):
    """The one quick page. Days are filled in with the present one, the time of becoming aware with the present time."""


class ChangeIncidentForm(ReportedFields):
    """Correct what was written in a hurry, or add to it."""


class NoticeForm(PageForm):
    """What the data-protection authority was told."""

    notified = RadioChoiceField(_l("Was the data-protection authority told?"), choices=NOTIFIED.items())
    notified_on = DayField(_l("Told on"), past=True)
    notified_time = TimeField(_l("Told at what time?"))
    notified_whom = LineField(_l("Which authority, and who there?"))
    notified_by = LineField(_l("Who of us told it?"))
    notice_number = LineField(_l("Their number for it"))
    notice_words = TextField(
        _l("What it was told, or why not"),
        most=20_000,
        description=_l("If it was told late, write the reason here, too."),
    )

    def validate_notified_on(self, field: Any) -> None:
        """Ask for the day."""
        if self.notified.data == Notified.YES and field.value is None:
            raise ValidationError(_("On which day was it told?"))

    def validate_notified_time(self, field: Any) -> None:
        """Refuse a time ahead."""
        refuse_future(self.notified_on.day_value, field)

    def validate_notice_words(self, field: Any) -> None:
        """Ask why it was not told."""
        if self.notified.data == Notified.NO and not (field.data or "").strip():
            raise ValidationError(_("Why need it not be told? Somebody will ask."))

    @property
    def notice(self) -> Notice:
        """Return what was written; what belongs to being told is dropped where it was not."""
        notified = Notified(self.notified.data)
        if notified is not Notified.YES:
            return Notice(notified, words=self.notice_words.data or "")
        return Notice(
            notified,
            self.notified_on.day_value,
            self.notified_time.value,
            self.notified_whom.data or "",
            self.notified_by.data or "",
            self.notice_number.data or "",
            self.notice_words.data or "",
        )
