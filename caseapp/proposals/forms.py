"""Forms of proposals."""

from wtforms import HiddenField

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.forms import NewRecordForm, PageForm, Required, TextField
from caseapp.web.forms.page import number_of_change


class ProposeForm(NewRecordForm):
    """Why a colleague should take a step."""

    shown = HiddenField()
    """The number of the latest change that the page shows."""
    reason = TextField(_l("Why should it be done?"), [Required()], most=20_000)

    @property
    def number_shown(self) -> int | None:
        """Return the number of that change."""
        return number_of_change(self.shown.data)


class AnswerForm(PageForm):
    """Why a proposal is refused, or taken back."""

    answer = TextField(_l("Why not?"), [Required()], most=20_000)
