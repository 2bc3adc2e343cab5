"""Forms of proposals."""

import re

from wtforms import HiddenField

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.forms import NewRecordForm, PageForm, Required, TextField

_A_NUMBER = re.compile("[0-9]{1,18}")


class ProposeForm(NewRecordForm):
    """Why a colleague should take a step."""

    shown = HiddenField()
    """The number of the latest change that the page shows."""
    reason = TextField(_l("Why should it be done?"), [Required()], most=20_000)

    @property
    def number_shown(self) -> int | None:
        """Return the number of that change, None where it was not sent; 0, which no change has, for what is none."""
        sent = self.shown.data
        return (int(sent) if _A_NUMBER.fullmatch(sent) else 0) if sent else None


class AnswerForm(PageForm):
    """Why a proposal is refused, or taken back."""

    answer = TextField(_l("Why not?"), [Required()], most=20_000)
