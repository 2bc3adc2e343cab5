"""Forms of requests and searches."""

from datetime import timedelta
from typing import Any

from wtforms.validators import ValidationError

from caseapp.clock import today
from caseapp.contact_requests.checklists import NOT_YET, Checklist, Item
from caseapp.contact_requests.labels import (
    AGREES,
    CHANNELS,
    LANGUAGE_CHOICES,
    MEANS,
    OUTCOMES,
    WHERE,
    WITHDRAWN_BY,
    YES_NO,
)
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.people.labels import OFFERED
from caseapp.web.forms import (
    CheckBoxesField,
    ChoiceField,
    DayField,
    LineField,
    NameField,
    NewRecordForm,
    PageForm,
    PartialDateField,
    RadioChoiceField,
    Required,
    TextField,
)
from caseapp.web.steps import StepForm

NEW_PERSON = "new"
LONGEST_REST = timedelta(days=90)


class RequestFields(PageForm):
    """What is known about an enquiry."""

    enquirer_where = ChoiceField(_l("Where is the enquirer?"), choices=WHERE.items(), default="unknown")
    language = ChoiceField(_l("Language to answer in"), choices=LANGUAGE_CHOICES, default="fa")
    channel = ChoiceField(_l("How did it reach us?"), choices=CHANNELS.items(), default="in_person")
    received_on = DayField(_l("Received on"), required=True, past=True, default=today)
    safe_contact = TextField(
        _l("How may the enquirer be reached safely?"),
        most=4000,
        description=_l("Route, hours, a word to say, what never to leave on a machine."),
    )
    remark = TextField(_l("Remark"), most=20_000)


class SearchFields(PageForm):
    """What the enquirer says about one person sought."""

    relation = ChoiceField(
        _l("What is the person sought to the enquirer?"),
        choices=[("", _l("not said yet")), *OFFERED.items()],
        default="",
        description=_l("As the enquirer says. It is their claim until it is confirmed."),
    )
    sought_where = ChoiceField(_l("Where is the person sought?"), choices=WHERE.items(), default="unknown")
    last_news_on = PartialDateField(_l("Last news of them, when?"), past=True)
    last_place = LineField(_l("Last news of them, where?"))
    last_news = TextField(_l("What was it?"), most=20_000)


class SoughtFields(SearchFields):
    """Who is sought: somebody written down in the case, or somebody new."""

    sought = ChoiceField(_l("Who is sought?"), default=NEW_PERSON)
    sought_name = NameField(
        _l("Name of the person sought"), description=_l("In whatever script it was given.")
    )

    def validate_sought_name(self, field: Any) -> None:
        """Ask for the name of somebody new."""
        if self.sought.data == NEW_PERSON and not field.data:
            raise ValidationError(_("Please give a name, or choose somebody of the case."))


class NewRequestForm(RequestFields, SoughtFields, NewRecordForm):
    """A new enquiry with its first person sought; more are added on its page."""

    enquirer = ChoiceField(_l("Who enquires?"), default=NEW_PERSON)
    enquirer_name = NameField(_l("Name of the enquirer"))

    def validate_enquirer_name(self, field: Any) -> None:
        """Ask for the name of somebody new."""
        if self.enquirer.data == NEW_PERSON and not field.data:
            raise ValidationError(_("Please give a name, or choose somebody of the case."))

    def validate_sought(self, field: Any) -> None:
        """Refuse that somebody seeks themselves."""
        if field.data != NEW_PERSON and field.data == self.enquirer.data:
            raise ValidationError(_("The enquirer and the person sought are the same."))


class EditRequestForm(RequestFields):
    """A change of what is known about an enquiry."""


class NewSearchForm(SoughtFields, NewRecordForm):
    """One more person sought."""


class EditSearchForm(SearchFields):
    """A change of what the enquirer says about the person sought."""


