"""Forms: the base class and the fields that people need here."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    FileField,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from caseapp.clock import today
from caseapp.dates import Calendar, DateError, PartialDate, localise_digits, parse, parse_text
from caseapp.i18n import calendar as reader_calendar
from caseapp.i18n import locale_tag
from caseapp.i18n.terms import TermList, term_choices
from caseapp.names import UnsafeName, clean_name
from caseapp.printing.markup import UnsafeText, clean_body
from caseapp.vault import BlobInfo
from caseapp.web.date_messages import date_message
from caseapp.web.uploads import upload_info

SHORT, LINE, LONG = 40, 300, 200_000


class PageForm(FlaskForm):
    """A form of a page. It carries the version of the record that it was opened with."""

    row_version = HiddenField()
    draft_saved_at: str | None = None
    """Set when the form was filled from the user's own draft."""

    @property
    def version(self) -> int | None:
        """Return the version of the record that the form was opened with, None for a new record."""
        return int(self.row_version.data) if str(self.row_version.data or "").isdigit() else None


class NewRecordForm(PageForm):
    """A form that makes a record. The record's id travels with it, so sending it twice makes one record."""

    new_id = HiddenField()

    @property
    def record_id(self) -> uuid.UUID:
        """Return the id that the new record will have."""
        try:
            return uuid.UUID(str(self.new_id.data))
        except ValueError:
            return uuid.uuid4()


class Required(InputRequired):
    """The field must be filled; blanks do not count."""

    def __init__(self) -> None:
        super().__init__(_l("Please fill this in."))

    def __call__(self, form: Any, field: Any) -> None:  # noqa: ARG002 - WTForms' signature
        """Refuse an empty or blank value."""
        if not field.raw_data or not str(field.raw_data[0]).strip():
            field.errors[:] = []
            raise ValidationError(str(self.message))


class AtMost:
    """The text is at most so many characters long."""

    def __init__(self, characters: int) -> None:
        self.characters = characters
        self.field_flags: dict[str, Any] = {}

    def __call__(self, _form: Any, field: Any) -> None:
        """Refuse a longer text, telling both lengths."""
        length = len(field.data or "")
        if length > self.characters:
            raise ValidationError(
                _(
                    "This is %(length)s characters long; up to %(most)s fit here. "
                    "What does not fit can go into a document.",
                    length=_number(length),
                    most=_number(self.characters),
                )
            )


class LineField(StringField):
    """One line of text: cleaned of stray blanks, refused with control or direction characters."""

    data: str | None

    def __init__(self, label: Any = None, validators: Any = (), **options: Any) -> None:
        super().__init__(label, [AtMost(options.pop("most", LINE)), *validators], **options)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed; a character that does not belong in a line is an error beside the field."""
        self.data = valuelist[0] if valuelist else self.data
        if self.data:
            try:
                self.data = clean_name(self.data)
            except UnsafeName as error:
                raise ValueError(_unsafe(error.code_point)) from error


class NameField(LineField):
    """A name in any script."""


class TextField(TextAreaField):
    """Longer text: lines kept, control and direction-override characters refused."""

    data: str | None

    def __init__(self, label: Any = None, validators: Any = (), **options: Any) -> None:
        super().__init__(label, [AtMost(options.pop("most", LONG)), *validators], **options)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed or pasted."""
        self.data = valuelist[0] if valuelist else self.data
        if self.data:
            try:
                self.data = clean_body(self.data)
            except UnsafeText as error:
                raise ValueError(_unsafe(f"U+{error.code_point:04X}", error.line)) from error


Pairs = Iterable[tuple[Any, Any]]
"""Choices as (code, label)."""


def offer(pairs: Pairs) -> list[SelectChoice]:
    """Turn (code, label) pairs into WTForms' choices."""
    return [SelectChoice(str(code), label) for code, label in pairs]


class ChoiceField(SelectField):
    """A choice of one code of a list of (code, label)."""

    def __init__(self, label: Any = None, validators: Any = (), choices: Pairs = (), **options: Any) -> None:
        super().__init__(label, validators, choices=offer(choices), validate_choice=False, **options)

    def offer(self, pairs: Pairs) -> None:
        """Set the list when it is only known with the request."""
        self.choices = offer(pairs)

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - WTForms' signature
        """Refuse a value that is not on the list."""
        if self.data not in {choice.value for choice in self.choices or ()}:
            raise ValidationError(_("Please choose one of the list."))


