"""Forms of set-up and unlocking."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, StringField
from wtforms.validators import ValidationError

from caseapp.accounts.forms import NewPassphrase
from caseapp.i18n import LANGUAGES, OFFERED
from caseapp.web.forms import ChoiceField, LineField, NameField, PageForm, Required


class SetUpForm(PageForm):
    """Everything that an empty installation needs to begin."""

    organisation = NameField(_l("Name of the organisation"), [Required()])
    language = ChoiceField(_l("Language"), choices=[(tag, LANGUAGES[tag]) for tag in OFFERED])
    name = NameField(_l("Your name"), [Required()], description=_l("You will be the first administrator."))
    sign_in_name = LineField(_l("Your sign-in name"), [Required()])
    passphrase = PasswordField(
        _l("Your passphrase"),
        [Required(), NewPassphrase()],
        description=_l("At least 15 characters. Four or five words that do not belong together are good."),
    )
    repeated = PasswordField(_l("The same once more"), [Required()])
    first_unlocker = NameField(_l("First person who can unlock"), [Required()])
    first_passphrase = PasswordField(_l("Their unlock passphrase"), [Required(), NewPassphrase()])
    second_unlocker = NameField(_l("Second person who can unlock"), [Required()])
    second_passphrase = PasswordField(_l("Their unlock passphrase"), [Required(), NewPassphrase()])

    def validate_repeated(self, field: Any) -> None:
        """Compare both."""
        if field.data != self.passphrase.data:
            raise ValidationError(_("The two are not the same."))

    def validate_second_unlocker(self, field: Any) -> None:
        """Two people, not one twice."""
        if field.data == self.first_unlocker.data:
            raise ValidationError(_("Please name two different people, so that one can be ill."))

    def validate_second_passphrase(self, field: Any) -> None:
        """Three passphrases, each known to one person."""
        if field.data in {self.first_passphrase.data, self.passphrase.data}:
            raise ValidationError(_("Please use a passphrase of its own for each purpose."))

    def validate_first_passphrase(self, field: Any) -> None:
        """The sign-in passphrase does not unlock."""
        if field.data == self.passphrase.data:
            raise ValidationError(_("Please use a passphrase of its own for each purpose."))


class RecoveryForm(PageForm):
    """Part of the recovery sheet, typed back."""

    first = StringField()
    second = StringField()
    third = StringField()


class UnlockForm(PageForm):
    """The passphrase of somebody who may unlock."""

    passphrase = PasswordField(_l("Unlock passphrase"), [Required()])