class ActionForm(NewRecordForm):
    """Something that was done to find or reach the person."""

    happened_on = DayField(_l("On which day?"), required=True, past=True, default=today)
    means = ChoiceField(_l("What was done?"), choices=MEANS.items(), default="records")
    outcome = TextField(_l("What came of it?"), [Required()], most=20_000)
    outside = RadioChoiceField(
        _l("Does somebody outside learn something by it?"),
        choices=[
            ("no", _l("no")),
            ("happened", _l("yes, and it has happened")),
            ("about_to", _l("yes, it is about to happen")),
        ],
        default="no",
    )
    audience = ChoiceField(_l("Who learns it?"), default="partners")
    recipient = LineField(_l("Name of the recipient"))
    subjects = CheckBoxesField(
        _l("About whom?"),
        choices=[("enquirer", _l("the enquirer")), ("sought", _l("the person sought"))],
        default=["enquirer", "sought"],
    )
    told = TextField(
        _l("What is told?"),
        most=20_000,
        description=_l("The least that is needed, word for word where it matters."),
    )

    def validate_recipient(self, field: Any) -> None:
        """Ask who learns it."""
        if self.outside.data != "no" and not field.data:
            raise ValidationError(_("Please name who learns it."))

    def validate_told(self, field: Any) -> None:
        """Ask what they learn."""
        if self.outside.data != "no" and not (field.data or "").strip():
            raise ValidationError(_("Please write down what is told."))

    def validate_subjects(self, field: Any) -> None:
        """Ask about whom it is."""
        if self.outside.data != "no" and not field.data:
            raise ValidationError(_("Please say about whom it is."))


class PointForm(NewRecordForm):
    """One point compared."""

    fact = LineField(
        _l("Which point?"),
        [Required()],
        description=_l("The mother's maiden name, a scar, a shared journey."),
    )
    claimed = TextField(_l("What the enquirer says"), [Required()], most=4000)
    found = TextField(_l("What is known of the person found"), [Required()], most=4000)
    source = LineField(_l("Who or what says so?"), [Required()])
    asked_blind = RadioChoiceField(
        _l("Was it asked without leading to the answer?"), choices=YES_NO.items(), default="no"
    )
    agrees = RadioChoiceField(_l("Do the two agree?"), choices=AGREES.items(), default="open")


class ReasonForm(PageForm):
    """Why something is taken out or taken back."""

    reason = TextField(_l("Reason"), [Required()], most=4000)


class AgreeForm(PageForm):
    """A second person's agreement."""

    remark = TextField(_l("What did you look at?"), [Required()], most=4000)


class AskerForm(PageForm):
    """Which worker asks the person."""

    asker = ChoiceField(_l("Which worker, whom they trust, asks them?"))


class LetterForm(PageForm):
    """The letter by which an authority is asked."""

    reference = LineField(_l("Reference of the letter"), [Required()])


class WithdrawalForm(PageForm):
    """A withdrawal, whoever brings it."""

    brought_by = RadioChoiceField(_l("Who brings it?"), choices=WITHDRAWN_BY.items(), default="enquirer")
    channel = ChoiceField(_l("How did it reach us?"), choices=CHANNELS.items(), default="telephone")
    happened_on = DayField(_l("On which day?"), required=True, past=True, default=today)
    words = TextField(_l("What was said?"), [Required()], most=20_000)


class HoldForm(StepForm):
    """Why a search rests, and when somebody looks at it again."""

    review_on = DayField(_l("Look at it again on"), required=True)

    def validate_review_on(self, field: Any) -> None:
        """Keep the review within ninety days."""
        day = field.day_value
        if day is not None and not today() < day <= today() + LONGEST_REST:
            raise ValidationError(_("Choose a day within the next ninety days."))


class CloseForm(StepForm):
    """How a search ended. A respected no is an outcome like the others."""

    outcome = RadioChoiceField(_l("How did it end?"), choices=OUTCOMES.items(), default="stopped")


def checklist_form(checklist: Checklist) -> type[PageForm]:
    """Return the form class of a list of questions."""
    fields = {item.code: _question(item) for item in checklist.items}
    return type(f"{checklist.kind.title()}Form", (PageForm,), fields)


def _question(item: Item) -> Any:
    if item.answers is not None:
        default = NOT_YET if NOT_YET in item.answers else next(iter(item.answers))
        return RadioChoiceField(item.label, choices=item.answers.items(), default=default)
    if item.is_day:
        return DayField(item.label, past=True)
    return TextField(item.label, most=20_000)
