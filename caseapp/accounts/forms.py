"""Forms of accounts."""

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, PasswordField
from wtforms.validators import ValidationError

from caseapp.accounts.passphrases import weakness
from caseapp.i18n import LANGUAGES, OFFERED
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.forms import (
    CheckBoxesField,
    ChoiceField,
    LineField,
    NameField,
    NewRecordForm,
    PageForm,
    Required,
)
from caseapp.web.roles import Role

ROLE_LABELS = {
    Role.SUPPORT: _l("Support worker"),
    Role.COORDINATOR: _l("Coordinator"),
    Role.ADMINISTRATOR: _l("Administrator"),
    Role.AUDITOR: _l("Auditor"),
}


class NewPassphrase:
    """The passphrase is long enough and not on the list of those that everybody tries."""

    def __call__(self, form: Any, field: Any) -> None:
        """Refuse a weak passphrase, saying why; where something is wrong already, that is said alone."""
        if field.errors:
            return
        names = [str(form[name].data or "") for name in ("sign_in_name", "name") if name in form]
        names += getattr(form, "names_to_avoid", ())
        found = weakness(field.data or "", names)
        if found is not None:
            raise ValidationError(found)


class SignInForm(PageForm):
    """Name and passphrase."""

    sign_in_name = LineField(_l("Sign-in name"), [Required()])
    passphrase = PasswordField(_l("Passphrase"), [Required()])
    next = HiddenField()


class InviteForm(PageForm):
    """A new colleague."""

    name = NameField(_l("Name"), [Required()], description=_l("As colleagues know them."))
    sign_in_name = LineField(
        _l("Sign-in name"), [Required()], description=_l("Short, without their full name.")
    )
    roles = CheckBoxesField(_l("Roles"), choices=ROLE_LABELS.items())
    team = ChoiceField(_l("Team"))
    language = ChoiceField(_l("Language"), choices=[(tag, LANGUAGES[tag]) for tag in OFFERED])

    def validate_roles(self, field: Any) -> None:
        """Ask for at least one role."""
        if not field.data:
            raise ValidationError(_("Please choose at least one."))


class RolesForm(PageForm):
    """The roles of a colleague."""

    roles = CheckBoxesField(_l("Roles"), choices=ROLE_LABELS.items())

    def validate_roles(self, field: Any) -> None:
        """Ask for at least one role."""
        if not field.data:
            raise ValidationError(_("Please choose at least one."))


class TeamsForm(PageForm):
    """The teams of a colleague."""

    teams = CheckBoxesField(
        _l("Teams"),
        description=_l(
            "A coordinator sees the cases of their teams; a new case belongs to its worker's team."
        ),
    )


class NewTeamForm(NewRecordForm):
    """A new team."""

    name = NameField(_l("Name of the team"), [Required()])


class TeamNameForm(PageForm):
    """The name of a team."""

    name = NameField(_l("Name of the team"), [Required()])


class ReasonForm(PageForm):
    """A reason for an act."""

    reason = LineField(_l("Reason"), [Required()])


class GoingOnForm(PageForm):
    """Why a colleague goes on who has opened very much; its page asks for another reason, too."""

    why = LineField(_l("Reason"), [Required()])


class ActivateForm(PageForm):
    """The passphrase that an invited colleague chooses."""

    names_to_avoid: Sequence[str] = ()
    """Names that whoever knows the colleague, or the organisation, would try."""

    passphrase = PasswordField(
        _l("Your new passphrase"),
        [Required(), NewPassphrase()],
        description=_l("At least 15 characters. Four or five words that do not belong together are good."),
    )
    repeated = PasswordField(_l("The same once more"), [Required()])

    def validate_repeated(self, field: Any) -> None:
        """Compare both."""
        if field.data != self.passphrase.data:
            raise ValidationError(_("The two are not the same."))


class ChangePassphraseForm(ActivateForm):
    """A new passphrase, with the present one."""

    present = PasswordField(_l("Your present passphrase"), [Required()])


class PreferencesForm(PageForm):
    """How a user reads."""

    language = ChoiceField(_l("Language"), choices=[(tag, LANGUAGES[tag]) for tag in OFFERED])
    calendar = ChoiceField(
        _l("Calendar"), choices=[("gregorian", _l("Gregorian")), ("jalali", _l("Solar Hijri (Jalali)"))]
    )
    theme = ChoiceField(
        _l("Appearance"),
        choices=[("auto", _l("As the device")), ("light", _l("Light")), ("dark", _l("Dark"))],
    )
