"""Signing in and out, and one's own account."""

from typing import Any

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.accounts import actions
from caseapp.accounts.blueprint import blueprint
from caseapp.accounts.deputies import deputies_of, lent_by_others, own_to_lend
from caseapp.accounts.factors.demanded import is_demanded
from caseapp.accounts.factors.queries import codes_left, factors_of
from caseapp.accounts.factors.sign_in_views import go_on_after_passphrase
from caseapp.accounts.factors.wording import KIND_LABELS
from caseapp.accounts.forms import (
    ROLE_LABELS,
    ActivateForm,
    ChangePassphraseForm,
    PreferencesForm,
    SignInForm,
)
from caseapp.accounts.models import User
from caseapp.accounts.organisation import organisation
from caseapp.accounts.sessions import end_session, goes_on, web_session
from caseapp.accounts.sign_in import Outcome
from caseapp.accounts.sign_in import sign_in as try_to_sign_in
from caseapp.accounts.throttle import count_failure, counter_for, forget_failures, must_wait
from caseapp.audit import record
from caseapp.clock import today
from caseapp.db import keyring, write
from caseapp.i18n import OFFERED, speak_unless_chosen
from caseapp.i18n.messages import gettext as _
from caseapp.vault import TooBusy, hash_password, verify_password
from caseapp.web.addresses import inside
from caseapp.web.errors import RETRY_AFTER, NotFound
from caseapp.web.forms import PageForm
from caseapp.web.frame import away_url
from caseapp.web.gate import Stage, open_at, public, recently_proven, signed_in
from caseapp.web.installed import lendable


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Ask for name and passphrase."""
    form = SignInForm(data={"next": request.args.get("next", "")})
    if current_user.is_authenticated:
        return redirect(url_for("home.show"))
    if web_session().stage is Stage.HALF and not form.is_submitted():
        return redirect(url_for("accounts.second_factor"))
    if web_session().stage is Stage.SETTING_UP and not form.is_submitted():
        return redirect(url_for("accounts.choose_factor"))
    if not form.validate_on_submit():
        ran_out = web_session().expired_user is not None and not form.is_submitted()
        page = render_template("accounts/sign_in.html", form=form, ran_out=ran_out)
        return page, 422 if form.is_submitted() else 200
    target = inside(form.next.data)
    try:
        attempt = try_to_sign_in(
            form.sign_in_name.data or "", form.passphrase.data or "", request.remote_addr or ""
        )
    except TooBusy:
        return _come_back(form, "accounts/sign_in.html")
    if attempt.outcome is Outcome.REFUSED or attempt.user is None:
        form.form_errors.append(
            _(
                "That name and passphrase do not fit together. "
                "After several tries there is a pause of up to five minutes."
            )
        )
        form.passphrase.data = ""
        return render_template("accounts/sign_in.html", form=form), 422
    return go_on_after_passphrase(attempt, target)


@blueprint.post("/sign-out")
@open_at("after the passphrase")
def sign_out() -> ResponseReturnValue:
    """End the session; with ``away`` the browser goes to a page that tells nothing."""
    user = web_session().user or web_session().halfway
    away = away_url()  # before the session ends, and with it what language was chosen
    with write():
        end_session()
        record(user, "account.signed_out", user)
    if request.form.get("away"):
        return redirect(away)
    return redirect(url_for("accounts.sign_in"))


@blueprint.post("/language")
@public
def set_language() -> ResponseReturnValue:
    """Read in another language from now on."""
    locale = request.form.get("locale", "")
    if locale in OFFERED:
        if current_user.is_authenticated:
            calendar = "jalali" if locale == "fa" else "gregorian"
            with write():
                actions.change_preferences(
                    current_user, language=locale, calendar=calendar, theme=current_user.theme
                )
        else:
            session["locale"] = locale
    return redirect(inside(request.form.get("return_to")))


@blueprint.post("/theme")
@public
def set_theme() -> ResponseReturnValue:
    """Light, dark, or as the device has it."""
    theme = request.form.get("theme", "")
    if theme in {"auto", "light", "dark"}:
        if current_user.is_authenticated:
            user = current_user
            with write():
                actions.change_preferences(user, language=user.language, calendar=user.calendar, theme=theme)
        else:
            session["theme"] = theme
    return redirect(inside(request.form.get("return_to")))


@blueprint.route("/me", methods=["GET", "POST"])
@signed_in
def me() -> ResponseReturnValue:
    """Show one's own account and how one reads."""
    user = current_user
    form = PreferencesForm(data={"language": user.language, "calendar": user.calendar, "theme": user.theme})
    if form.validate_on_submit():
        with write():
            actions.change_preferences(
                user, language=form.language.data, calendar=form.calendar.data, theme=form.theme.data
            )
        flash(_("Saved."))
        return redirect(url_for("accounts.me"))
    page = render_template(
        "accounts/me.html",
        lent=lent_by_others(user),
        lent_labels=lendable(),
        lends=bool(own_to_lend(user) or deputies_of(user)),
        form=form,
        role_labels=ROLE_LABELS,
        factors=factors_of(user),
        kind_labels=KIND_LABELS,
        codes_left=codes_left(user),
        is_demanded=is_demanded(user),
    )
    return page, 422 if form.is_submitted() else 200