class TermField(ChoiceField):
    """A choice of a list that the organisation may add to."""

    def __init__(self, terms: TermList, label: Any = None, validators: Any = (), **options: Any) -> None:
        # Fields are made with each form, so the list is the one of this moment.
        super().__init__(label, validators, choices=term_choices(terms), **options)


class RadioChoiceField(ChoiceField, RadioField):
    """A choice shown as radio buttons."""


class CheckBoxesField(SelectMultipleField):
    """Several codes of a list, as check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any = None, validators: Any = (), choices: Pairs = (), **options: Any) -> None:
        super().__init__(label, validators, choices=offer(choices), validate_choice=False, **options)

    def offer(self, pairs: Pairs) -> None:
        """Set the list when it is only known with the request."""
        self.choices = offer(pairs)

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - WTForms' signature
        """Refuse values that are not on the list."""
        if set(self.data or ()) - {choice.value for choice in self.choices or ()}:
            raise ValidationError(_("Please choose of the list."))


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
                self._own_errors = [
                    date_message(error, locale_tag()) if isinstance(error, DateError) else str(error)
                ]
        for validator in () if self._own_errors else extra_validators:
            try:
                validator(form, self)
            except ValueError as error:
                self._own_errors.append(str(error))
        return not self._own_errors

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


class UploadField(FileField):
    """A file, encrypted while it arrives. ``info`` is what arrived, None when nothing was chosen.

    It only takes the file in: which kinds are welcome is a validator's question. What the view does not adopt is
    dropped when the request ends, so a form that comes back asks for the file again.
    """

    info: BlobInfo | None = None
    file_name = ""
    media_type = ""
    """What the file is by its content; set by the validator that looked."""

    def __init__(
        self, label: Any = None, validators: Any = (), *, required: bool = False, **options: Any
    ) -> None:
        super().__init__(label, validators, **options)
        self._required = required
        if required:
            self.flags.required = True

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the file; an empty box of the browser is no file."""
        storage = valuelist[0] if valuelist else None
        self.data = storage
        self.info = upload_info(storage)
        self.file_name = str(storage.filename) if storage is not None and self.info is not None else ""

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - WTForms' signature
        """Ask for the file where one is needed; without one there is nothing to look at."""
        if self.info is None:
            raise StopValidation(_("Please choose a file.") if self._required else None)

    def ask_again(self) -> None:
        """Say that the file has to be chosen again, when it was welcome but the form comes back."""
        if self.info is not None and not self.errors:
            again = _("This file was not kept, because something else is missing. Choose it again.")
            self.errors: list[str] = [again]


def optional_text(value: str | None) -> str:
    """Return what a text field holds, an empty text for nothing."""
    return value or ""


def shown(field: Field) -> str:
    """Return what a field holds as a reader would see it, for comparing two versions of a form."""
    if isinstance(field, PartialDateField):
        boxes = [str(field.form[name].data or "") for name in ("day", "month", "year")]
        return " ".join(part for part in boxes if part)
    choices = {choice.value: choice.label for choice in getattr(field, "choices", None) or ()}
    if isinstance(field.data, list):
        return ", ".join(str(choices.get(str(item), item)) for item in field.data)
    if isinstance(field.data, bool):
        return _("yes") if field.data else _("no")
    return str(choices.get(str(field.data), "" if field.data is None else field.data))


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


def _read(texts: list[str], calendar: Calendar, about: bool) -> PartialDate:
    day, month, year = texts
    if sum(bool(text) for text in texts) == 1 and not year:
        return parse_text(day or month, calendar)  # a whole date typed or pasted into one box
    return parse(day, month, year, calendar, about)


def _unsafe(code: str, line: int | None = None) -> str:
    if line is None:
        return _(
            "There is an invisible character (%(code)s) in this text that can hide what it says. Please type it anew.",
            code=code,
        )
    return _(
        "There is an invisible character (%(code)s) in line %(line)s that can hide what the text says. "
        "Please take it out.",
        code=code,
        line=_number(line),
    )


def _number(value: int) -> str:
    return localise_digits(f"{value:,}", locale_tag())
