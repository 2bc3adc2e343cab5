"""Forms for writing a letter."""

from typing import Any

from wtforms import BooleanField, FieldList
from wtforms.validators import ValidationError

from caseapp.i18n import LANGUAGES_IN_WORDS
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.letters.labels import ADVICE, AGREED, TOLD, VOICES
from caseapp.web.forms import (
    ChoiceField,
    DayField,
    LineField,
    NewRecordForm,
    PageForm,
    RadioChoiceField,
    Required,
    TextField,
)

MOST_POINTS = 60
BLOCK = 2000
"""The longest address block, in characters."""


class PrepareForm(NewRecordForm):
    """The first questions: in whose name, in which language, to whom. The letter then offers the rest."""

    voice = RadioChoiceField(_l("In whose name?"), choices=VOICES.items(), default="person")
    language = ChoiceField(_l("Language of the letter"), choices=LANGUAGES_IN_WORDS.items(), default="en")
    holder = ChoiceField(
        _l("To whom?"),
        default="",
        description=_l(
            "Their title, form of address and salutation are put in for you. You can change all of it."
        ),
    )
    authority = ChoiceField(
        _l("Which authority do they belong to?"),
        default="",
        description=_l("For somebody who is not on the list. Consents name the authority that they cover."),
    )
    subject = LineField(_l("Subject"), [Required()])


class LetterForm(PageForm):
    """The letter itself."""

    voice = RadioChoiceField(_l("In whose name?"), choices=VOICES.items())
    language = ChoiceField(_l("Language of the letter"), choices=LANGUAGES_IN_WORDS.items())
    holder = ChoiceField(_l("Addressee on the list"))
    authority = ChoiceField(_l("Authority"))
    addressee = TextField(
        _l("Address block, line by line"),
        [Required()],
        most=BLOCK,
        description=_l("Form of address and name, title, authority, postal address."),
    )
    place = LineField(_l("Place"))
    written_on = DayField(_l("Date of the letter"), required=True)
    salutation = LineField(_l("Salutation"))
    subject = LineField(_l("Subject"), [Required()])
    body = TextField(
        _l("Text"),
        description=_l(
            "A blank line begins a paragraph. # makes a heading, - a list, > a quotation, **words** bold, "
            "and {point:2} refers to the second point."
        ),
    )
    points_lead = LineField(_l("Sentence before the points"))
    points = FieldList(TextField(_l("Point"), most=10_000), label=_l("Points"), max_entries=MOST_POINTS)
    closing = LineField(_l("Closing"))
    sender = TextField(
        _l("Sender, line by line"),
        most=BLOCK,
        description=_l(
            "Printed on the person's own letter: their name and a care-of address, never their home."
        ),
    )
    person_signs = LineField(_l("The person signs as"), description=_l("The name as in their papers."))
    person_capacity = LineField(_l("In which capacity?"))
    organisation_signs = LineField(_l("Who signs for the organisation"))
    organisation_capacity = LineField(_l("In which capacity?"))
    cover_remarks = TextField(
        _l("What our cover letter adds"),
        most=5000,
        description=_l("The person's own letter goes out under a short cover letter of ours."),
    )
    at_their_wish = BooleanField(_l("The person asked for this change or wrote it themselves"))

    needs_their_wish = False
    """Set when the person has read the text back already: from then on only they change it."""

    def validate_at_their_wish(self, field: Any) -> None:
        """Hold staff to commenting on the person's own letter."""
        if self.needs_their_wish and not field.data:
            raise ValidationError(
                _(
                    "Only the person changes the text of their own letter. Colleagues leave a comment instead; "
                    "a change needs another reading back."
                )
            )

    def validate_person_signs(self, field: Any) -> None:
        """Ask who signs."""
        if self.voice.data != "organisation" and not field.data:
            raise ValidationError(_("Under which name does the person sign?"))

    @property
    def point_texts(self) -> list[str]:
        """Return the points that hold something."""
        return [entry.data for entry in self.points if (entry.data or "").strip()]


class ReadBackForm(PageForm):
    """The person heard or read the present text, and what they said to it."""

    happened_on = DayField(_l("Read back on"), required=True, past=True)
    language = ChoiceField(
        _l("In which language?"), choices=[*LANGUAGES_IN_WORDS.items(), ("other", _l("another one"))]
    )
    read_by = LineField(_l("Who read it to them?"), [Required()])
    interpreter = LineField(_l("Interpreter"), description=_l("Who interprets, or that none is needed."))
    agreed = RadioChoiceField(_l("What do they say?"), choices=AGREED.items())
    remark = TextField(_l("What they said"), most=20_000)


class AdviceForm(PageForm):
    """What must be settled before a person's words go to an authority."""

    advice = RadioChoiceField(
        _l("Were they offered independent legal advice on what the letter admits?"), choices=ADVICE.items()
    )
    told = RadioChoiceField(
        _l("Were they told what may happen if this reaches the group?"), choices=TOLD.items()
    )
    advice_note = TextField(_l("Who advised, when, and what was said"), most=20_000)

    def validate_advice_note(self, field: Any) -> None:
        """Ask for the reason when no lawyer was to be had."""
        if self.advice.data == "not_to_be_had" and not (field.data or "").strip():
            raise ValidationError(_("Why was none to be had, and who talked it over with them instead?"))


class CommentForm(PageForm):
    """What a colleague says about a letter."""

    text = TextField(_l("Comment"), [Required()], most=20_000)
