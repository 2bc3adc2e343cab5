"""The form of removing a copy from before an update or a restore."""

from typing import Any

from wtforms import BooleanField
from wtforms.validators import ValidationError

from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.forms import PageForm


class RemoveCopyForm(PageForm):
    """The last question."""

    sure = BooleanField(_l("All is well now, and nobody has to go back to this copy."))

    def validate_sure(self, field: Any) -> None:
        """Ask for the tick."""
        if not field.data:
            raise ValidationError(_("Tick this if the copy is to be removed for good."))
