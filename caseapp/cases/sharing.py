"""The page of who reaches a case: members, colleagues kept out, and how widely the team shares it."""

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select
from wtforms.validators import ValidationError

from caseapp.access import (
    LEVELS,
    Level,
    ScopeExclusion,
    ScopeMember,
    add_member,
    can_see,
    is_for_a_time,
    is_held_by_a_person,
    is_visitor,
    keep_out,
    kept_out_of,
    let_in_again,
    people_who_reach,
    remove_member,
    seen_before,
    set_level,
    set_team,
)
from caseapp.accounts import User
from caseapp.accounts.queries import list_teams
from caseapp.audit import seen
from caseapp.cases import actions
from caseapp.cases.actions import KEEPS
from caseapp.cases.models import Case
from caseapp.cases.permissions import CasePermission
from caseapp.cases.queries import get_case
from caseapp.clock import today
from caseapp.db import Scope, db, write
from caseapp.i18n import in_alphabet
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.errors import NotFound
from caseapp.web.forms import ChoiceField, DayField, LineField, PageForm, RadioChoiceField, Required
from caseapp.web.gate import proven_to_send, requires
from caseapp.web.installed import event_label, features
from caseapp.web.sentences import Sentence

blueprint = Blueprint("sharing", __name__, url_prefix="/<uuid:case_id>/access")
ACTS = {
    "add": _l("May open it"),
    "remove": _l("No longer a member"),
    "keep_out": _l("Kept out, whatever else would let them in"),
    "let_in": _l("No longer kept out"),
    "hand_over": _l("Becomes the responsible worker"),
}
OPENING = frozenset({"add", "let_in", "hand_over"})
"""The acts by which somebody comes to see the case, or goes on seeing it."""


class SharingForm(PageForm):
    """One colleague and what changes for them."""

    colleague = ChoiceField(_l("Colleague"))
    act = RadioChoiceField(_l("What changes?"), choices=ACTS.items(), default="add")
    until = DayField(_l("Until"), description=_l("Leave open for as long as the case lasts."))
    reason = LineField(_l("Reason"), [Required()])

    def validate_colleague(self, field: Any) -> None:
        """Ask for somebody."""
        if not field.data:
            raise ValidationError(_("Please choose a colleague."))

    def validate_until(self, field: Any) -> None:
        """Refuse a day that has passed, and one for what does not end by itself, such as being kept out."""
        if field.day_value is None:
            return
        if self.act.data != "add":
            raise ValidationError(_("Only access ends by itself on a day. Please leave this open."))
        if field.day_value < today():
            raise ValidationError(_("This day has passed."))


class LevelForm(PageForm):
    """How widely the team shares the case."""

    level = RadioChoiceField(
        _l("Who in the team sees it?"),
        choices=LEVELS.items(),
    )


class CaseTeamForm(PageForm):
    """The team whose work a case is."""

    team = ChoiceField(_l("Team"))


@blueprint.route("/", methods=["GET", "POST"])
@requires(CasePermission.SHARE)
@proven_to_send
def show(case_id: uuid.UUID) -> ResponseReturnValue:
    """Show who reaches a case, and change it for one colleague."""
    case = get_case(current_user, case_id)
    form = SharingForm()
    form.colleague.offer([("", _("choose …")), *((user.id, user.name) for user in _colleagues())])
    if form.validate_on_submit():
        user = db.session.get_one(User, uuid.UUID(form.colleague.data))
        if _may(form, case, user) and _is_done(form, case, user):
            flash(_("Saved."))
            if form.act.data == "keep_out" and user.id != current_user.id:
                return redirect(url_for("cases.sharing.before", case_id=case_id, user_id=user.id))
            # Somebody may have shut themselves out; then the list of cases is where they land.
            return redirect(url_for("cases.index") if user.id == current_user.id else request.path)
    seen(current_user, "case.access_viewed", case)
    return _page(case, form), 422 if form.is_submitted() else 200


@blueprint.get("/<uuid:user_id>/before")
@requires(CasePermission.SHARE)
def before(case_id: uuid.UUID, user_id: uuid.UUID) -> ResponseReturnValue:
    """Show what a colleague who is kept out of a case saw and did in it before."""
    case = get_case(current_user, case_id)
    if user_id not in {row.user_id for row in _rows(ScopeExclusion, _scope(case))}:
        raise NotFound
    user = db.session.get_one(User, user_id)
    seen(current_user, "case.seen_before", case, user)
    return render_template(
        "cases/seen_before.html",
        case=case,
        user=user,
        lines=seen_before(current_user, user, case.scope_id, case.created_on),
        label=lambda code: event_label(code) or code,
    )


@blueprint.post("/level")
@requires(CasePermission.SHARE)
@proven_to_send
def level(case_id: uuid.UUID) -> ResponseReturnValue:
    """Share the case with the team's coordinators, or with its members only."""
    case = get_case(current_user, case_id)
    form = LevelForm()
    refused = _refusal(case)
    if refused:
        flash(refused, "warning")
    elif form.validate_on_submit():
        with write():
            if form.level.data == Level.ONLY_MEMBERS:
                add_member(current_user, _scope(case), current_user, Sentence(KEEPS))
            set_level(current_user, _scope(case), form.level.data)
        flash(_("Saved."))
    return redirect(url_for("cases.sharing.show", case_id=case_id))


