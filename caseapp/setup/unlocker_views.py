"""The page of who can unlock: one more, one fewer. An administrator's session is not enough: an unlocker stands by."""

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import PasswordField

from caseapp.audit import record_refusal
from caseapp.i18n.messages import gettext as _
from caseapp.setup.forms import NewUnlockerForm, RemoveUnlockerForm
from caseapp.setup.installing import keys_folder
from caseapp.setup.permissions import SetupPermission
from caseapp.setup.unlockers import let_unlock, let_unlock_no_more
from caseapp.setup.unlocking import TooSoon, authorising_root
from caseapp.setup.views import blueprint
from caseapp.vault import (
    Provider,
    Root,
    UnlockerError,
    WrongPassphrase,
    has_recovery_code,
    provider,
    unlocker_names,
)
from caseapp.web.errors import NotFound
from caseapp.web.forms import PageForm
from caseapp.web.gate import recently_proven, requires
from caseapp.web.installed import this_app

__all__ = ["blueprint"]
ENOUGH = 2
"""So many people at least should be able to unlock: one can be ill."""


@blueprint.get("/settings/unlockers")
@requires(SetupPermission.UNLOCKERS)
@recently_proven
def unlockers() -> ResponseReturnValue:
    """Show who can unlock, and the forms that change it."""
    return _page(NewUnlockerForm(formdata=None), _removing(fresh=True), 200)


@blueprint.post("/settings/unlockers")
@requires(SetupPermission.UNLOCKERS)
@recently_proven
def add_unlocker() -> ResponseReturnValue:
    """Let one more person unlock."""
    _require_people()
    form = NewUnlockerForm()
    if form.validate_on_submit():
        root = _authorised(form.present)
        if root is not None:
            cost = current_app.config["SETTINGS"].unlock_cost
            try:
                let_unlock(current_user, root, form.word.data or "", form.passphrase.data or "", cost=cost)
            except UnlockerError:
                form.word.errors = [
                    _("Somebody can unlock under this word already. Please choose another one.")
                ]
            else:
                flash(_("One more person can unlock now."))
                return redirect(url_for("setup.unlockers"))
    return _page(form, _removing(fresh=True), 422)


@blueprint.post("/settings/unlockers/remove")
@requires(SetupPermission.UNLOCKERS)
@recently_proven
def remove_unlocker() -> ResponseReturnValue:
    """Let somebody unlock no more."""
    _require_people()
    form = _removing()
    if form.validate_on_submit():
        root = _authorised(form.allowed_by)
        if root is not None:
            try:
                let_unlock_no_more(current_user, root, form.whom.data or "")
            except UnlockerError:
                form.whom.errors = [_("The last one stays: nobody could unlock any more.")]
            else:
                flash(
                    _(
                        "That passphrase unlocks no more. Destroy copies of the folder with the keys from before."
                    )
                )
                return redirect(url_for("setup.unlockers"))
    return _page(NewUnlockerForm(formdata=None), form, 422)


def _authorised(box: PasswordField) -> Root | None:
    """Return the root that the passphrase of somebody who can unlock opens; None with the error beside its box."""
    try:
        return authorising_root(this_app(), box.data or "")
    except WrongPassphrase:
        record_refusal(current_user, "setup.not_authorised")
        box.errors = [_("This passphrase does not unlock.")]
    except TooSoon as early:
        box.errors = [
            _(
                "After wrong passphrases there is a pause. Please try again in %(seconds)s seconds.",
                seconds=early.seconds,
            )
        ]
    return None


def _require_people() -> None:
    """Answer 404 where nobody unlocks with a passphrase: then the page offers no form either."""
    if provider(keys_folder(this_app())) is not Provider.PASSPHRASE:
        raise NotFound


def _removing(*, fresh: bool = False) -> RemoveUnlockerForm:
    form = RemoveUnlockerForm(formdata=None) if fresh else RemoveUnlockerForm()
    form.whom.offer((name, name) for name in unlocker_names(keys_folder(this_app())))
    return form


def _page(adding: PageForm, removing: RemoveUnlockerForm, status: int) -> ResponseReturnValue:
    folder = keys_folder(this_app())
    names = unlocker_names(folder)
    page = render_template(
        "setup/unlockers.html",
        adding=adding,
        removing=removing,
        names=names,
        by_people=provider(folder) is Provider.PASSPHRASE,
        too_few=len(names) < ENOUGH,
        sheet=has_recovery_code(folder),
    )
    return page, status
