"""The form above the log: which events to show."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from wtforms.validators import ValidationError

from caseapp.audit.wanted import NOBODY, Wanted
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.forms import ChoiceField, DayField, PageForm, Pairs


class WantedForm(PageForm):
    """What a reader asks the log for. It changes nothing, so it travels in the address, and without a token.

    Kinds of events are chosen one after the other: each is added to those that stand in the address already.
    """

    class Meta:
        """How WTForms treats this form."""

        csrf = False

    code = ChoiceField(_l("What"), default="")
    actor = ChoiceField(_l("Who"), default="")
    day = DayField(_l("On which day?"))
    until = DayField(_l("Up to which day?"), description=_l("Leave open for one day alone."))
    chosen: tuple[str, ...] = ()
    """The kinds of events that are asked for."""

    def offer(
        self,
        codes: Iterable[tuple[str, Pairs]],
        actors: list[tuple[uuid.UUID, str]],
        asked: Sequence[str],
    ) -> None:
        """Set what can be chosen; the events stand in groups. ``asked`` are the kinds in the address."""
        groups = [(head, list(pairs)) for head, pairs in codes]
        known = {code for _head, pairs in groups for code, _label in pairs}
        self.chosen = tuple(dict.fromkeys(code for code in asked if code in known))
        self.code.offer_grouped([("", _l("one more kind") if self.chosen else _l("everything"))], groups)
        if self.chosen and set(asked) <= known | {""}:
            self.code.data = ""
        self.actor.offer(
            [
                ("", _l("everybody")),
                *actors,
                (NOBODY, _l("somebody unknown, or the application itself")),
            ]
        )

    def validate_until(self, field: Any) -> None:
        """Refuse an end before the beginning."""
        if field.day_value and self.day.day_value and field.day_value < self.day.day_value:
            raise ValidationError(_("This day is before the first one."))

    def wanted(self, record_id: uuid.UUID | None) -> Wanted:
        """Return what is asked for; a box that holds nonsense asks for nothing."""
        first = None if self.day.errors else self.day.day_value
        last = None if self.until.errors else self.until.day_value
        return Wanted(
            codes=self.chosen,
            actor="" if self.actor.errors else self.actor.data or "",
            record_id=record_id,
            first=first,
            last=first if last is None else last,
        )