@blueprint.post("/team")
@requires(CasePermission.SHARE)
@proven_to_send
def team(case_id: uuid.UUID) -> ResponseReturnValue:
    """Give the case to another team; its coordinators see it from then on, and those of this one no longer do."""
    case, form = get_case(current_user, case_id), CaseTeamForm()
    form.team.offer((team.id, team.name) for team in list_teams())
    refused = _refusal(case)
    if refused:
        flash(refused, "warning")
    elif form.validate_on_submit() and uuid.UUID(form.team.data) != _scope(case).team_id:
        with write():
            set_team(current_user, _scope(case), uuid.UUID(form.team.data))
        flash(_("Saved."))
        if not can_see(current_user, case):
            return redirect(url_for("cases.index"))
    return redirect(url_for("cases.sharing.show", case_id=case_id))


def _refusal(case: Case, *, opens: bool = True) -> str:
    """Return why the reader does not change who sees the case; empty where they do."""
    if is_visitor(current_user, case.scope_id):
        return _("You see this case by emergency access. Somebody who belongs to it changes who sees it.")
    if opens and is_for_a_time(current_user, case.scope_id):
        return _("You see this case until a day. Somebody who belongs to it decides who else sees it.")
    return ""


def _may(form: SharingForm, case: Case, user: User) -> bool:
    refused = _refusal(case, opens=form.act.data in OPENING)
    if refused:
        form.colleague.errors = [refused]
    elif user.id == case.responsible_id and form.act.data in {"remove", "keep_out"}:
        form.colleague.errors = [_("This is the responsible worker. Hand the case over first.")]
    elif user.id == case.responsible_id and form.until.day_value is not None:
        form.until.errors = [_("This is the responsible worker. Hand the case over first.")]
    elif form.act.data in {"add", "hand_over"} and not user.reads_cases:
        form.colleague.errors = [_("Their role reads no cases.")]
    elif form.act.data in {"add", "hand_over"} and user.id in kept_out_of(case.scope_id):
        form.colleague.errors = [_("They are kept out of this case.")]
    elif form.act.data == "let_in" and is_held_by_a_person(user, _scope(case)):
        form.colleague.errors = [
            _("They have a tie to somebody who stands in this case. Those who keep the ties can end this.")
        ]
    return not form.errors


def _is_done(form: SharingForm, case: Case, user: User) -> bool:
    try:
        with write():
            if not _may(form, case, user):  # somebody was quicker, and settled it otherwise
                raise _Settled
            _act(case, form, user)
    except _Settled:
        return False
    return True


class _Settled(Exception):
    """What speaks against the act came while it waited; its form says so."""


def _act(case: Case, form: SharingForm, user: User) -> None:
    scope, reason = _scope(case), form.reason.data or ""
    match form.act.data:
        case "add":
            add_member(current_user, scope, user, reason, form.until.day_value)
        case "remove":
            remove_member(current_user, scope, user, reason)
        case "keep_out":
            keep_out(current_user, scope, user, reason)
        case "let_in":
            let_in_again(current_user, scope, user, reason)
        case _:
            giver = db.session.get_one(User, case.responsible_id)
            add_member(current_user, scope, user, reason)
            actions.hand_over(current_user, case, user)
            for feature in features():
                feature.consequences.handed_over(current_user, case, giver, user)


def _page(case: Case, form: SharingForm) -> str:
    scope = _scope(case)
    kept_out = _rows(ScopeExclusion, scope)
    shut_out = {each.user_id for each in kept_out}
    members = [
        each
        for each in _rows(ScopeMember, scope)
        if each.user_id not in shut_out and (each.until is None or each.until >= today())
    ]
    team_form = CaseTeamForm(formdata=None, data={"team": str(scope.team_id or "")})
    team_form.team.offer((each.id, each.name) for each in list_teams())
    return render_template(
        "cases/access.html",
        case=case,
        form=form,
        level_form=LevelForm(formdata=None, data={"level": scope.level}),
        team_form=team_form,
        members=members,
        kept_out=kept_out,
        reach=people_who_reach(scope.id),
    )


def _rows(model: Any, scope: Scope) -> list[Any]:
    query = select(model).where(model.of_scope_id == scope.id, model.removed_on.is_(None)).order_by(model.seq)
    return list(db.session.scalars(query))


def _scope(case: Case) -> Scope:
    scope = db.session.get(Scope, case.scope_id)
    assert scope is not None
    return scope


def _colleagues() -> list[User]:
    users = db.session.scalars(select(User).where(User.status == "active", User.removed_on.is_(None)))
    return sorted((user for user in users if user.reads_cases), key=lambda user: in_alphabet(user.name))
