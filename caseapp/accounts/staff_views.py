"""The administrators' pages about colleagues: who they are, their roles and teams, their way in."""

import uuid

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy import select

from caseapp.accounts import actions
from caseapp.accounts.blueprint import blueprint
from caseapp.accounts.changes import SHOWN_DAYS, count_unseen_changes, mark_changes_seen, unseen_changes
from caseapp.accounts.days_reading import is_stopped, read_today
from caseapp.accounts.factors.actions import reset_factors
from caseapp.accounts.forms import (
    ROLE_LABELS,
    GoingOnForm,
    InviteForm,
    NewTeamForm,
    ReasonForm,
    RolesForm,
    TeamsForm,
)
from caseapp.accounts.models import Team, User, UserStatus
from caseapp.accounts.permissions import AccountPermission
from caseapp.accounts.queries import list_teams, team_ids_of
from caseapp.accounts.wording import change_sentence
from caseapp.db import Conflict, check_version, db, write
from caseapp.i18n import in_alphabet, locale_tag
from caseapp.i18n.messages import gettext as _
from caseapp.web.addresses import link_to
from caseapp.web.errors import NotFound
from caseapp.web.gate import recently_proven, requires
from caseapp.web.installed import describe_all
from caseapp.web.listing import shown_at_most
from caseapp.web.roles import Role
from caseapp.web.templating import part

CHANGES = "account-changes"
"""The tile of changes to accounts, as the home page's address names it."""
CHANGES_ON_HOME = 10
"""So many changes the home page shows; only where all are shown can they be marked as seen."""


@blueprint.get("/staff")
@requires(AccountPermission.MANAGE)
def staff() -> ResponseReturnValue:
    """List the members of staff."""
    users = list(db.session.scalars(select(User).where(User.removed_on.is_(None)).order_by(User.seq)))
    users.sort(key=lambda user: in_alphabet(user.name))
    return render_template("accounts/staff.html", users=users, role_labels=ROLE_LABELS)


@blueprint.route("/staff/invite", methods=["GET", "POST"])
@requires(AccountPermission.MANAGE)
@recently_proven
def invite() -> ResponseReturnValue:
    """Invite a colleague; the link is shown once, to be handed over in person."""
    teams = list_teams()
    form = InviteForm(data={"team": str(teams[0].id) if teams else "", "language": locale_tag()})
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
                    user_id=uuid.uuid4(),  # the sign-in name is what makes sending it twice harmless
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
@recently_proven
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
        except Conflict:
            form.roles.errors = [
                _("Somebody else changed this account meanwhile. Please look at it again before you save.")
            ]
            return _account_page(user, form, ReasonForm(formdata=None), 409)
        except actions.OwnRoles:
            form.roles.errors = [_("Nobody changes their own roles. Another administrator does it.")]
        except actions.LastAdministrator:
            form.roles.errors = [_("There must be one administrator at least.")]
    return _account_page(user, form, ReasonForm(formdata=None), 422)


@blueprint.post("/staff/<uuid:user_id>/teams")
@requires(AccountPermission.MANAGE)
@recently_proven
def teams(user_id: uuid.UUID) -> ResponseReturnValue:
    """Put a colleague into other teams."""
    user, form = _user(user_id), TeamsForm()
    form.teams.offer((team.id, team.name) for team in list_teams())
    if form.validate_on_submit():
        try:
            with write():
                actions.change_teams(current_user, user, [uuid.UUID(team) for team in form.teams.data or ()])
            flash(_("The teams were changed."))
            return redirect(url_for("accounts.show", user_id=user_id))
        except actions.OwnTeams:
            form.teams.errors = [_("Nobody joins a team by themselves. Another administrator does it.")]
    return _account_page(user, RolesForm(formdata=None), ReasonForm(formdata=None), 422, form)


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
@recently_proven
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
@recently_proven
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


@blueprint.post("/staff/<uuid:user_id>/factors")
@requires(AccountPermission.MANAGE)
@recently_proven
def end_factors(user_id: uuid.UUID) -> ResponseReturnValue:
    """End the second factors of a colleague who lost them, and show the link for another one."""
    user = _user(user_id)
    if user.status != UserStatus.ACTIVE or not (user.factors or user.awaits_factor):
        raise NotFound
    with write():
        code = reset_factors(current_user, user)
    link = link_to("accounts.factor_link", code=code)
    return Response(
        render_template("accounts/factor_code.html", user=user, link=link, days=actions.INVITATION_DAYS)
    )


@blueprint.post("/staff/changes/seen")
@requires(AccountPermission.WATCH)
def mark_seen() -> ResponseReturnValue:
    """Take the changes to accounts that were shown off the reader's home page."""
    numbers = {str(change.id): change.number for change in unseen_changes(current_user)}
    last = numbers.get(request.form.get("last", ""))
    if last is not None:  # not sent twice, not made up
        with write():
            mark_changes_seen(current_user, last)
    return redirect(url_for("home.show"))


def changes_tile(user: User) -> Markup:
    """Return the home page's block of changes to accounts; empty when there are none to see."""
    whole = shown_at_most(CHANGES) is None
    changes = unseen_changes(user, None if whole else CHANGES_ON_HOME)
    if not changes:
        return Markup()
    # Their names are looked up all at once.
    named = {each for change in changes for each in (change.by, change.to) if each is not None}
    describe_all(user, (("user", each) for each in named))
    return part(
        "accounts/changes_tile.html",
        changes=changes,
        total=len(changes) if whole else count_unseen_changes(user),
        tile=CHANGES,
        days=SHOWN_DAYS,
        sentence=change_sentence,
    )


def _account_page(
    user: User,
    roles_form: RolesForm,
    reason_form: ReasonForm,
    status: int = 200,
    teams_form: TeamsForm | None = None,
) -> ResponseReturnValue:
    if not roles_form.is_submitted():
        roles_form.roles.data = list(user.role_names)
    if teams_form is None:
        teams = [str(team_id) for team_id in team_ids_of(user)]
        teams_form = TeamsForm(formdata=None, data={"teams": teams})
    teams_form.teams.offer((team.id, team.name) for team in list_teams())
    page = render_template(
        "accounts/show.html",
        user=user,
        roles_form=roles_form,
        teams_form=teams_form,
        reason_form=reason_form,
        role_labels=ROLE_LABELS,
        stopped_at=read_today(user.id).count if is_stopped(user.id) else None,
        going_on_form=GoingOnForm(formdata=None),
    )
    return page, status


def _code_page(user: User, code: str) -> Response:
    link = link_to("accounts.activate", code=code)
    body = render_template("accounts/code.html", user=user, link=link, days=actions.INVITATION_DAYS)
    return Response(body)


def _user(user_id: uuid.UUID) -> User:
    user = db.session.get(User, user_id)
    if user is None or user.removed_on is not None:
        raise NotFound
    return user
