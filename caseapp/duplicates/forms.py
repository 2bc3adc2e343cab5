"""Forms of the answers about two persons."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from wtforms import HiddenField
from wtforms.validators import ValidationError

from caseapp.clock import today
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.people.actions import FACTS
from caseapp.web.forms import DayField, LineField, PageForm, RadioChoiceField, TextField

ONE, OTHER, BOTH = "one", "other", "both"
TAKES = "take_"


class JoinForm(PageForm):
    """Which record stays, and which of the facts that differ."""

    versions = HiddenField()
    """The versions of the two when the page was made."""
    stays = RadioChoiceField(
        _l("Which record stays?"),
        default=ONE,
        description=_l("The other one keeps its names and points to it. Nothing is deleted."),
    )
    take_born = RadioChoiceField(_l("Born"))
    take_born_where = RadioChoiceField(_l("Born where?"))
    take_sex = RadioChoiceField(_l("Sex"))
    take_nationality = RadioChoiceField(_l("Nationality"))
    take_languages = RadioChoiceField(_l("Languages"))
    take_whereabouts = RadioChoiceField(_l("Where are they?"))
    take_about = RadioChoiceField(_l("What else is known"))

    def ask_about(self, differing: Mapping[str, list[tuple[str, Any]]]) -> None:
        """Ask only which of the facts in ``differing`` is taken, each with its choices."""
        for name in FACTS:
            if name in differing:
                choice = self[TAKES + name]
                choice.offer(differing[name])
                if choice.data is None:
                    choice.data = differing[name][0][0]
            else:
                del self[TAKES + name]

    def taken(self, name: str) -> str:
        """Return which of the two values of a fact is taken: ``one``, ``other`` or ``both``."""
        return str(self[TAKES + name].data)


class ApartForm(PageForm):
    """Why two persons are not the same."""

    remark = TextField(
        _l("How do we know?"),
        most=4000,
        description=_l("Whoever reaches the first of the two records may read it."),
    )


class OpenForm(PageForm):
    """What is to be found out before it can be decided."""

    next_step = LineField(
        _l("Next step"),
        description=_l(
            "It stands on record 1, for everybody who reaches it. Do not name the other one there."
        ),
    )
    due = DayField(_l("Due"))

    def validate_due(self, field: Any) -> None:
        """Ask for the day of a next step, and for the next step of a day; refuse a day that has passed."""
        if self.next_step.data and field.day_value is None:
            raise ValidationError(_("Please say by which day."))
        if field.day_value is not None and not self.next_step.data:
            raise ValidationError(_("What is to be done on this day?"))
        if field.day_value is not None and field.day_value < today():
            raise ValidationError(_("This day has passed."))

    @property
    def due_day(self) -> date | None:
        """Return the day by which the next step is due."""
        return self.due.day_value
