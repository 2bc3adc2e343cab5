"""The forms of what belongs to an incident: an order, things taken, persons concerned, the hold."""

from typing import Any

from wtforms.validators import ValidationError

from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.incidents.concerned import Decision
from caseapp.incidents.forms import refuse_future
from caseapp.incidents.labels import CONSENT_REFUSED, DAYS_BACK, HOW_TAKEN, IN_WRITING, TAKEN_SAID, WARNED
from caseapp.incidents.models import TakenSaid, Warned, stored_time
from caseapp.incidents.ordering import Demanded
from caseapp.web.forms import (
    CheckBoxesField,
    ChoiceField,
    DayField,
    LineField,
    NewRecordForm,
    PageForm,
    PartialDateField,
    RadioChoiceField,
    Required,
    TextField,
    TimeField,
)

WRITTEN = (
    "authority_words",
    "officers",
    "number",
    "court",
    "scope_words",
    "in_writing",
    "lawyer",
    "lawyer_words",
    "objections",
    "consent_refused",
    "shown",
    "taken_said",
    "outcome",
)
"""The fields of an order that hold texts and codes."""


class OrderForm(PageForm):
    """What an authority wants. Everything may be left open while they stand at the door."""

    authority = ChoiceField(_l("Which authority?"), default="")
    authority_words = LineField(_l("Or in words"), description=_l("Where it is not in our list."))
    officers = TextField(
        _l("Who came?"), most=4000, description=_l("One officer per line: name, rank, number.")
    )
    number = LineField(_l("Number of the order"))
    court = LineField(_l("Court"))
    dated = PartialDateField(_l("Dated"), past=True)
    in_writing = RadioChoiceField(
        _l("Was there an order in writing?"), choices=IN_WRITING.items(), default=""
    )
    scope_words = TextField(
        _l("What does it cover?"),
        most=20_000,
        description=_l("In its own words: which persons, which records, which time."),
    )
    lawyer = LineField(_l("Which lawyer was called, and by whom?"))
    lawyer_on = DayField(_l("Called on"), past=True)
    lawyer_time = TimeField(_l("Called at what time?"))
    lawyer_words = TextField(_l("What the lawyer said, or why none was called"), most=20_000)
    objections = TextField(
        _l("What did we object?"), most=20_000, description=_l("If nothing, say so and why.")
    )
    consent_refused = RadioChoiceField(_l("Consent"), choices=CONSENT_REFUSED.items(), default="")
    shown = TextField(_l("What were they shown or told?"), most=20_000)
    taken_said = RadioChoiceField(
        _l("Was anything taken or copied?"), choices=TAKEN_SAID.items(), default=TakenSaid.OPEN.value
    )
    outcome = TextField(_l("What came of it?"), most=20_000)

    def validate_lawyer_time(self, field: Any) -> None:
        """Refuse a time ahead."""
        refuse_future(self.lawyer_on.day_value, field)

    def demanded(self, authority_id: Any) -> Demanded:
        """Return what was written."""
        texts = {name: self[name].data or "" for name in WRITTEN}
        return Demanded(
            authority_id=authority_id,
            dated=self.dated.value,
            lawyer_on=self.lawyer_on.day_value,
            lawyer_time=stored_time(self.lawyer_time.value),
            **texts,
        )


class ItemForm(NewRecordForm):
    """One thing that officers saw, were given or took."""

    item = LineField(_l("What is it?"), [Required()])
    how = RadioChoiceField(_l("What happened to it?"), choices=HOW_TAKEN.items())
    by_whom = LineField(_l("By whom?"))
    receipt = LineField(
        _l("Receipt"), description=_l("Its number, or who signed it; “none” if they gave none.")
    )


class PersonsForm(PageForm):
    """Whose data are concerned, of those who were found."""

    person = CheckBoxesField(_l("Who of them?"))

    def validate_person(self, field: Any) -> None:
        """Ask for somebody."""
        if not field.data:
            raise ValidationError(_("Choose at least one."))


class NobodyForm(PageForm):
    """Why nobody's data are concerned."""

    why = TextField(
        _l("Why is nobody concerned?"),
        [Required()],
        most=4000,
        description=_l(
            "Such as: the device was encrypted, switched off, and its passphrase was not with it."
        ),
    )


class OpenedForm(PageForm):
    """Whose account was on the device, and how far back is looked."""

    colleague = ChoiceField(_l("Whose account was it?"))
    days = ChoiceField(_l("What they opened in"), choices=DAYS_BACK.items(), default="30")


class WarnForm(PageForm):
    """Whether somebody was warned, and by which way."""

    decided = RadioChoiceField(_l("Were they warned?"), choices=WARNED.items())
    warned_on = DayField(_l("Warned on"), past=True)
    warned_by = LineField(_l("Who warned them?"))
    route = RadioChoiceField(_l("By which way?"), default="")
    words = TextField(_l("What was said, or why they are not warned"), most=20_000)

    def validate_warned_on(self, field: Any) -> None:
        """Ask for the day."""
        if self.decided.data == Warned.WARNED and field.value is None:
            raise ValidationError(_("On which day were they warned?"))

    def validate_words(self, field: Any) -> None:
        """Ask why they are not warned."""
        if self.decided.data == Warned.NOT_WARNED and not (field.data or "").strip():
            raise ValidationError(_("Why are they not warned? Somebody will ask."))

    @property
    def decision(self) -> Decision:
        """Return what was decided; a way belongs to a warning alone."""
        warned = Warned(self.decided.data)
        if warned is not Warned.WARNED:
            return Decision(warned, words=self.words.data or "")
        return Decision(
            warned,
            self.warned_on.day_value,
            self.warned_by.data or "",
            self.route.data or "",
            self.words.data or "",
        )


class RemovePersonForm(PageForm):
    """Why somebody is taken out again."""

    reason = TextField(_l("Why are they not concerned?"), [Required()], most=2000)


class EndHoldForm(PageForm):
    """Why nothing need be kept any more."""

    why = TextField(
        _l("Why may things be erased again?"),
        [Required()],
        most=4000,
        description=_l("Such as: the lawyer says that the order is lifted. A second person decides."),
    )


class DecideHoldForm(PageForm):
    """What the second person says about ending a hold."""

    answer = RadioChoiceField(
        _l("Your decision"), choices=[("yes", _l("I agree")), ("no", _l("I do not agree"))]
    )
    words = TextField(_l("Why?"), [Required()], most=4000)
