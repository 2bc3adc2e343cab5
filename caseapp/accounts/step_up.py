"""Proving again who one is, before what would harm most in the hands of somebody who found the screen open."""

from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.accounts.blueprint import blueprint
from caseapp.accounts.factors.asking import given_in, question_to_sign
from caseapp.accounts.factors.forms import ProveForm
from caseapp.accounts.factors.proving import Given, use_second_factor
from caseapp.accounts.factors.queries import factors_of
from caseapp.accounts.factors.tries import count_wrong, forget_wrong, is_paused
from caseapp.accounts.models import User
from caseapp.accounts.sessions import goes_on, renew_session, web_session
from caseapp.audit import record
from caseapp.clock import now
from caseapp.db import end_read, keyring, write
from caseapp.i18n.messages import gettext as _
from caseapp.vault import verify_password
from caseapp.web.addresses import inside
from caseapp.web.drafts import NOT_KEPT, has_page
from caseapp.web.gate import ASK_AGAIN, SAFE_METHODS, never_kept, signed_in

PROOF_HOLDS = timedelta(minutes=5)
MOST_KEPT = 100_000
"""Characters of a form that waits until its sender has proven who they are."""
WAITS = timedelta(minutes=10)
"""So long it waits, and until another page asks: nobody goes on with what they, or somebody who found the screen open,
sent long before.
"""
_TO_GO_ON = "to_go_on"
_PASSPHRASES = NOT_KEPT - {"csrf_token", "submit"}


@blueprint.record_once
def _install(state: object) -> None:
    app: Flask = state.app  # type: ignore[attr-defined]  # Flask's own state of a registration, which has no public name
    app.extensions[ASK_AGAIN] = ask_again


def ask_again() -> ResponseReturnValue | None:
    """Lead somebody whose last proof is too old to the page that asks for one; None where it holds."""
    proven_at = web_session().proven_at
    if proven_at is not None and now().astimezone(UTC).replace(tzinfo=None) - proven_at < PROOF_HOLDS:
        return None
    session.pop(_TO_GO_ON, None)
    if request.method in SAFE_METHODS:
        return redirect(url_for("accounts.prove_again", next=request.path))
    fields = [[name, value] for name, value in request.form.items(multi=True) if name not in NOT_KEPT]
    if _PASSPHRASES & request.form.keys() or sum(len(value) for _name, value in fields) > MOST_KEPT:
        return redirect(
            url_for("accounts.prove_again", next=request.path if has_page(request.path) else None)
        )
    until = (now() + WAITS).isoformat()
    session[_TO_GO_ON] = {"path": request.path, "fields": fields, "until": until}
    return redirect(url_for("accounts.prove_again"))


@blueprint.route("/me/prove", methods=["GET", "POST"])
@signed_in
@never_kept
def prove_again() -> ResponseReturnValue:
    """Ask for the passphrase again, and for the second factor of those who have one."""
    user = current_user._get_current_object()
    factors = factors_of(user)
    form = ProveForm(data={"next": request.args.get("next", "")})
    form.has_factor = bool(factors)
    if form.validate_on_submit():
        target, waiting = inside(form.next.data), _waiting()
        if _prove(user, form.passphrase.data or "", given_in(form)):
            session.pop(_TO_GO_ON, None)
            if waiting:
                return render_template("accounts/go_on.html", waiting=waiting)
            return redirect(target)
        form.form_errors.append(
            _("That was not accepted. After several tries there is a pause of up to five minutes.")
        )
        form.passphrase.data = form.code.data = ""
    form.passkey.data = ""
    page = render_template(
        "accounts/prove.html", form=form, has_factor=form.has_factor, question=question_to_sign(factors)
    )
    return page, 422 if form.is_submitted() else 200


def _waiting() -> dict[str, Any] | None:
    found: dict[str, Any] | None = session.get(_TO_GO_ON)
    return found if found is not None and datetime.fromisoformat(found["until"]) >= now() else None


def _prove(user: User, passphrase: str, given: Given) -> bool:
    cost = current_app.config["SETTINGS"].password_cost
    user_id, stored = user.id, user.passphrase_hash
    end_read()  # the slow hash must not hold a read transaction open
    fits = verify_password(keyring(), user_id, passphrase, stored, cost=cost)
    with write():
        if not fits or not goes_on() or is_paused(user, given.place):
            count_wrong(user, given.place)
            record(user, "account.proof_refused", user)
            return False
        if not factors_of(user):
            forget_wrong(user, given.place)
            renew_session()
            record(user, "account.proven_again", user)
            return True
        kind = use_second_factor(user, given)
        if kind is not None:
            renew_session()
            record(user, "account.proven_again", user, factor=kind.value)
        return kind is not None
