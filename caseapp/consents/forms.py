"""The consent sheet and the forms beside it."""

from typing import Any

from wtforms import BooleanField, Form, FormField
from wtforms.validators import ValidationError

from caseapp.clock import today
from caseapp.consents.labels import ANSWERS, GIVEN_BY, HOW, KEEPING_GROUNDS, NOT_ASKED
from caseapp.consents.models import Answer, GivenBy
from caseapp.consents.questions import BY_PURPOSE
from caseapp.disclosures.definition import Purpose
from caseapp.documents.forms import WelcomeFile
from caseapp.i18n import LANGUAGES_IN_WORDS
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.forms import (
    CheckBoxesField,
    ChoiceField,
    DayField,
    LineField,
    NewRecordForm,
    PageForm,
    RadioChoiceField,
    Required,
    TextField,
    UploadField,
)

LANGUAGE_CHOICES = [*LANGUAGES_IN_WORDS.items(), ("other", _l("another one"))]
MINORS = frozenset({GivenBy.PARENT.value, GivenBy.GUARDIAN.value})


class AnswerForm(Form):
    """The answer to one question, and its conditions in words."""

    answer = RadioChoiceField(_l("Answer"), choices=ANSWERS.items(), default=NOT_ASKED)
    conditions = TextField(_l("With which conditions?"), most=20_000)

    def validate_conditions(self, field: Any) -> None:
        """Ask for the conditions of an answer that has some; a plain yes takes none silently along."""
        if self.answer.data == Answer.CONDITIONS:
            if not (field.data or "").strip() and not self._kept_by_program():
                raise ValidationError(_("Which conditions? Write them in their words."))
        elif self.answer.data == Answer.YES and ((field.data or "").strip() or self._kept_by_program()):
            raise ValidationError(
                _("There are conditions here. Choose “with conditions”, or take the conditions out.")
            )

    def _kept_by_program(self) -> bool:
        return any(self[name].data for name in ("only", "without_name") if name in self)


class DirectedAnswerForm(AnswerForm):
    """An answer that may be limited to some recipients."""

    only = CheckBoxesField(_l("Only these"))


class NamedAnswerForm(AnswerForm):
    """An answer that may be limited to use without the name."""

    without_name = BooleanField(_l("Only without their name"))


class AuthorityAnswerForm(DirectedAnswerForm, NamedAnswerForm):
    """An answer that may be limited both ways."""


def _question(form: type[AnswerForm], purpose: Purpose) -> FormField:
    question = BY_PURPOSE[purpose]
    return FormField(form, question.label, description=question.explanation)


class ConsentSheetForm(NewRecordForm):
    """The whole sheet: five questions, and how they were answered, filled in once."""

    keep = _question(AnswerForm, Purpose.KEEP)
    trace = _question(AnswerForm, Purpose.TRACE)
    contact_family = _question(DirectedAnswerForm, Purpose.CONTACT_FAMILY)
    share = _question(AuthorityAnswerForm, Purpose.SHARE)
    publish = _question(NamedAnswerForm, Purpose.PUBLISH)
    asked_again = BooleanField(
        _l("All of this was asked again"),
        description=_l(
            "Without this mark, only answers that differ from those on file are written down anew."
        ),
    )
    given_by = RadioChoiceField(_l("Who answered?"), choices=GIVEN_BY.items(), default=GivenBy.SELF.value)
    given_by_name = LineField(_l("Their name and what they are to the person"))
    own_view = TextField(
        _l("The minor's own view"),
        most=20_000,
        description=_l("In their words, or why they could not be asked."),
    )
    how = RadioChoiceField(_l("How?"), choices=HOW.items(), default="in_person")
    given_on = DayField(_l("On which day?"), required=True, past=True)
    language = ChoiceField(_l("In which language?"), choices=LANGUAGE_CHOICES, default="fa")
    interpreter = LineField(_l("Interpreter"), description=_l("Who interpreted, or that none was needed."))
    witness = LineField(_l("Witness"))
    until = DayField(_l("Until when does it hold?"), description=_l("Empty: until they take it back."))
    scan = UploadField(_l("The signed sheet, as a scan"), [WelcomeFile()])
    ground = ChoiceField(
        _l("Ground for keeping"),
        choices=[("", _l("none needed: we have spoken with them")), *KEEPING_GROUNDS.items()],
        default="",
    )
    ground_words = TextField(_l("Why does it hold?"), most=20_000)
    review_on = DayField(_l("When do we look at it again?"))

    def validate_given_by_name(self, field: Any) -> None:
        """Ask who answered in somebody's place."""
        if self.given_by.data != GivenBy.SELF and not field.data:
            raise ValidationError(_("Who answered in their place?"))

    def validate_own_view(self, field: Any) -> None:
        """Ask for the minor's own view when a parent or guardian answered."""
        if self.given_by.data in MINORS and not (field.data or "").strip():
            raise ValidationError(_("What does the minor say? If they could not be asked, say why."))

    def validate_until(self, field: Any) -> None:
        """Refuse an end that lies before the beginning."""
        given_on = self.given_on.day_value
        if field.day_value is not None and given_on is not None and field.day_value < given_on:
            raise ValidationError(_("This lies before the day on which it was given."))

    def validate_review_on(self, field: Any) -> None:
        """Ask when a ground for keeping is looked at again."""
        if self.ground.data and field.day_value is None:
            raise ValidationError(_("A ground for keeping needs a day on which it is looked at again."))
        if self.ground.data and field.day_value <= today():
            raise ValidationError(_("Give a day to come."))


class WithdrawForm(PageForm):
    """How a consent was taken back."""

    given_on = DayField(_l("On which day?"), required=True, past=True)
    given_by = RadioChoiceField(
        _l("Who takes it back?"), choices=GIVEN_BY.items(), default=GivenBy.SELF.value
    )
    how = RadioChoiceField(_l("How?"), choices=HOW.items(), default="in_person")
    words = TextField(_l("What did they say?"), most=20_000)
    witness = LineField(_l("Witness"))


class ConditionsForm(NewRecordForm):
    """How the conditions of a consent are kept for one audience."""

    words = TextField(_l("How are they kept?"), [Required()], most=20_000)
