"""The attributes of a box, written in one go.

WTForms puts each one together as HTML by itself, which took a tenth of a page with a large form.
"""

from typing import Any

from markupsafe import Markup, escape
from wtforms.widgets import Input
from wtforms.widgets.core import clean_key


def attributes(**values: Any) -> Markup:
    """Return attributes as WTForms' own does: in order, escaped, ``True`` as the name alone, ``False`` not at all."""
    written: list[str] = []
    for key, value in sorted(values.items()):
        if value is True:
            written.append(escape(clean_key(key)))
        elif value is not False:
            # What is HTML already is not escaped again; a quotation mark in it would end the attribute.
            said = str(escape(value)).replace('"', "&quot;")
            written.append(f'{escape(clean_key(key))}="{said}"')
    return Markup(" ".join(written))  # noqa: S704 - each of them is escaped


def write_attributes_at_once() -> None:
    """Have all boxes of all forms written so: WTForms looks this up on their class."""
    Input.html_params = staticmethod(attributes)
