"""The page of keys: how each stands, what still needs it, and renewing one while everybody goes on working."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.accounts.models import User
from caseapp.db import db
from caseapp.db.unlocked import vault_of
from caseapp.i18n.messages import gettext as _
from caseapp.jobs.background import UnderWay, begin, under_way
from caseapp.keys.changing import rotate
from caseapp.keys.permissions import KeysPermission
from caseapp.keys.rewrapping import rewrap, waiting
from caseapp.keys.standing import backups_that_need, keys_now
from caseapp.keys.wording import OBSTACLES, PURPOSES, STATES
from caseapp.vault import KeyState, Purpose
from caseapp.web.errors import NotFound
from caseapp.web.gate import recently_proven, requires
from caseapp.web.installed import this_app

blueprint = Blueprint("keys", __name__, url_prefix="/settings/keys")
PLACE = "keys"
"""Where keys are renewed: one at a time."""
LOOK_AGAIN = "3"
"""Seconds until the page shows anew how far it is."""
TONES = {
    KeyState.PENDING: "waiting",
    KeyState.ACTIVE: "moving",
    KeyState.DECRYPT_ONLY: "neutral",
    KeyState.DESTROYED: "stopped",
}


@blueprint.get("/")
@requires(KeysPermission.MANAGE)
def show() -> ResponseReturnValue:
    """Show how the keys stand."""
    running = under_way(this_app(), PLACE)
    keys = keys_now()
    former = [
        key.version
        for key in keys
        if key.purpose is Purpose.SCOPE_WRAP and key.state is KeyState.DECRYPT_ONLY
    ]
    page = render_template(
        "keys/show.html",
        keys=keys,
        purposes=PURPOSES,
        states=STATES,
        tones=TONES,
        obstacles=OBSTACLES,
        backups=sorted(
            {path.name for version in former for path in backups_that_need(version)}, reverse=True
        ),
        running=running,
        left=0 if running else waiting(),
        can_renew=vault_of(this_app()).root is not None,
    )
    return page, {"Refresh": LOOK_AGAIN} if running else {}


@blueprint.post("/renew")
@requires(KeysPermission.MANAGE)
@recently_proven
def renew() -> ResponseReturnValue:
    """Take a new key into use."""
    try:
        purpose = Purpose(request.form.get("purpose", ""))
    except ValueError:
        raise NotFound from None
    if purpose is Purpose.SCOPE_WRAP:
        _begin(lambda actor, going: (rotate(actor, purpose), rewrap(actor, going.advance)))
    else:
        rotate(current_user, purpose)
        flash(_("A new key is in use."))
    return redirect(url_for("keys.show"))


@blueprint.post("/go-on")
@requires(KeysPermission.MANAGE)
@recently_proven
def go_on() -> ResponseReturnValue:
    """Go on with wrapping anew where it was interrupted."""
    _begin(lambda actor, going: rewrap(actor, going.advance))
    return redirect(url_for("keys.show"))


def _begin(work: Callable[[Any, UnderWay], object]) -> None:
    actor_id = current_user.id
    begin(this_app(), PLACE, "rewrapping", lambda going: work(db.session.get(User, actor_id), going))
