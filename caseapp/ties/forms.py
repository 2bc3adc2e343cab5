"""The forms of ties."""

from typing import Any

from wtforms.validators import ValidationError

from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.ties.labels import ABOUT, KINDS
from caseapp.web.forms import (
    ChoiceField,
    LineField,
    NameField,
    NewRecordForm,
    PageForm,
    RadioChoiceField,
    Required,
    TextField,
)


class TieForm(NewRecordForm):
    """A tie of one's own."""

    about = RadioChoiceField(_l("A tie to whom or what?"), choices=ABOUT.items())
    who = NameField(_l("Who or what?"), [Required()], description=_l("The name, as you would say it."))
    kind = RadioChoiceField(_l("Which tie?"), choices=KINDS.items())
    words = TextField(_l("What should be known about it?"), most=4_000)


class KeepersForm(PageForm):
    """The two who read the ties of colleagues."""

    first = ChoiceField(_l("One colleague"))
    second = ChoiceField(_l("Another colleague"))

    def validate_second(self, field: Any) -> None:
        """Ask for two different colleagues."""
        if field.data and field.data == self.first.data:
            raise ValidationError(_("Please name two different colleagues."))


class FindPersonForm(PageForm):
    """Whom to look for."""

    name = NameField(_l("Name of the person"), [Required()])


class ConnectionEndForm(PageForm):
    """Why a connection ends."""

    reason = LineField(_l("Reason"), [Required()])


class ShieldForm(PageForm):
    """A case that the author of a tie is kept out of."""

    reference = LineField(_l("Reference of the case"), [Required()], most=60)
