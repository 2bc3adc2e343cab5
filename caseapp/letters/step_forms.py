"""Forms for what happens to a letter after it was written."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField
from wtforms.validators import ValidationError

from caseapp.documents.forms import WelcomeFile
from caseapp.i18n import LANGUAGES_IN_WORDS
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.letters.labels import ANSWERS, CHANNELS, VOICES
from caseapp.letters.sending import Attached, Sending
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
from caseapp.web.steps import StepForm
from caseapp.workflow import Block

GIVEN_BY_HAND = ("by_hand", "courier")
"""Ways of sending after which the receipt may come later."""


def attached(field: UploadField) -> Attached | None:
    """Return the file that came with a form, None without one."""
    return Attached(field.info, field.file_name) if field.info is not None else None


class SendForReviewForm(StepForm):
    """The hand-over to whoever approves."""

    uncleared: Sequence[Block] = ()
    """Which enclosed statement is not cleared for whom: a warning here, the approval stops for it."""


class ApproveForm(PageForm):
    """The approval of a letter as it is printed."""

    remark = TextField(_l("Remark"), most=20_000)


class TelephoneForm(PageForm):
    """An approval given by telephone, because it cannot wait."""

    approver = ChoiceField(_l("Who approved?"), default="")
    at_time = LineField(_l("At what time?"), [Required()], most=5, description=_l("Such as 22:10."))
    remark = TextField(_l("Why could it not wait?"), [Required()], most=20_000)


class SignForm(PageForm):
    """Who signed the printed letter."""

    name = LineField(_l("Who signed?"), [Required()])
    capacity = LineField(_l("In which capacity?"))
    place = LineField(_l("Place"))
    signed_on = DayField(_l("Signed on"), required=True, past=True)
    scan = UploadField(_l("Scan of the signed letter"), [WelcomeFile()])


class SendingFields(PageForm):
    """How a letter was sent."""

    channel = ChoiceField(_l("How was it sent?"), choices=CHANNELS.items(), default="registered_post")
    sent_on = DayField(_l("Sent on"), required=True, past=True)
    tracking = LineField(_l("Number of the consignment"))
    taken_by = LineField(_l("Who carried it or took it in?"))

    def sending(self, *, receipt_pending: bool = False) -> Sending:
        """Return what was typed."""
        day = self.sent_on.day_value
        assert day is not None
        return Sending(
            self.channel.data, day, self.tracking.data or "", self.taken_by.data or "", receipt_pending
        )


class DispatchForm(SendingFields):
    """The sending of an approved letter, with its proof."""

    proof = UploadField(
        _l("Proof of sending"),
        [WelcomeFile()],
        description=_l("Receipt of the post, stamped copy, screen of the portal."),
    )
    receipt_pending = BooleanField(_l("Given by hand; the receipt is still to come"))
    vital_reason = TextField(
        _l("Why must it go out today?"),
        most=20_000,
        description=_l(
            "Only where life, liberty or removal is at stake today and a consent is missing. A second person is told "
            "at once and looks at it by the next working day."
        ),
    )
    said_by = LineField(
        _l("Who says that it went out?"),
        description=_l("Only if it has already gone out although something stood in the way."),
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for the proof beside its box, but where the letter was given by hand and the receipt is still to come."""
        is_valid = bool(super().validate(extra_validators))
        if self.proof.info is None and not self.proof.errors and not self.receipt_pending.data:
            self.proof.errors = [self._missing_proof()]
            return False
        return is_valid

    def _missing_proof(self) -> str:
        if self.channel.data in GIVEN_BY_HAND:
            return _("Add the proof of sending, or say that the receipt is still to come.")
        return _("Add the proof of sending: the receipt, or a screen that shows it.")

    def validate_receipt_pending(self, field: Any) -> None:
        """Let a receipt be pending only where somebody carried the letter."""
        if field.data and self.proof.info is None and self.channel.data not in GIVEN_BY_HAND:
            raise ValidationError(_("A receipt can only be pending for what was given by hand."))


class ProofForm(PageForm):
    """The proof of a sending that waited for it."""

    proof = UploadField(_l("Proof of sending"), [WelcomeFile()], required=True)


class AlreadySentForm(NewRecordForm, SendingFields):
    """A letter that went out before anybody wrote it here, on one page."""

    voice = RadioChoiceField(_l("In whose name?"), choices=VOICES.items(), default="person")
    language = ChoiceField(_l("Language of the letter"), choices=LANGUAGES_IN_WORDS.items(), default="en")
    holder = ChoiceField(_l("To whom?"), default="")
    authority = ChoiceField(_l("Which authority do they belong to?"), default="")
    addressee = TextField(
        _l("Address block, line by line"), most=2000, description=_l("For somebody who is not on the list.")
    )
    copies = CheckBoxesField(_l("Who got a copy?"))
    subject = LineField(_l("Subject"), [Required()])
    said_by = LineField(_l("Who says so?"), [Required()])
    body = TextField(_l("Text"), description=_l("If it is at hand; the scan is enough."))
    scan = UploadField(_l("Scan of the letter"), [WelcomeFile()])

    def validate_addressee(self, field: Any) -> None:
        """Ask to whom it went."""
        if not self.holder.data and not self.authority.data and not field.data:
            raise ValidationError(
                _("To whom did it go? Choose somebody from the list or write the address block.")
            )


class AnswerForm(PageForm):
    """What came from the authority."""

    kind = RadioChoiceField(_l("What came?"), choices=ANSWERS.items())
    received_on = DayField(_l("Received on"), required=True, past=True)
    dated = DayField(_l("Date on their paper"), past=True)
    their_reference = LineField(_l("Their reference or register number"))
    signed_by = LineField(_l("Who signed it, or who told us?"))
    summary = TextField(_l("What it says"), most=20_000)
    scan = UploadField(_l("Scan"), [WelcomeFile()])

    def validate_summary(self, field: Any) -> None:
        """Ask for something of what came: a form sent by mistake is no answer."""
        told = (field.data, self.their_reference.data, self.signed_by.data)
        if self.scan.info is None and not any((each or "").strip() for each in told):
            raise ValidationError(_("Write what it says, their reference or who told us, or add the scan."))
