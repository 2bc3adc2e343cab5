"""The forms of erasures."""

from typing import Any

from wtforms import BooleanField
from wtforms.validators import ValidationError

from caseapp.erasures.labels import BASES, WISHED_BY
from caseapp.erasures.models import Decided
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.forms import NewRecordForm, PageForm, RadioChoiceField, Required, TextField


class AskErasureForm(NewRecordForm):
    """Who wants it erased, on what it rests, and why."""

    wished_by = RadioChoiceField(_l("Who asks for it?"), choices=WISHED_BY.items())
    basis = RadioChoiceField(_l("On what does it rest?"), choices=BASES.items())
    words = TextField(
        _l("What did they say, and how do we know that it is them?"),
        [Required()],
        most=20_000,
        description=_l("This is erased together with everything else."),
    )


class ApproveErasureForm(PageForm):
    """What a second person says."""

    answer = RadioChoiceField(
        _l("Your decision"), choices=[("yes", _l("I agree")), ("no", _l("I do not agree"))]
    )
    words = TextField(_l("Why?"), [Required()], most=20_000)


class StopErasureForm(PageForm):
    """Why it is stopped."""

    words = TextField(_l("Why is it stopped?"), [Required()], most=20_000)


class MentionForm(PageForm):
    """What becomes of one mention."""

    decided = RadioChoiceField(_l("What becomes of it?"))
    words = TextField(_l("Why?"), most=20_000)

    def validate_words(self, field: Any) -> None:
        """Ask why a mention stays."""
        if self.decided.data == Decided.KEEP and not (field.data or "").strip():
            raise ValidationError(_("Why does it stay? Somebody will ask."))


class CarryOutForm(PageForm):
    """The last question."""

    sure = BooleanField(_l("I know that nobody can bring it back, not from a backup either."))

    def validate_sure(self, field: Any) -> None:
        """Ask for the tick."""
        if not field.data:
            raise ValidationError(_("Tick this if it is to be destroyed for good."))