@blueprint.route("/me/passphrase", methods=["GET", "POST"])
@signed_in
@recently_proven
def passphrase() -> ResponseReturnValue:
    """Change one's own passphrase."""
    form = ChangePassphraseForm()
    form.names_to_avoid = _names_around(current_user)
    cost = current_app.config["SETTINGS"].password_cost
    if form.validate_on_submit():
        user, stored = current_user, current_user.passphrase_hash
        try:
            is_theirs = verify_password(keyring(), user.id, form.present.data or "", stored, cost=cost)
            fresh = (
                hash_password(keyring(), form.passphrase.data or "", user.id, cost=cost) if is_theirs else b""
            )
        except TooBusy:
            return _come_back(form, "accounts/passphrase.html")
        guesses = counter_for("account.passphrase", user.id.bytes)  # whoever sits down at an open session
        with write():
            # The owner may have ended this session, or changed the passphrase, while this one was worked on.
            is_theirs = is_theirs and goes_on() and not must_wait(guesses)
            if is_theirs:
                forget_failures(guesses)
                actions.change_passphrase(user, fresh)
            else:
                count_failure(guesses)
                record(user, "account.passphrase_refused", user)
        if is_theirs:
            flash(_("Your passphrase was changed. Your other sessions have ended."))
            return redirect(url_for("accounts.me"))
        form.present.errors = [
            _(
                "This is not your present passphrase. After several tries there is a pause of up to five minutes."
            )
        ]
    return render_template("accounts/passphrase.html", form=form), 422 if form.is_submitted() else 200


@blueprint.route("/activate/<code>", methods=["GET", "POST"])
@public
def activate(code: str) -> ResponseReturnValue:
    """Let an invited colleague choose their passphrase."""
    user = actions.find_invited(code, today())
    if user is None:
        return render_template("accounts/activation_over.html"), 404
    speak_unless_chosen(user.language)
    form = ActivateForm()
    form.names_to_avoid = _names_around(user)
    if form.validate_on_submit():
        cost = current_app.config["SETTINGS"].password_cost
        try:
            fresh = hash_password(keyring(), form.passphrase.data or "", user.id, cost=cost)
        except TooBusy:
            return _come_back(form, "accounts/activate.html", user=user)
        with write():
            if actions.find_invited(code, today()) is None:
                raise NotFound  # used, or taken back, while the passphrase was being worked on
            actions.activate_user(user, fresh)
        flash(_("Your account is open. Please sign in."))
        return redirect(url_for("accounts.sign_in"))
    return render_template(
        "accounts/activate.html", form=form, user=user
    ), 422 if form.is_submitted() else 200


def _names_around(user: User) -> list[str]:
    ours = organisation()
    return [user.name, user.sign_in_name, ours.name, *(ours.names or {}).values()]


def _come_back(form: PageForm, template: str, **context: Any) -> ResponseReturnValue:
    """Show the form again where too many passphrases are worked on at this moment; its names are kept."""
    form.form_errors.append(
        _("Too many people are doing this at this moment. Please wait a few seconds and try again.")
    )
    return render_template(template, form=form, **context), 429, {"Retry-After": str(RETRY_AFTER)}
