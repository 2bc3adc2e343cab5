"""Forms of second factors."""

from typing import Any

from wtforms import HiddenField, PasswordField
from wtforms.validators import Length, ValidationError

from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.forms import LineField, PageForm, Required

LONGEST_LABEL = 60


class SecondFactorForm(PageForm):
    """A code of an app, a recovery code, or what a passkey answered."""

    code = LineField(
        _l("Code"),
        description=_l("The six digits that your app shows. Without it, one of your recovery codes."),
    )
    passkey = HiddenField()

    def validate_code(self, field: Any) -> None:
        """Ask for one of the two."""
        if not field.data and not self.passkey.data:
            raise ValidationError(_("Please fill this in."))


class ProveForm(SecondFactorForm):
    """The passphrase once more, and a second factor of those who have one."""

    passphrase = PasswordField(_l("Passphrase"), [Required()])
    next = HiddenField()
    has_factor = True

    def validate_code(self, field: Any) -> None:
        """Ask for one of the two, of somebody who has one."""
        if self.has_factor:
            super().validate_code(field)


class LabelForm(PageForm):
    """What somebody calls a second factor."""

    label = LineField(
        _l("What you call it"),
        [Required(), Length(max=LONGEST_LABEL)],
        description=_l("So that you know it from others, such as: my phone."),
    )


class NewAppForm(LabelForm):
    """A code that shows that the app has the seed."""

    code = LineField(_l("The code that the app shows now"), [Required()])


class NewPasskeyForm(LabelForm):
    """What a browser answers that has made a passkey."""

    passkey = HiddenField()


class LinkForm(PageForm):
    """The passphrase of somebody who sets up another second factor."""

    passphrase = PasswordField(_l("Passphrase"), [Required()])
