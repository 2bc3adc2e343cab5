"""One's own second factors: setting one up, naming it, ending it, and the sheet of recovery codes."""

import uuid

from flask import flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.accounts.alerts import record_arrival
from caseapp.accounts.blueprint import blueprint
from caseapp.accounts.factors import actions, passkeys, totp
from caseapp.accounts.factors.asking import TO_MAKE, question_to_make, take_challenge
from caseapp.accounts.factors.forms import LabelForm, NewAppForm, NewPasskeyForm
from caseapp.accounts.factors.models import Authenticator, FactorKind
from caseapp.accounts.factors.queries import factors_of
from caseapp.accounts.factors.sign_in_views import keep_target
from caseapp.accounts.factors.wording import KIND_LABELS
from caseapp.accounts.models import User
from caseapp.accounts.sessions import begin_session, end_session_of_request, goes_on, web_session
from caseapp.db import write
from caseapp.i18n.messages import gettext as _
from caseapp.web.errors import NotFound
from caseapp.web.gate import Stage, open_at, recently_proven, signed_in

_SEED = "new_seed"


@blueprint.get("/me/factors")
@open_at("first factor")
@recently_proven
def choose_factor() -> ResponseReturnValue:
    """Let somebody choose what they sign in with beside their passphrase."""
    is_first = web_session().stage is Stage.SETTING_UP
    return render_template(
        "accounts/factors/choose.html", is_first=is_first, with_passkeys=passkeys.are_possible()
    )


@blueprint.route("/me/factors/app", methods=["GET", "POST"])
@open_at("first factor")
@recently_proven
def add_app() -> ResponseReturnValue:
    """Set up an app that shows codes."""
    user, form = _whoever(), NewAppForm(data={"label": _("My phone")})
    seed = session.setdefault(_SEED, totp.new_seed())  # loading the page again shows the same picture
    if form.validate_on_submit():
        step = totp.step_of(seed, form.code.data or "", None)
        if step is not None:
            try:
                with write():
                    _stop_if_ended()
                    codes = actions.add_app(user, form.label.data or "", seed, step)
                    _sign_in_wholly(user, FactorKind.TOTP)
            except actions.TooMany:
                form.form_errors.append(_too_many())
            else:
                session.pop(_SEED, None)
                return _added(codes)
        else:
            form.code.errors = [
                _("This is not the code of this moment. Is the clock of your phone right? Type the next one.")
            ]
    page = render_template(
        "accounts/factors/app.html",
        form=form,
        seed=totp.in_groups(seed),
        picture=totp.picture_of(seed, user.sign_in_name),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/me/factors/passkey", methods=["GET", "POST"])
@open_at("first factor")
@recently_proven
def add_passkey() -> ResponseReturnValue:
    """Set up a passkey."""
    if not passkeys.are_possible():
        raise NotFound
    user, form = _whoever(), NewPasskeyForm(data={"label": _("My device")})
    if form.validate_on_submit():
        challenge = take_challenge(TO_MAKE)
        made = passkeys.new_passkey(form.passkey.data or "", challenge) if challenge else None
        if made is None:
            form.form_errors.append(_("No passkey was made. Please try again, or choose an app."))
        else:
            try:
                with write():
                    _stop_if_ended()
                    codes = actions.add_passkey(user, form.label.data or "", made)
                    _sign_in_wholly(user, FactorKind.PASSKEY)
            except actions.KnownAlready:
                form.form_errors.append(_("This device is one of your passkeys already."))
            except actions.TooMany:
                form.form_errors.append(_too_many())
            else:
                return _added(codes)
    form.passkey.data = ""
    question = question_to_make(user, factors_of(user))
    page = render_template("accounts/factors/passkey.html", form=form, question=question)
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/me/factors/<uuid:factor_id>", methods=["GET", "POST"])
@signed_in
@recently_proven
def factor(factor_id: uuid.UUID) -> ResponseReturnValue:
    """Call one's second factor otherwise, or end it."""
    found = _own(factor_id)
    form = LabelForm(data={"label": found.label})
    if form.validate_on_submit():
        with write():
            actions.rename_factor(current_user._get_current_object(), found, form.label.data or "")
        flash(_("Saved."))
        return redirect(url_for("accounts.me"))
    return _factor_page(found, form), 422 if form.is_submitted() else 200


@blueprint.post("/me/factors/<uuid:factor_id>/remove")
@signed_in
@recently_proven
def remove_factor(factor_id: uuid.UUID) -> ResponseReturnValue:
    """End one's second factor."""
    found = _own(factor_id)
    try:
        with write():
            actions.remove_factor(current_user._get_current_object(), found)
    except actions.LastFactor:
        form = LabelForm(formdata=None, data={"label": found.label})
        form.form_errors.append(
            _("Your role asks for a second factor, and this is your only one. Set up another one first.")
        )
        return _factor_page(found, form), 422
    flash(_("It does not count any more. Your other sessions have ended."))
    return redirect(url_for("accounts.me"))


@blueprint.route("/me/factors/codes", methods=["GET", "POST"])
@signed_in
@recently_proven
def renew_codes() -> ResponseReturnValue:
    """Make a new sheet of recovery codes."""
    user = current_user._get_current_object()
    if not factors_of(user):
        raise NotFound
    if request.method == "GET":
        return render_template("accounts/factors/renew.html")
    with write():
        codes = actions.renew_codes(user)
    return _sheet(codes)


def _whoever() -> User:
    """Return who is signed in, or sets their first second factor up on the way."""
    found = web_session().user or web_session().halfway
    assert found is not None
    return found


def _stop_if_ended() -> None:
    """Refuse a session that was ended since this request began: the owner was a moment faster. Inside a write."""
    if not goes_on():
        raise NotFound


def _own(factor_id: uuid.UUID) -> Authenticator:
    found = next((each for each in factors_of(current_user) if each.id == factor_id), None)
    if found is None:
        raise NotFound
    return found


def _sign_in_wholly(user: User, kind: FactorKind) -> None:
    """Let somebody in who had to set their second factor up first. Inside the write that does so."""
    if web_session().stage is Stage.SETTING_UP:
        kept = keep_target()
        end_session_of_request()
        begin_session(user)
        session.update(kept)
        record_arrival(user, kind.value)


def _added(codes: list[str]) -> ResponseReturnValue:
    if codes:
        return _sheet(codes)
    flash(_("From now on it counts when you sign in. Your other sessions have ended."))
    return redirect(url_for("accounts.me"))


def _sheet(codes: list[str]) -> ResponseReturnValue:
    goes_to = "accounts.arrived" if keep_target() else "accounts.me"
    return render_template("accounts/factors/codes.html", codes=codes, goes_to=url_for(goes_to))


def _factor_page(found: Authenticator, form: LabelForm) -> str:
    kind = KIND_LABELS[FactorKind(found.kind)]
    return render_template("accounts/factors/edit.html", factor=found, kind=kind, form=form)


def _too_many() -> str:
    return _("You have as many as anybody may have. End one that you do not use.")
