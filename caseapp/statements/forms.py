"""Forms of statements. Voluntariness stands first."""

from collections.abc import Collection
from typing import Any

from wtforms.validators import ValidationError

from caseapp.clock import today
from caseapp.documents.forms import WelcomeFile
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.statements.labels import AUDIENCES, KINDS, LANGUAGE_CHOICES, METHODS
from caseapp.statements.models import StatementKind
from caseapp.statements.voluntariness import ANSWERS, PROPOSERS, QUESTIONS
from caseapp.web.forms import (
    CheckBoxesField,
    ChoiceField,
    LineField,
    NewRecordForm,
    PageForm,
    PartialDateField,
    RadioChoiceField,
    Required,
    TextField,
    UploadField,
)
from caseapp.web.steps import StepForm

SIGNING_METHODS = [(code, label) for code, label in METHODS.items() if code != "not_signed"]


def _question(code: str) -> RadioChoiceField:
    question = next(question for question in QUESTIONS if question.code == code)
    return RadioChoiceField(question.label, choices=ANSWERS.items(), default="not_asked")


class VoluntarinessForm(PageForm):
    """Whether the words were freely given, asked of one maker."""

    proposed_by = RadioChoiceField(_l("Who proposed it?"), choices=PROPOSERS.items(), default="not_asked")
    unpressed = _question("unpressed")
    alone = _question("alone")
    understood = _question("understood")
    time_offered = _question("time_offered")
    refusal_offered = _question("refusal_offered")
    own_words = _question("own_words")
    remark = TextField(
        _l("In their words, or what you saw"), most=4000, description=_l("Who was there, what was offered.")
    )


class ConcernForm(PageForm):
    """What a coordinator decides about an answer that was not a yes."""

    decision = TextField(_l("What was done about it, and why may it go on?"), [Required()], most=4000)


class StatementFields(PageForm):
    """What is known about a statement beside its kind and how it came about."""

    of_organisation = False
    """An organisation speaks: the kind that was chosen, or that the statement has."""
    makers = CheckBoxesField(_l("Whose words are these?"))
    about = CheckBoxesField(_l("About whom else does it speak?"))
    organisation_name = LineField(
        _l("In the name of which organisation?"), description=_l("For an organisation's statement.")
    )
    language = ChoiceField(_l("Language of the text"), choices=LANGUAGE_CHOICES, default="fa")
    title = LineField(_l("Title"), [Required()])
    place = LineField(_l("Place"))
    given_on = PartialDateField(_l("Given on"), required=True, past=True, default=today)
    taken_by = LineField(_l("Taken by"), description=_l("Who wrote it down, and in what capacity."))
    others_present = LineField(_l("Who else was present?"))
    interpreter = LineField(_l("Interpreter"), description=_l("Who interpreted, or that none was needed."))
    body = TextField(
        _l("Text"),
        description=_l("As they say it. A blank line begins a paragraph, # a heading, - an item of a list."),
    )

    def validate_makers(self, field: Any) -> None:
        """Ask whose words these are, unless an organisation speaks."""
        if not self.of_organisation and not field.data:
            raise ValidationError(_("Please say whose words these are."))

    def validate_organisation_name(self, field: Any) -> None:
        """Ask which organisation speaks."""
        if self.of_organisation and not field.data:
            raise ValidationError(_("Please name the organisation."))


class NewStatementForm(StatementFields, VoluntarinessForm, NewRecordForm):
    """A new statement, with the questions about voluntariness in front."""

    kind = ChoiceField(_l("Kind"), choices=KINDS.items(), default="testimony")

    @property
    def of_organisation(self) -> bool:  # type: ignore[override]  # chosen here, fixed on the record elsewhere
        """Tell whether an organisation's statement was chosen."""
        return bool(self.kind.data == StatementKind.ORGANISATION)


