"""Forms of set-up and unlocking."""

from typing import Any

from wtforms import PasswordField, StringField
from wtforms.validators import ValidationError

from caseapp.accounts.forms import ROLE_LABELS, NewPassphrase
from caseapp.i18n import LANGUAGES, OFFERED
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.vault import LONGEST_UNLOCKER
from caseapp.web.forms import CheckBoxesField, ChoiceField, LineField, NameField, PageForm, Required
from caseapp.web.roles import CASE_ROLES

ROLE_WORD = _l("Such as “office” or “chair”, not a name.")


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
    other_roles = CheckBoxesField(
        _l("Do you work with cases as well?"),
        choices=[(role, ROLE_LABELS[role]) for role in ROLE_LABELS if role in CASE_ROLES],
        description=_l(
            "In a small office one person does both. "
            "Later nobody changes their own roles: another administrator does it."
        ),
    )
    first_unlocker = NameField(
        _l("A word for the first of them"), [Required()], description=ROLE_WORD, most=LONGEST_UNLOCKER
    )
    first_passphrase = PasswordField(_l("Their unlock passphrase"), [Required(), NewPassphrase()])
    second_unlocker = NameField(
        _l("A word for the second of them"), [Required()], description=ROLE_WORD, most=LONGEST_UNLOCKER
    )
    second_passphrase = PasswordField(_l("Their unlock passphrase"), [Required(), NewPassphrase()])

    def validate_repeated(self, field: Any) -> None:
        """Compare both."""
        if field.data != self.passphrase.data:
            raise ValidationError(_("The two are not the same."))

    def validate_first_unlocker(self, field: Any) -> None:
        """The word stands readable beside the keys, so it must not be the name just given."""
        self._refuse_own_name(field)

    def validate_second_unlocker(self, field: Any) -> None:
        """Two people, not one twice."""
        if (field.data or "").casefold() == (self.first_unlocker.data or "").casefold():
            raise ValidationError(
                _("Please give each of the two a word of their own: two people, so that one can be ill.")
            )

        self._refuse_own_name(field)

    def _refuse_own_name(self, field: Any) -> None:
        names = {(self.name.data or "").casefold(), (self.sign_in_name.data or "").casefold()}
        if (field.data or "").casefold() in names:
            raise ValidationError(
                _("This word can be read without any key. Please use one for the role instead of a name.")
            )

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


class NewUnlockerForm(PageForm):
    """One more person who can unlock."""

    word = NameField(_l("A word for them"), [Required()], description=ROLE_WORD, most=LONGEST_UNLOCKER)
    passphrase = PasswordField(
        _l("Their unlock passphrase"),
        [Required(), NewPassphrase()],
        description=_l("At least 15 characters. Four or five words that do not belong together are good."),
    )
    repeated = PasswordField(_l("The same once more"), [Required()])
    present = PasswordField(
        _l("Unlock passphrase of somebody who can unlock"),
        [Required()],
        description=_l("The person who knows it types it here."),
    )

    def validate_repeated(self, field: Any) -> None:
        """Compare both."""
        if field.data != self.passphrase.data:
            raise ValidationError(_("The two are not the same."))

    def validate_present(self, field: Any) -> None:
        """Each person a passphrase of their own."""
        if field.data and field.data == self.passphrase.data:
            raise ValidationError(_("Please use a passphrase of its own for each purpose."))


class RemoveUnlockerForm(PageForm):
    """Somebody who is to unlock no more."""

    whom = ChoiceField(_l("Who"))
    allowed_by = PasswordField(
        _l("Unlock passphrase of somebody who can unlock"),
        [Required()],
        description=_l("The person who knows it types it here."),
    )


class UnlockForm(PageForm):
    """The passphrase of somebody who may unlock."""

    passphrase = PasswordField(_l("Unlock passphrase"), [Required()])
