"""The form above the log: which events to show."""

import uuid
from collections.abc import Iterable

from caseapp.audit.reading import NOBODY, Wanted
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.forms import ChoiceField, DayField, PageForm, Pairs


class WantedForm(PageForm):
    """What a reader asks the log for. It changes nothing, so it travels in the address, and without a token."""

    class Meta:
        """How WTForms treats this form."""

        csrf = False

    code = ChoiceField(_l("What"), default="")
    actor = ChoiceField(_l("Who"), default="")
    day = DayField(_l("On which day?"))

    def offer(self, codes: Iterable[tuple[str, Pairs]], actors: list[tuple[uuid.UUID, str]]) -> None:
        """Set what can be chosen; the events stand in groups."""
        self.code.offer_grouped([("", _l("everything"))], codes)
        self.actor.offer(
            [
                ("", _l("everybody")),
                *actors,
                (NOBODY, _l("somebody unknown, or the application itself")),
            ]
        )

    def wanted(self, record_id: uuid.UUID | None) -> Wanted:
        """Return what is asked for; a box that holds nonsense asks for nothing."""
        return Wanted(
            code="" if self.code.errors else self.code.data or "",
            actor="" if self.actor.errors else self.actor.data or "",
            record_id=record_id,
            day=None if self.day.errors else self.day.day_value,
        )
