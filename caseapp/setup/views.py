"""The pages before there are keys: set-up, the recovery sheet, unlocking; and locking again."""

import hmac
from dataclasses import dataclass

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from caseapp.db.unlocked import vault_of
from caseapp.i18n import locale_tag
from caseapp.i18n.messages import gettext as _
from caseapp.setup.ending import ending_of
from caseapp.setup.forms import RecoveryForm, SetUpForm, UnlockForm
from caseapp.setup.installing import (
    FirstAdministrator,
    adopt_root,
    create_keys,
    install,
    is_installed,
    keys_folder,
)
from caseapp.setup.unlocking import TooSoon, lock_system, unlock_with
from caseapp.vault import (
    Provider,
    WrongPassphrase,
    confirm_part,
    groups_to_confirm,
    new_recovery_code,
    provider,
)
from caseapp.web.errors import NotFound
from caseapp.web.gate import public, signed_in
from caseapp.web.roles import Role
from caseapp.web.values import digits

blueprint = Blueprint("setup", __name__)
PENDING = "caseapp-set-up"


@dataclass(frozen=True)
class Pending:
    """What was entered, kept in memory until the recovery sheet is confirmed; nothing is written before."""

    organisation: str
    language: str
    administrator: FirstAdministrator
    unlockers: dict[str, str]
    recovery_code: str
    asked: tuple[int, ...]


@blueprint.route("/set-up/<token>", methods=["GET", "POST"])
@public
def begin(token: str) -> ResponseReturnValue:
    """Ask for the organisation, the first administrator and two people who can unlock."""
    _require_token(token)
    form = SetUpForm(data={"language": locale_tag()})
    if form.validate_on_submit():
        current_app.extensions[PENDING] = Pending(
            organisation=form.organisation.data or "",
            language=form.language.data,
            administrator=FirstAdministrator(
                form.name.data or "",
                form.sign_in_name.data or "",
                form.passphrase.data or "",
                tuple(Role(role) for role in form.other_roles.data or ()),
            ),
            unlockers={
                form.first_unlocker.data or "": form.first_passphrase.data or "",
                form.second_unlocker.data or "": form.second_passphrase.data or "",
            },
            recovery_code=new_recovery_code(),
            asked=groups_to_confirm(3),
        )
        return redirect(url_for("setup.recovery", token=token))
    return render_template("setup/begin.html", form=form), 422 if form.is_submitted() else 200


@blueprint.route("/set-up/<token>/recovery", methods=["GET", "POST"])
@public
def recovery(token: str) -> ResponseReturnValue:
    """Show the recovery sheet once, and finish when part of it was typed back from the paper."""
    _require_token(token)
    pending = current_app.extensions.get(PENDING)
    if not isinstance(pending, Pending):
        return redirect(url_for("setup.begin", token=token))
    form = RecoveryForm()
    boxes = list(zip(pending.asked, (form.first, form.second, form.third), strict=True))
    for number, box in boxes:
        box.label.text = _("Group %(number)s", number=digits(number))
    if form.is_submitted():
        if form.validate() and confirm_part(
            pending.recovery_code, {number: box.data or "" for number, box in boxes}
        ):
            _finish(pending)
            flash(_("The system is set up. Please sign in."))
            return redirect(url_for("accounts.sign_in"))
        form.form_errors.append(
            _("That is not what the sheet says. Please compare each sign and type it again.")
        )
    return render_template(
        "setup/recovery.html", form=form, pending=pending, boxes=boxes
    ), 422 if form.is_submitted() else 200


@blueprint.route("/unlock", methods=["GET", "POST"])
@public
def unlock() -> ResponseReturnValue:
    """Unlock the process after a start."""
    if vault_of(current_app).keys is not None:
        return redirect(url_for("home.show"))
    form = UnlockForm()
    asks = provider(keys_folder(current_app)) is Provider.PASSPHRASE
    status = 422 if form.is_submitted() and asks else 503
    if asks and form.validate_on_submit():
        try:
            unlock_with(current_app, form.passphrase.data or "")
        except WrongPassphrase:
            form.passphrase.errors = [_("This passphrase does not unlock.")]
        except TooSoon as early:
            status = 429
            form.passphrase.errors = [
                _(
                    "After wrong passphrases there is a pause. Please try again in %(seconds)s seconds.",
                    seconds=early.seconds,
                )
            ]
        else:
            return redirect(url_for("accounts.sign_in"))
    generate_csrf()
    return render_template("setup/unlock.html", form=form, asks=asks), status


@blueprint.post("/lock")
@signed_in
def lock() -> ResponseReturnValue:
    """Lock the whole system in one act: any member of staff may."""
    lock_system(current_app, current_user)
    answer = redirect(url_for("setup.unlock"))
    ending = ending_of(current_app)
    if ending is not None:
        answer.call_on_close(ending.answered)
    return answer


def _require_token(token: str) -> None:
    expected = current_app.config.get("SETUP_TOKEN")
    if not expected or is_installed() or not hmac.compare_digest(str(expected).encode(), token.encode()):
        raise NotFound


def _finish(pending: Pending) -> None:
    settings = current_app.config["SETTINGS"]
    folder = keys_folder(current_app)
    root = create_keys(folder, pending.unlockers, pending.recovery_code, settings.unlock_cost)
    adopt_root(current_app, root)
    install(
        organisation_name=pending.organisation,
        language=pending.language,
        administrator=pending.administrator,
        demonstration=False,
    )
    current_app.extensions.pop(PENDING, None)
    current_app.config["SETUP_TOKEN"] = None


def locked_gate() -> ResponseReturnValue | None:
    """Answer everything but the pages of this module while there are no keys."""
    if vault_of(current_app).keys is not None or request.endpoint in _OPEN_WHILE_LOCKED:
        return None
    if not is_installed():
        return render_template("setup/not_yet.html"), 503
    if request.method in {"GET", "HEAD"} and request.endpoint is not None:
        return unlock()
    return render_template("setup/locked.html"), 503


_OPEN_WHILE_LOCKED = frozenset(
    {
        "static",
        "home.health",
        "setup.begin",
        "setup.recovery",
        "setup.unlock",
        "accounts.set_language",
        "accounts.set_theme",
    }
)
