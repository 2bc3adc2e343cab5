"""Signing in and out, one's own account, and the administrators' pages about colleagues."""

import uuid
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from caseapp.accounts import actions
from caseapp.accounts.forms import (
    ROLE_LABELS,
    ActivateForm,
    ChangePassphraseForm,
    InviteForm,
    NewTeamForm,
    PreferencesForm,
    ReasonForm,
    RolesForm,
    SignInForm,
    TeamsForm,
)
from caseapp.accounts.models import Team, User
from caseapp.accounts.permissions import AccountPermission
from caseapp.accounts.queries import list_teams, team_ids_of
from caseapp.accounts.sessions import end_session
from caseapp.accounts.sign_in import Outcome
from caseapp.accounts.sign_in import sign_in as try_to_sign_in
from caseapp.audit import record
from caseapp.clock import today
from caseapp.db import check_version, db, keyring, write
from caseapp.i18n import OFFERED
from caseapp.vault import hash_password, verify_password
from caseapp.web.drafts import take_draft_after_expiry
from caseapp.web.errors import NotFound
from caseapp.web.gate import public, requires, signed_in
from caseapp.web.roles import Role

blueprint = Blueprint("accounts", __name__)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Ask for name and passphrase."""
    form = SignInForm(data={"next": request.args.get("next", "")})
    if current_user.is_authenticated:
        return redirect(url_for("home.show"))
    if not form.validate_on_submit():
        return render_template("accounts/sign_in.html", form=form), 422 if form.is_submitted() else 200
    target = _inside(form.next.data)
    attempt = try_to_sign_in(
        form.sign_in_name.data or "", form.passphrase.data or "", request.remote_addr or ""
    )
    if attempt.outcome is Outcome.REFUSED or attempt.user is None:
        form.form_errors.append(
            _(
                "That name and passphrase do not fit together. "
                "After several tries there is a pause of up to five minutes."
            )
        )
        form.passphrase.data = ""
        return render_template("accounts/sign_in.html", form=form), 422
    late = take_draft_after_expiry(attempt.user)
    if late is not None:
        with force_locale(str(attempt.user.language)):  # the sign-in page spoke the browser's language
            flash(
                _("Your session had ended while you were writing. Your text is here; nothing was sent yet.")
            )
        return redirect(late)
    return redirect(target)


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    """End the session; with ``away`` the browser goes to a page that tells nothing."""
    with write():
        end_session()
        record(current_user, "account.signed_out", current_user)
    if request.form.get("away"):
        return redirect(url_for("static", filename="away.html"))
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
    return redirect(_inside(request.form.get("return_to")))


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
    return redirect(_inside(request.form.get("return_to")))


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
    return render_template(
        "accounts/me.html", form=form, role_labels=ROLE_LABELS
    ), 422 if form.is_submitted() else 200


@blueprint.route("/me/passphrase", methods=["GET", "POST"])
@signed_in
def passphrase() -> ResponseReturnValue:
    """Change one's own passphrase."""
    form = ChangePassphraseForm()
    cost = current_app.config["SETTINGS"].password_cost
    if form.validate_on_submit():
        user, stored = current_user, current_user.passphrase_hash
        if verify_password(keyring(), user.id, form.present.data or "", stored, cost=cost):
            fresh = hash_password(keyring(), form.passphrase.data or "", user.id, cost=cost)
            with write():
                actions.change_passphrase(user, fresh)
            flash(_("Your passphrase was changed. Your other sessions have ended."))
            return redirect(url_for("accounts.me"))
        form.present.errors = [_("This is not your present passphrase.")]
    return render_template("accounts/passphrase.html", form=form), 422 if form.is_submitted() else 200


@blueprint.route("/activate/<code>", methods=["GET", "POST"])
@public
def activate(code: str) -> ResponseReturnValue:
    """Let an invited colleague choose their passphrase."""
    user = actions.find_invited(code, today())
    if user is None:
        return render_template("accounts/activation_over.html"), 404
    form = ActivateForm()
    if form.validate_on_submit():
        cost = current_app.config["SETTINGS"].password_cost
        fresh = hash_password(keyring(), form.passphrase.data or "", user.id, cost=cost)
        with write():
            if actions.find_invited(code, today()) is None:
                raise NotFound  # used, or taken back, while the passphrase was being worked on
            actions.activate_user(user, fresh)
        flash(_("Your account is open. Please sign in."))
        return redirect(url_for("accounts.sign_in"))
    return render_template(
        "accounts/activate.html", form=form, user=user
    ), 422 if form.is_submitted() else 200


@blueprint.get("/staff")
@requires(AccountPermission.MANAGE)
def staff() -> ResponseReturnValue:
    """List the members of staff."""
    users = list(db.session.scalars(select(User).where(User.removed_on.is_(None)).order_by(User.seq)))
    users.sort(key=lambda user: user.name.casefold())
    return render_template("accounts/staff.html", users=users, role_labels=ROLE_LABELS)


