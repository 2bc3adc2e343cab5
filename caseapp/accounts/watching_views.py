"""Watching over one's own account: what was done in one's name, which sessions run, what happened."""

import uuid
from contextlib import suppress

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from caseapp.accounts.alerts import Alert, confirm_alerts, refuse_alerts, unanswered_alerts
from caseapp.accounts.blueprint import blueprint
from caseapp.accounts.devices import device_words
from caseapp.accounts.models import User
from caseapp.accounts.own_events import SHOWN_DAYS, TOLD, own_events
from caseapp.accounts.permissions import AccountPermission
from caseapp.accounts.running import (
    end_all_sessions,
    end_other_sessions,
    end_own_session,
    is_session_of,
    running_sessions,
)
from caseapp.accounts.sessions import web_session
from caseapp.accounts.wording import alert_sentence
from caseapp.audit.wording import details_for
from caseapp.db import db, write
from caseapp.i18n.messages import gettext as _
from caseapp.web.errors import NotFound
from caseapp.web.gate import recently_proven, requires, signed_in
from caseapp.web.installed import event_label
from caseapp.web.templating import part

ALERTS = "account-alerts"
"""The tile of what was done in one's name."""


@blueprint.get("/me/sessions")
@signed_in
def sessions() -> ResponseReturnValue:
    """List the browsers that are signed in as oneself."""
    return render_template(
        "accounts/sessions.html", sessions=running_sessions(current_user), device_words=device_words
    )


@blueprint.post("/me/sessions/<uuid:session_id>/end")
@signed_in
@recently_proven
def end_one(session_id: uuid.UUID) -> ResponseReturnValue:
    """Sign one of one's own browsers out; the one that asks has a button of its own."""
    if not is_session_of(current_user, session_id):
        raise NotFound
    with write():
        end_own_session(current_user, session_id)
    flash(_("That session has ended."))
    return redirect(url_for("accounts.sessions"))


@blueprint.post("/me/sessions/end-others")
@signed_in
@recently_proven
def end_others() -> ResponseReturnValue:
    """Sign every other browser of one's own out."""
    with write():
        end_other_sessions(current_user)
    flash(_("Your other sessions have ended."))
    return redirect(url_for("accounts.sessions"))


@blueprint.post("/staff/<uuid:user_id>/sessions/end")
@requires(AccountPermission.MANAGE)
@recently_proven
def end_theirs(user_id: uuid.UUID) -> ResponseReturnValue:
    """Sign a colleague out everywhere."""
    user = db.session.get(User, user_id)
    if user is None or user.removed_on is not None:
        raise NotFound
    with write():
        end_all_sessions(current_user, user)
    flash(_("All sessions of this colleague have ended."))
    return redirect(url_for("accounts.show", user_id=user_id))


@blueprint.get("/me/events")
@signed_in
def events() -> ResponseReturnValue:
    """Show what happened to one's own account."""
    before = None
    with suppress(ValueError):
        before = uuid.UUID(request.args.get("before", ""))
    page = own_events(current_user, before)
    details = details_for(current_user, page.found, only=TOLD)
    return render_template(
        "accounts/events.html",
        events=page.found,
        older=page.older,
        days=SHOWN_DAYS,
        details=details.of,
        event_label=event_label,
    )


@blueprint.post("/me/alerts/mine")
@signed_in
@recently_proven
def confirm() -> ResponseReturnValue:
    """Say that it was oneself."""
    alert = _asked_about()
    if alert is not None:  # not sent twice, not made up
        with write():
            confirm_alerts(current_user, alert.number, _this_device())
        flash(_("Thank you. This has been noted."))
    return redirect(url_for("home.show"))


@blueprint.post("/me/alerts/not-mine")
@signed_in
def refuse() -> ResponseReturnValue:
    """Say that it was not: other sessions end, and a new passphrase is asked for."""
    alert = _asked_about()
    if alert is None:
        return redirect(url_for("home.show"))
    with write():
        refuse_alerts(current_user, alert.number, _this_device())
    flash(
        _(
            "Your other sessions have ended, and those who look after accounts have been told. "
            "Please choose a new passphrase now, and talk to an administrator in person."
        ),
        "warning",
    )
    return redirect(url_for("accounts.passphrase"))


def alerts_tile(user: User) -> Markup:
    """Return the home page's block of what was done in one's name; empty when there is nothing to ask."""
    alerts = unanswered_alerts(user, _this_device())
    if not alerts:
        return Markup()
    return part("accounts/alerts_tile.html", alerts=alerts, tile=ALERTS, sentence=alert_sentence)


def _asked_about() -> Alert | None:
    """Return the newest of the alerts that the page showed, if the form names it."""
    sent = request.form.get("last", "")
    return next(
        (each for each in unanswered_alerts(current_user, _this_device()) if str(each.id) == sent), None
    )


def _this_device() -> str:
    return web_session().begun.get("device", "")
