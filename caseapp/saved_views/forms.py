"""The form that names a view of a list."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.forms import NameField, NewRecordForm, Required


class ViewForm(NewRecordForm):
    """The name of a view."""

    name = NameField(
        _l("Name of the view"),
        [Required()],
        most=60,
        description=_l("Only you see it. For example: my letters that wait for a reply."),
    )
