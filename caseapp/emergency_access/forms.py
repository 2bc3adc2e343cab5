"""The form of an emergency access."""

from datetime import date, timedelta

from caseapp.clock import today
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.forms import LineField, NewRecordForm, PageForm, RadioChoiceField, Required, TextField
from caseapp.web.values import day


class TakeBackForm(PageForm):
    """Why a colleague may open a case in an emergency again."""

    reason = TextField(_l("Why do you take the objection back?"), [Required()], most=2_000)


class EmergencyForm(NewRecordForm):
    """Which case, why it cannot wait, and until when."""

    reference = LineField(
        _l("Reference of the case"), [Required()], most=60, description=_l("Such as C-26-7KQ3.")
    )
    reason = TextField(_l("Why can it not wait?"), [Required()], most=2_000)
    until = RadioChoiceField(_l("Until when?"))

    def offer_days(self) -> None:
        """Offer the ends of today, of tomorrow and of the third day."""
        self.until.offer(
            (
                ("0", _("the end of today")),
                ("1", _("the end of tomorrow")),
                ("2", _("the end of %(day)s", day=day(today() + timedelta(days=2)))),
            )
        )

    @property
    def last_day(self) -> date:
        """Return the last day on which the case is open."""
        return today() + timedelta(days=int(self.until.data or 0))
