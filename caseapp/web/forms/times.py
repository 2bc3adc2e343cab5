"""The field of a time of day."""

import re
from datetime import time
from typing import Any

from wtforms.validators import ValidationError

from caseapp.dates import latin_digits, localise_digits
from caseapp.i18n import locale_tag
from caseapp.i18n.messages import gettext as _
from caseapp.web.forms.text import LineField

_FORM = re.compile(r"(\d{1,2})[:.,٫ ]?(\d{2})")
LENGTH = 5


class TimeField(LineField):
    """A time of day as clocks show it, in the digits of any script: 22:10, 22.10, 2210. ``value`` is a time or None."""

    value: time | None = None

    def __init__(self, label: Any = None, validators: Any = (), **options: Any) -> None:
        super().__init__(label, validators, most=LENGTH, **options)

    def process_data(self, value: Any) -> None:
        """Show a stored time in the digits of the reader."""
        self.data = localise_digits(f"{value:%H:%M}", locale_tag()) if isinstance(value, time) else value

    def pre_validate(self, form: Any) -> None:
        """Read what was typed; what is no time of day is an error beside the field."""
        super().pre_validate(form)
        self.value = None
        typed = latin_digits((self.data or "").strip())
        if not typed:
            return
        found = _FORM.fullmatch(typed)
        try:
            self.value = time(int(found.group(1)), int(found.group(2))) if found else None
        except ValueError:
            self.value = None
        if self.value is None:
            raise ValidationError(_("Please write the time as the clock shows it, such as 22:10."))
