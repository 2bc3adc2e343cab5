"""Fields of text: cleaned as they come in, refused with signs that could hide what they say."""

from typing import Any

from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, ValidationError

from caseapp.dates import localise_digits
from caseapp.i18n import locale_tag
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.names import UnsafeName, clean_name, drop_unsafe, has_visible
from caseapp.printing.body_text import UnsafeText, clean_body
from caseapp.printing.body_text import drop_unsafe as drop_unsafe_of_body

LINE, LONG = 300, 200_000
WORDS_BEFORE, WORDS_SHOWN = 3, 40
"""How many words before an unwelcome character say where it is, and how many characters of them are shown."""


class Required(InputRequired):
    """The field must be filled; blanks and what nobody sees do not count."""

    def __init__(self) -> None:
        super().__init__(_l("Please fill this in."))

    def __call__(self, form: Any, field: Any) -> None:  # noqa: ARG002 - WTForms' signature
        """Refuse an empty or blank value."""
        typed = str(field.raw_data[0]) if field.raw_data else ""
        if not typed.strip():
            field.errors[:] = []
        if not has_visible(typed) and not field.errors:
            raise ValidationError(str(self.message))


class AtMost:
    """The text is at most so many characters long; ``advice`` says what else to do with a longer one."""

    def __init__(self, characters: int, advice: Any = None) -> None:
        self.characters = characters
        self.advice = advice or _l(
            "This is %(length)s characters long; up to %(most)s fit here. "
            "What does not fit can go into a document."
        )
        self.field_flags: dict[str, Any] = {}

    def __call__(self, _form: Any, field: Any) -> None:
        """Refuse a longer text, telling both lengths."""
        length = len(field.data or "")
        if length > self.characters:
            raise ValidationError(
                str(self.advice) % {"length": _number(length), "most": _number(self.characters)}
            )


class _Visible:
    """A text field that can take out what it refuses: a box beside the error says so, and travels with the form."""

    name: str
    hides_something = False
    """Set when the field was refused for a character that nobody sees, so that the page offers to take it out."""
    _takes_out = False

    def process(self, formdata: Any, *values: Any, **options: Any) -> None:
        """Note whether the reader wants what nobody sees to be taken out, then fill the field."""
        self._takes_out = bool(formdata) and self.visible_name in formdata
        super().process(formdata, *values, **options)  # type: ignore[misc]

    @property
    def visible_name(self) -> str:
        """Return the name under which the box travels."""
        return f"{self.name}-visible"


class LineField(_Visible, StringField):
    """One line of text: cleaned of stray blanks, refused with control or direction characters."""

    data: str | None
    too_long: Any = _l(
        "This is %(length)s characters long; up to %(most)s fit here. Please say it in fewer words."
    )
    """What a text that does not fit is answered with."""

    def __init__(self, label: Any = None, validators: Any = (), **options: Any) -> None:
        super().__init__(label, [AtMost(options.pop("most", LINE), self.too_long), *validators], **options)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed; a character that does not belong in a line is an error beside the field."""
        self.data = valuelist[0] if valuelist else self.data
        if not self.data:
            return
        try:
            self.data = clean_name(drop_unsafe(self.data) if self._takes_out else self.data)
        except UnsafeName as error:
            self.hides_something = True
            raise ValueError(_unsafe(error.code_point, self.data)) from error


class NameField(LineField):
    """A name in any script, of which something is to be seen."""

    too_long = _l("This is %(length)s characters long. Please write a shorter name: up to %(most)s fit here.")

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed; a name that shows nothing is an error beside the field."""
        super().process_formdata(valuelist)
        if valuelist and valuelist[0].strip() and not self.data:
            raise ValueError(_("There is nothing to be seen in this name. Please write a name."))


class TextField(_Visible, TextAreaField):
    """Longer text: lines kept, control and direction-override characters refused."""

    data: str | None

    def __init__(self, label: Any = None, validators: Any = (), **options: Any) -> None:
        super().__init__(label, [AtMost(options.pop("most", LONG)), *validators], **options)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed or pasted."""
        self.data = valuelist[0] if valuelist else self.data
        if not self.data:
            return
        try:
            self.data = clean_body(drop_unsafe_of_body(self.data) if self._takes_out else self.data)
        except UnsafeText as error:
            self.hides_something = True
            raise ValueError(_unsafe(f"U+{error.code_point:04X}", self.data, error.line)) from error


def optional_text(value: str | None) -> str:
    """Return what a text field holds, an empty text for nothing."""
    return value or ""


def _unsafe(code: str, text: str, line: int | None = None) -> str:
    before = _words_before(text, chr(int(code[2:], 16)))
    if not before:
        return _(
            "There is an invisible character (%(code)s) at the beginning of this text that can hide what it says.",
            code=code,
        )
    after = f"\N{FIRST STRONG ISOLATE}{before}\N{POP DIRECTIONAL ISOLATE}"
    if line is None:
        return _(
            "There is an invisible character (%(code)s) after “%(words)s” that can hide what this text says.",
            code=code,
            words=after,
        )
    return _(
        "There is an invisible character (%(code)s) in line %(line)s, after “%(words)s”, "
        "that can hide what the text says.",
        code=code,
        line=_number(line),
        words=after,
    )


def _words_before(text: str, character: str) -> str:
    words = [word for word in text.partition(character)[0].split() if has_visible(word)]
    return " ".join(words[-WORDS_BEFORE:])[-WORDS_SHOWN:]


def _number(value: int) -> str:
    return localise_digits(f"{value:,}", locale_tag())
