"""Fields of text: cleaned as they come in, refused with signs that could hide what they say."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from caseapp.dates import localise_digits
from caseapp.i18n import locale_tag
from caseapp.names import UnsafeName, clean_name
from caseapp.printing.markup import UnsafeText, clean_body

LINE, LONG = 300, 200_000


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


def optional_text(value: str | None) -> str:
    """Return what a text field holds, an empty text for nothing."""
    return value or ""


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