class GivenStatementForm(NewStatementForm):
    """A statement that was given before it came here: one page with the real date and who says so."""

    said_by = LineField(_l("Who says that it was given?"), [Required()])
    method = RadioChoiceField(_l("How was it signed?"), choices=METHODS.items(), default="paper")
    witness = LineField(_l("Witness"))
    scan = UploadField(
        _l("Scan of the paper"), [WelcomeFile()], description=_l("PDF or picture. It is encrypted at once.")
    )

    def validate_body(self, field: Any) -> None:
        """Ask for the words: typed, or on the scan."""
        if not (field.data or "").strip() and self.scan.info is None:
            raise ValidationError(_("Please type the text, or add the scan that holds it."))


class EditStatementForm(StatementFields):
    """A change of a statement that nobody has signed. Its kind stays."""


class ReadBackForm(StepForm):
    """Who read the text back, and in which language. ``text`` is what they read out, as HTML."""

    text = ""
    text_direction = ""

    language = ChoiceField(_l("Read back in"), choices=LANGUAGE_CHOICES)
    read_by = LineField(_l("Who read it to them?"), [Required()])
    interpreter = LineField(_l("Interpreter"), description=_l("Who interpreted, or that none was needed."))


class SignForm(StepForm):
    """Who signed, how, where and when."""

    signers = CheckBoxesField(_l("Who signed?"))
    signed_as = LineField(_l("Who signed for the organisation, and in what office?"))
    method = RadioChoiceField(_l("How was it signed?"), choices=SIGNING_METHODS, default="paper")
    place = LineField(_l("Place"))
    signed_on = PartialDateField(_l("Signed on"), required=True, past=True, default=today)
    witness = LineField(_l("Witness"))
    scan = UploadField(
        _l("Scan of the signed paper"),
        [WelcomeFile()],
        description=_l("PDF or picture. It is encrypted at once."),
    )
    multipart = True

    def validate_happened_on(self, field: Any) -> None:
        """Ask for no second day: the step happened on the day of the signature."""

    def validate_signers(self, field: Any) -> None:
        """Ask who signed, where makers are named."""
        if field.choices and not field.data:
            raise ValidationError(_("Please say who signed."))

    def validate_signed_as(self, field: Any) -> None:
        """Ask who signed for an organisation."""
        if not self.signers.choices and not field.data:
            raise ValidationError(_("Please say who signed."))


class ReviewForm(StepForm):
    """What the review found: people named in it, and what may come of its use. ``text`` is its text as HTML."""

    text = ""
    text_direction = ""

    named_persons = TextField(
        _l("Who is named in it, and may they be?"),
        [Required()],
        most=20_000,
        description=_l("Third persons, people still inside, minors. Write “nobody” when there is nobody."),
    )
    risks = TextField(_l("What may come of its use, and for whom?"), [Required()], most=20_000)


class ClearanceForm(PageForm):
    """An audience that a statement may go to."""

    audience_kind = RadioChoiceField(_l("To whom may it go?"), choices=AUDIENCES.items(), default="authority")
    authority = ChoiceField(_l("Which authority?"), default="")
    audience_name = LineField(_l("Name of the person or group"))
    remark = TextField(_l("For what, and in which form?"), most=4000)

    taken: Collection[tuple[str, str]] = ()
    """The audiences that are proposed or agreed already: kind, and id of the authority or name."""

    def validate_audience_kind(self, field: Any) -> None:
        """Refuse the public a second time."""
        if field.data == "public":
            self._refuse_twice("")

    def validate_audience_name(self, field: Any) -> None:
        """Ask for the name of a person or a group, which is not an audience yet."""
        if self.audience_kind.data in ("person", "partners"):
            if not field.data:
                raise ValidationError(_("Please name who may read it."))
            self._refuse_twice(field.data)

    def validate_authority(self, field: Any) -> None:
        """Ask which authority it is, and that it is not an audience yet."""
        if self.audience_kind.data == "authority":
            if not field.data:
                raise ValidationError(_("Please choose the authority."))
            self._refuse_twice(field.data)

    def _refuse_twice(self, who: str) -> None:
        if (self.audience_kind.data, who) in self.taken:
            raise ValidationError(_("This audience is on the list already."))


class EndClearanceForm(PageForm):
    """Why an audience is taken back."""

    reason = TextField(_l("Why may it no longer go there?"), [Required()], most=4000)
