"""Forms of proposals."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.forms import NewRecordForm, PageForm, Required, TextField


class ProposeForm(NewRecordForm):
    """Why a colleague should take a step."""

    reason = TextField(_l("Why should it be done?"), [Required()], most=20_000)


class AnswerForm(PageForm):
    """Why a proposal is refused, or taken back."""

    answer = TextField(_l("Why not?"), [Required()], most=20_000)
