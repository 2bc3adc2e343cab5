"""The page of one team: its name, who belongs to it, and closing it."""

import uuid

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from caseapp.accounts import teams
from caseapp.accounts.blueprint import blueprint
from caseapp.accounts.forms import ROLE_LABELS, TeamNameForm
from caseapp.accounts.models import Team
from caseapp.accounts.permissions import AccountPermission
from caseapp.accounts.queries import members_of
from caseapp.db import Conflict, check_version, db, write
from caseapp.i18n import in_alphabet
from caseapp.i18n.messages import gettext as _
from caseapp.web.errors import NotFound
from caseapp.web.gate import recently_proven, requires


@blueprint.route("/staff/teams/<uuid:team_id>", methods=["GET", "POST"])
@requires(AccountPermission.MANAGE)
def team(team_id: uuid.UUID) -> ResponseReturnValue:
    """Show who belongs to a team, and give it another name."""
    found = _team(team_id)
    form = TeamNameForm(data={"name": found.name, "row_version": str(found.row_version)})
    if form.validate_on_submit():
        try:
            if form.name.data != found.name:
                with write():
                    check_version(found, form.version)
                    teams.rename_team(current_user, found, form.name.data or "")
            flash(_("Saved."))
            return redirect(url_for("accounts.team_list"))
        except Conflict:
            form.form_errors.append(_("Somebody else changed this team meanwhile. Please look at it again."))
    return _team_page(found, form, 422 if form.is_submitted() else 200)


@blueprint.post("/staff/teams/<uuid:team_id>/close")
@requires(AccountPermission.MANAGE)
@recently_proven
def close_team(team_id: uuid.UUID) -> ResponseReturnValue:
    """Close a team that has no open work."""
    found = _team(team_id)
    form = TeamNameForm(formdata=None, data={"name": found.name, "row_version": str(found.row_version)})
    try:
        with write():
            teams.close_team(current_user, found)
        flash(_("The team is closed."))
        return redirect(url_for("accounts.team_list"))
    except teams.TeamAtWork:
        form.form_errors = [_("This team has open cases. A coordinator gives them to another team first.")]
    except teams.LastTeam:
        form.form_errors = [_("There must be one team at least.")]
    return _team_page(found, form, 422)


def _team_page(found: Team, form: TeamNameForm, status: int) -> ResponseReturnValue:
    members = sorted(members_of(found), key=lambda user: in_alphabet(user.name))
    page = render_template(
        "accounts/team.html", team=found, form=form, members=members, role_labels=ROLE_LABELS
    )
    return page, status


def _team(team_id: uuid.UUID) -> Team:
    found = db.session.get(Team, team_id)
    if found is None or found.removed_on is not None:
        raise NotFound
    return found
