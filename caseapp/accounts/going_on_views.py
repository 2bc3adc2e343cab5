"""Letting a colleague go on who has opened as many records as one opens in a day."""

import uuid

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.accounts.blueprint import blueprint
from caseapp.accounts.days_reading import OwnDay, is_stopped, let_go_on
from caseapp.accounts.forms import GoingOnForm
from caseapp.accounts.models import User
from caseapp.accounts.permissions import AccountPermission
from caseapp.db import db, write
from caseapp.i18n.messages import gettext as _
from caseapp.web.errors import NotFound
from caseapp.web.gate import recently_proven, requires


@blueprint.post("/staff/<uuid:user_id>/let-on")
@requires(AccountPermission.MANAGE)
@recently_proven
def let_on(user_id: uuid.UUID) -> ResponseReturnValue:
    """Let a colleague open today what they need, for a reason."""
    user, form = db.session.get(User, user_id), GoingOnForm()
    if user is None or user.removed_on is not None:
        raise NotFound
    if not is_stopped(user.id):
        flash(_("They can open what they need already."))
    elif not form.validate_on_submit():
        flash(_("Please say why they go on today."), "warning")
    else:
        try:
            with write():
                let_go_on(current_user, user, form.why.data or "")
            flash(_("They can go on until the day is over."))
        except OwnDay:
            flash(_("Nobody lets themselves go on. Another administrator does it."), "warning")
    return redirect(url_for("accounts.show", user_id=user_id))
