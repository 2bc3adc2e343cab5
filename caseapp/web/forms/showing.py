"""What a field holds, in words."""

from wtforms import Field

from caseapp.i18n import in_a_row
from caseapp.i18n.messages import gettext as _
from caseapp.web.forms.dates import PartialDateField


def shown(field: Field) -> str:
    """Return what a field holds as a reader would see it, for comparing two versions of a form."""
    if isinstance(field, PartialDateField):
        boxes = [str(field.form[name].data or "") for name in ("day", "month", "year")]
        return " ".join(part for part in boxes if part)
    choices = {choice.value: choice.label for choice in getattr(field, "choices", None) or ()}
    if isinstance(field.data, list):
        return in_a_row(choices.get(str(item), item) for item in field.data)
    if isinstance(field.data, bool):
        return _("yes") if field.data else _("no")
    return str(choices.get(str(field.data), "" if field.data is None else field.data))
