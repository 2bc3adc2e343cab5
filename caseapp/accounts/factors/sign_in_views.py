"""The second page of signing in, and setting up another second factor with an administrator's link."""

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.accounts.alerts import record_arrival
from caseapp.accounts.arriving import arrive
from caseapp.accounts.blueprint import blueprint
from caseapp.accounts.factors.actions import find_by_link
from caseapp.accounts.factors.asking import given_in, question_to_sign
from caseapp.accounts.factors.forms import LinkForm, SecondFactorForm
from caseapp.accounts.factors.models import Authenticator, FactorKind
from caseapp.accounts.factors.proving import Given, use_second_factor
from caseapp.accounts.factors.queries import factors_of
from caseapp.accounts.models import User
from caseapp.accounts.sessions import begin_session, end_session_of_request, goes_on, web_session
from caseapp.accounts.sign_in import Attempt, Outcome
from caseapp.accounts.sign_in import sign_in as try_to_sign_in
from caseapp.audit import record
from caseapp.audit.former import refuse_former
from caseapp.db import write
from caseapp.i18n import speak_unless_chosen
from caseapp.i18n.messages import gettext as _
from caseapp.web.addresses import inside
from caseapp.web.gate import Stage, open_at, public, signed_in

_TARGET = "target"


def go_on_after_passphrase(attempt: Attempt, target: str) -> ResponseReturnValue:
    """Lead somebody who has given their passphrase to what is asked of them next, or to their work."""
    user = attempt.user
    assert user is not None
    if attempt.stage is Stage.WHOLE:
        return arrive(user, target)
    session["locale"], session["theme"], session[_TARGET] = user.language, user.theme, target
    page = "accounts.second_factor" if attempt.stage is Stage.HALF else "accounts.choose_factor"
    return redirect(url_for(page))


def keep_target() -> dict[str, str]:
    """Return where somebody is on their way to, to be put into the session that follows this one."""
    return {_TARGET: session[_TARGET]} if _TARGET in session else {}


@blueprint.route("/sign-in/second", methods=["GET", "POST"])
@open_at("second factor")
def second_factor() -> ResponseReturnValue:
    """Ask somebody who has given their passphrase for their second factor."""
    user, form = web_session().halfway, SecondFactorForm()
    if user is None:
        return redirect(url_for("home.show"))
    factors = factors_of(user)
    if form.validate_on_submit():
        target = inside(session.get(_TARGET))
        if _sign_in_with(user, given_in(form)) is not None:
            return arrive(user, target)
        form.form_errors.append(
            _("That was not accepted. After several tries there is a pause of up to five minutes.")
        )
        form.code.data = ""
    return _second_page(form, factors), 422 if form.is_submitted() else 200


@blueprint.get("/sign-in/arrived")
@signed_in
def arrived() -> ResponseReturnValue:
    """Go on to one's work, after a second factor was set up on the way to it."""
    return arrive(current_user._get_current_object(), inside(session.pop(_TARGET, None)))


@blueprint.route("/activate/factor/<code>", methods=["GET", "POST"])
@public
def factor_link(code: str) -> ResponseReturnValue:
    """Ask for the passphrase of somebody who lost their second factor, and lead them to setting up another."""
    user = find_by_link(code)
    if user is None:
        return render_template("accounts/activation_over.html"), 404
    speak_unless_chosen(user.language)
    form = LinkForm()
    if form.validate_on_submit():
        attempt = try_to_sign_in(
            user.sign_in_name, form.passphrase.data or "", request.remote_addr or "", factor_link=code
        )
        if attempt.outcome is Outcome.SIGNED_IN:
            return go_on_after_passphrase(attempt, url_for("home.show"))
        form.form_errors.append(
            _("This is not your passphrase. After several tries there is a pause of up to five minutes.")
        )
        form.passphrase.data = ""
    page = render_template("accounts/factors/link.html", form=form, user=user)
    return page, 422 if form.is_submitted() else 200


def _second_page(form: SecondFactorForm, factors: list[Authenticator]) -> str:
    return render_template(
        "accounts/factors/second.html",
        form=form,
        question=question_to_sign(factors),
        has_app=any(each.kind == FactorKind.TOTP for each in factors),
        awaits_link=not factors,
    )


def _sign_in_with(user: User, given: Given) -> FactorKind | None:
    with write():
        if not goes_on():
            record(None, "account.factor_refused", user, paused=False)
            return None
        refuse_former({user.id.hex: (user.row_version, user.row_mac)})
        kind = use_second_factor(user, given)
        if kind is not None:
            end_session_of_request()
            begin_session(user)
            record_arrival(user, kind.value)
    return kind
