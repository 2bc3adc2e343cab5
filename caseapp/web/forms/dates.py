"""Fields of dates: as stated, in the calendar that is said, whole or in part."""

from datetime import date
from typing import Any

from wtforms import BooleanField, Field, Form, FormField, SelectField, StringField

from caseapp.clock import today
from caseapp.dates import Calendar, DateError, DateProblem, PartialDate, localise_digits, parse, parse_text
from caseapp.i18n import calendar as reader_calendar
from caseapp.i18n import locale_tag
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.date_messages import date_message
from caseapp.web.forms.choices import offer


class _DateBoxes(Form):
    day = StringField(_l("Day"))
    month = StringField(_l("Month"))
    year = StringField(_l("Year"))
    calendar = SelectField(
        _l("Calendar"),
        choices=offer(
            [(Calendar.GREGORIAN.value, _l("Gregorian")), (Calendar.JALALI.value, _l("Solar Hijri (Jalali)"))]
        ),
    )
    about = BooleanField(_l("about"))


class PartialDateField(FormField):
    """A date as stated: day and month may be left open, the calendar is said. ``value`` is a PartialDate or None."""

    value: PartialDate | None = None

    def __init__(
        self,
        label: Any = None,
        *,
        required: bool = False,
        whole: bool = False,
        past: bool = False,
        **options: Any,
    ) -> None:
        """Declare the field.

        Args:
            required: it may not be left empty.
            whole: day and month may not be left open.
            past: it may not lie in the future.
        """
        options.setdefault("separator", "-")
        super().__init__(_DateBoxes, label, **options)
        self._required, self._whole, self._past = required, whole, past
        self._own_errors: list[str] = []
        if required:
            self.flags.required = True

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        """Fill the boxes from what was typed or from a stored date."""
        if not isinstance(data, PartialDate | date):
            data = self.default() if callable(self.default) else self.default
        super().process(formdata, _boxes(data), extra_filters)

    @property
    def errors(self) -> list[str]:
        """Return the sentences about what was typed."""
        return self._own_errors

    @errors.setter
    def errors(self, value: Any) -> None:
        self._own_errors = list(value)

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Read the boxes as one date, then ask the form's own ``validate_`` method for it."""
        self._own_errors, self.value = [], None
        boxes = self.form
        texts = [str(boxes[name].data or "").strip() for name in ("day", "month", "year")]
        if not any(texts):
            if self._required:
                self._own_errors = [_("Please fill this in.")]
        else:
            try:
                self.value = _read(
                    texts, Calendar(boxes.calendar.data or Calendar.GREGORIAN), bool(boxes.about.data)
                )
                self._check_bounds(self.value)
            except (DateError, ValueError) as error:
                self._own_errors = [self._words(error)]
        for validator in () if self._own_errors else extra_validators:
            try:
                validator(form, self)
            except ValueError as error:
                self._own_errors.append(str(error))
        return not self._own_errors

    def _words(self, error: ValueError) -> str:
        if not isinstance(error, DateError):
            return str(error)
        if error.code is DateProblem.AMBIGUOUS:  # of a year without its century the nearest one is meant
            possible = [date for date in error.suggestions if not (self._past and _from(date) > today())]
            nearest = sorted(possible, key=lambda date: abs(_from(date) - today()))
            error = DateError(error.code, error.values, nearest)
        return date_message(error, locale_tag())

    def _check_bounds(self, value: PartialDate) -> None:
        if self._whole and value.day is None:
            raise ValueError(_("Please give the whole date with day and month."))
        if self._past and value.interval()[0] > today():
            raise ValueError(_("This day has not come yet."))

    @property
    def day(self) -> Field:
        """Return the box of the day, for the template."""
        return self.form.day

    @property
    def month(self) -> Field:
        """Return the box of the month, for the template."""
        return self.form.month

    @property
    def year(self) -> Field:
        """Return the box of the year, for the template."""
        return self.form.year

    @property
    def calendar(self) -> Field:
        """Return the choice of the calendar, for the template."""
        return self.form.calendar

    @property
    def about(self) -> Field:
        """Return the box "about", for the template."""
        return self.form.about

    def populate_obj(self, obj: Any, name: str) -> None:  # noqa: ARG002 - WTForms' signature
        """Refuse: forms never write into records by themselves."""
        raise TypeError("forms do not write into records")


class DayField(PartialDateField):
    """A whole day; ``day_value`` is a date or None."""

    def __init__(self, label: Any = None, **options: Any) -> None:
        super().__init__(label, whole=True, **options)
        self.flags.exact = True  # a whole day is not "about"; the box is left out

    @property
    def day_value(self) -> date | None:
        """Return the day, in the Gregorian calendar."""
        return self.value.interval()[0] if self.value else None


def _boxes(value: PartialDate | date | None) -> dict[str, Any]:
    shown_in = reader_calendar()
    if isinstance(value, PartialDate):
        parts, about = value, value.circa
    elif value is not None:
        stated = PartialDate(Calendar.GREGORIAN, value.year, value.month, value.day)
        parts, about = stated.to_calendar(shown_in) or stated, False
    else:
        return {"calendar": shown_in.value, "about": False}
    return {
        "day": localise_digits(str(parts.day), locale_tag()) if parts.day else "",
        "month": localise_digits(str(parts.month), locale_tag()) if parts.month else "",
        "year": localise_digits(str(parts.year), locale_tag()),
        "calendar": parts.calendar.value,
        "about": about,
    }


def _from(value: PartialDate) -> date:
    return value.interval()[0]


def _read(texts: list[str], calendar: Calendar, about: bool) -> PartialDate:
    day, month, year = texts
    if sum(bool(text) for text in texts) == 1 and not year:
        return parse_text(day or month, calendar)  # a whole date typed or pasted into one box
    return parse(day, month, year, calendar, about)