@blueprint.route("/staff/invite", methods=["GET", "POST"])
@requires(AccountPermission.MANAGE)
def invite() -> ResponseReturnValue:
    """Invite a colleague; the link is shown once, to be handed over in person."""
    teams = list_teams()
    form = InviteForm(
        data={"new_id": str(uuid.uuid4()), "team": str(teams[0].id) if teams else "", "language": "en"}
    )
    form.team.offer([("", _("no team")), *((team.id, team.name) for team in teams)])
    if form.validate_on_submit():
        team = next((team for team in teams if str(team.id) == form.team.data), None)
        try:
            with write():
                user, code = actions.invite_user(
                    current_user,
                    name=form.name.data or "",
                    sign_in_name=form.sign_in_name.data or "",
                    roles=[Role(role) for role in form.roles.data or ()],
                    team=team,
                    language=form.language.data,
                    user_id=form.record_id,
                )
            return _code_page(user, code)
        except actions.SignInNameTaken:
            form.sign_in_name.errors = [
                _("Somebody signs in under this name already. Please choose another.")
            ]
    return render_template("accounts/invite.html", form=form), 422 if form.is_submitted() else 200


@blueprint.get("/staff/<uuid:user_id>")
@requires(AccountPermission.MANAGE)
def show(user_id: uuid.UUID) -> ResponseReturnValue:
    """Show a colleague's account."""
    return _account_page(_user(user_id), RolesForm(formdata=None), ReasonForm(formdata=None))


@blueprint.post("/staff/<uuid:user_id>/roles")
@requires(AccountPermission.MANAGE)
def roles(user_id: uuid.UUID) -> ResponseReturnValue:
    """Give a colleague other roles."""
    user, form = _user(user_id), RolesForm()
    if form.validate_on_submit():
        try:
            with write():
                check_version(user, form.version)
                actions.change_roles(current_user, user, [Role(role) for role in form.roles.data or ()])
            flash(_("The roles were changed. The colleague has to sign in again."))
            return redirect(url_for("accounts.show", user_id=user_id))
        except actions.LastAdministrator:
            form.roles.errors = [_("There must be one administrator at least.")]
    return _account_page(user, form, ReasonForm(formdata=None), 422)


@blueprint.post("/staff/<uuid:user_id>/teams")
@requires(AccountPermission.MANAGE)
def teams(user_id: uuid.UUID) -> ResponseReturnValue:
    """Put a colleague into other teams."""
    user, form = _user(user_id), TeamsForm()
    form.teams.offer((team.id, team.name) for team in list_teams())
    if form.validate_on_submit():
        with write():
            actions.change_teams(current_user, user, [uuid.UUID(team) for team in form.teams.data or ()])
        flash(_("The teams were changed."))
    return redirect(url_for("accounts.show", user_id=user_id))


@blueprint.route("/staff/teams", methods=["GET", "POST"])
@requires(AccountPermission.MANAGE)
def team_list() -> ResponseReturnValue:
    """List the teams, and add one."""
    form = NewTeamForm(data={"new_id": str(uuid.uuid4())})
    if form.validate_on_submit():
        if db.session.get(Team, form.record_id) is None:
            with write():
                actions.create_team(current_user, form.name.data or "", form.record_id)
        flash(_("Saved."))
        return redirect(url_for("accounts.team_list"))
    page = render_template("accounts/teams.html", teams=list_teams(), form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/staff/<uuid:user_id>/disable")
@requires(AccountPermission.MANAGE)
def disable(user_id: uuid.UUID) -> ResponseReturnValue:
    """Close a colleague's account at once."""
    user, form = _user(user_id), ReasonForm()
    if form.validate_on_submit():
        try:
            with write():
                actions.disable_user(current_user, user, form.reason.data or "")
            flash(_("The account is closed and its sessions have ended."))
            return redirect(url_for("accounts.show", user_id=user_id))
        except actions.LastAdministrator:
            form.reason.errors = [_("There must be one administrator at least.")]
    return _account_page(user, RolesForm(formdata=None), form, 422)


@blueprint.post("/staff/<uuid:user_id>/reset")
@requires(AccountPermission.MANAGE)
def reset(user_id: uuid.UUID) -> ResponseReturnValue:
    """Let a colleague choose a new passphrase; also opens a closed account again."""
    user = _user(user_id)
    with write():
        code = (
            actions.enable_user(current_user, user)
            if user.status == "disabled"
            else actions.reset_user(current_user, user)
        )
    return _code_page(user, code)


def _account_page(
    user: User, roles_form: RolesForm, reason_form: ReasonForm, status: int = 200
) -> ResponseReturnValue:
    if not roles_form.is_submitted():
        roles_form.roles.data = list(user.role_names)
    teams_form = TeamsForm(formdata=None, data={"teams": [str(team_id) for team_id in team_ids_of(user)]})
    teams_form.teams.offer((team.id, team.name) for team in list_teams())
    page = render_template(
        "accounts/show.html",
        user=user,
        roles_form=roles_form,
        teams_form=teams_form,
        reason_form=reason_form,
        role_labels=ROLE_LABELS,
    )
    return page, status


def _code_page(user: User, code: str) -> Response:
    link = url_for("accounts.activate", code=code, _external=True)
    body = render_template("accounts/code.html", user=user, link=link, days=actions.INVITATION_DAYS)
    return Response(body)


def _user(user_id: uuid.UUID) -> User:
    user = db.session.get(User, user_id)
    if user is None or user.removed_on is not None:
        raise NotFound
    return user


def _inside(target: str | None) -> str:
    parts = urlsplit(target or "")
    inside = (
        target
        and not parts.scheme
        and not parts.netloc
        and parts.path.startswith("/")
        and not parts.path.startswith("//")
        and "\\" not in target
    )
    return parts.path if inside else url_for("home.show")
