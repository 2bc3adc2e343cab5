"""The page of a colleague who leaves, and the tile that stays until all of it is done."""

import uuid
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from caseapp.accounts import User
from caseapp.accounts.actions import LastAdministrator
from caseapp.accounts.queries import names_of
from caseapp.audit import seen
from caseapp.db import db, write
from caseapp.i18n import in_a_row
from caseapp.i18n.messages import gettext as _
from caseapp.leaving import actions
from caseapp.leaving.forms import EVERYTHING, TICKED, BeginForm, ChangedForm, GiveCasesForm, ShareOutForm
from caseapp.leaving.permissions import LeavingPermission
from caseapp.leaving.queries import (
    AT_ONCE,
    MONTHS,
    Group,
    colleagues,
    drafts_of,
    is_left_elsewhere,
    out_of_everybodys_reach,
    what_is_left,
    what_they_knew,
)
from caseapp.leaving.standing import Leaving, leaving_of, people_leaving
from caseapp.web.duties import Secret
from caseapp.web.errors import NotFound
from caseapp.web.gate import can, recently_proven, requires
from caseapp.web.templating import part
from caseapp.web.values import day

blueprint = Blueprint("leaving", __name__, url_prefix="/staff/<uuid:user_id>/leaving")


@dataclass
class Forms:
    """The forms of the page, each fresh unless it was just sent."""

    begin: BeginForm = field(default_factory=lambda: BeginForm(formdata=None))
    give: GiveCasesForm = field(default_factory=lambda: GiveCasesForm(formdata=None))
    share: ShareOutForm = field(default_factory=lambda: ShareOutForm(formdata=None))
    changed: ChangedForm = field(default_factory=lambda: ChangedForm(formdata=None))


class Done(NamedTuple):
    """Something that was changed, by whom and on which day."""

    words: str
    by: uuid.UUID
    on: date


@blueprint.get("")
@requires(LeavingPermission.SEE)
def show(user_id: uuid.UUID) -> ResponseReturnValue:
    """Show how far the leaving of a colleague has come, and what is to be done."""
    return _page(_user(user_id), Forms())


@blueprint.post("/begin")
@requires(LeavingPermission.BEGIN)
@recently_proven
def begin(user_id: uuid.UUID) -> ResponseReturnValue:
    """End the access of a colleague who leaves."""
    leaver, form = _user(user_id), BeginForm()
    if form.validate_on_submit():
        try:
            with write():
                actions.begin_leaving(current_user, leaver, form.reason.data or "")
        except LastAdministrator:
            form.reason.errors = [_("There must be one administrator at least.")]
        else:
            return _back(
                user_id, _("The account is closed and its sessions have ended. Now their work is shared out.")
            )
    return _page(leaver, Forms(begin=form), 422)


@blueprint.post("/share-out")
@requires(LeavingPermission.SHARE_OUT)
@recently_proven
def share_out(user_id: uuid.UUID) -> ResponseReturnValue:
    """Give what stands under the leaver's name to a colleague."""
    leaver, form = _user(user_id), ShareOutForm()
    groups = _shared_out(leaver, leaving_of(leaver))
    _offer(form, groups, leaver)
    if form.validate_on_submit():
        everything = form.which.data == EVERYTHING
        chosen = set(form.item.data or ())
        given = [group for group in groups if group.can_be_given]
        lines = [line for group in given for line in group.lines if everything or line.code in chosen]
        to = db.session.get_one(User, uuid.UUID(form.colleague.data))
        try:
            with write():
                actions.share_out(current_user, leaver, lines, to)
        except actions.NotForThem as refused:
            what = in_a_row([line.words for line in refused.lines])
            form.colleague.errors = [
                _(
                    "%(name)s cannot be given this: %(what)s. Nothing was given yet. Choose somebody else for"
                    " it, or first give them the case that it belongs to.",
                    name=to.name,
                    what=what,
                )
            ]
            form.which.data = TICKED
            form.item.data = [line.code for line in lines if line not in refused.lines]
            if form.item.data:
                form.colleague.errors.append(
                    _("Everything else that you chose is ticked now, and can be given to them.")
                )
        except actions.AlreadyGiven:
            return _back(user_id, _("Somebody was quicker: this is given already."))
        else:
            return _back(user_id, _("Given to %(name)s.", name=to.name))
    return _page(leaver, Forms(share=form), 422)


@blueprint.post("/out-of-reach")
@requires(LeavingPermission.BEGIN)
@recently_proven
def give_cases(user_id: uuid.UUID) -> ResponseReturnValue:
    """Give cases that nobody reaches any more to a colleague who works on cases."""
    leaver, form = _user(user_id), GiveCasesForm()
    _offer_cases(form, leaver)
    if form.validate_on_submit():
        to = db.session.get_one(User, uuid.UUID(form.colleague.data))
        try:
            with write():
                actions.give_out_of_reach(
                    current_user, leaver, [uuid.UUID(each) for each in form.case.data or ()], to
                )
        except actions.NotForThem:
            form.colleague.errors = [_("They cannot be given these cases. Please choose somebody else.")]
        except actions.AlreadyGiven:
            return _back(user_id, _("Somebody was quicker: this is given already."))
        else:
            return _back(user_id, _("Given to %(name)s.", name=to.name))
    return _page(leaver, Forms(give=form), 422)


@blueprint.post("/changed")
@requires(LeavingPermission.SEE)
def changed(user_id: uuid.UUID) -> ResponseReturnValue:
    """Note what was changed of what the leaver knew."""
    leaver, form = _user(user_id), ChangedForm()
    _offer_secrets(form, _unchanged(leaver, leaving_of(leaver)))
    if form.validate_on_submit():
        with write():
            actions.say_changed(current_user, leaver, form.changed.data or ())
        return _back(user_id, _("Noted. Thank you."))
    return _page(leaver, Forms(changed=form), 422)


@blueprint.post("/finish")
@requires(LeavingPermission.SEE)
@recently_proven
def finish(user_id: uuid.UUID) -> ResponseReturnValue:
    """Note that nothing is left to do. Refused while something is."""
    leaver = _user(user_id)
    standing = leaving_of(leaver)
    if standing.is_open and not _is_all_done(leaver, standing):
        flash(_("Something is still to be done."))
        return _page(leaver, Forms(), 422)
    if standing.is_open:
        with write():
            actions.finish_leaving(current_user, leaver)
        flash(_("Everything is done."))
    return redirect(url_for("leaving.show", user_id=user_id))


def leaving_tile(_user: Any) -> Markup:
    """Return the home page's block of colleagues who leave; empty when there are none."""
    leaving = people_leaving()
    return part("leaving/tile.html", names=names_of(leaving)) if leaving else Markup()


def _back(user_id: uuid.UUID, sentence: str) -> ResponseReturnValue:
    """Lead to the leaver's page, and say there what became of what was sent."""
    flash(sentence)
    return redirect(url_for("leaving.show", user_id=user_id))


def _page(leaver: User, forms: Forms, status: int = 200) -> ResponseReturnValue:
    standing = leaving_of(leaver)
    groups = _shared_out(leaver, standing)
    known = what_they_knew(current_user, leaver) if standing.begun else []
    secrets = [each for each in known if each.item not in standing.changed][:AT_ONCE]
    _offer(forms.share, groups, leaver)
    _offer_cases(forms.give, leaver)
    _offer_secrets(forms.changed, secrets)
    seen(
        current_user,
        "leaving.viewed",
        leaver,
        shown=[str(line.record.id) for g in groups for line in g.lines],
    )
    page = render_template(
        "leaving/show.html",
        leaver=leaver,
        standing=standing,
        forms=forms,
        groups=groups,
        secrets=secrets,
        changed=[
            Done(each.words, standing.changed[each.item].by, standing.changed[each.item].on)
            for each in known
            if each.item in standing.changed
        ],
        drafts=drafts_of(current_user, leaver),
        elsewhere=standing.is_open and is_left_elsewhere(current_user, leaver, standing.given),
        all_done=standing.is_open and _is_all_done(leaver, standing),
        months=MONTHS,
        at_once=AT_ONCE,
    )
    return page, status


def _shared_out(leaver: User, standing: Leaving) -> list[Group]:
    if not can(current_user, LeavingPermission.SHARE_OUT):
        return []
    return what_is_left(current_user, leaver, standing.given)


def _unchanged(leaver: User, standing: Leaving) -> list[Secret]:
    found = what_they_knew(current_user, leaver)
    return [secret for secret in found if secret.item not in standing.changed][:AT_ONCE]


def _is_all_done(leaver: User, standing: Leaving) -> bool:
    return not (
        any(group.can_be_given for group in _shared_out(leaver, standing))
        or _unchanged(leaver, standing)
        or is_left_elsewhere(current_user, leaver, standing.given)
        or out_of_everybodys_reach(current_user, leaver)
    )


def _offer(form: ShareOutForm, groups: list[Group], leaver: User) -> None:
    form.item.offer((line.code, line.words) for group in groups if group.can_be_given for line in group.lines)
    form.colleague.offer(_to_choose(leaver))


def _offer_cases(form: GiveCasesForm, leaver: User) -> None:
    cases = (
        out_of_everybodys_reach(current_user, leaver) if can(current_user, LeavingPermission.BEGIN) else []
    )
    form.case.offer((str(case.id), _("A case begun on %(day)s", day=day(case.created_on))) for case in cases)
    form.colleague.offer(_to_choose(leaver))


def _offer_secrets(form: ChangedForm, secrets: list[Secret]) -> None:
    form.changed.offer((secret.item, secret.words) for secret in secrets)


def _to_choose(leaver: User) -> list[tuple[str, str]]:
    return [("", _("choose …")), *((str(user.id), user.name) for user in colleagues(leaver))]


def _user(user_id: uuid.UUID) -> User:
    user = db.session.get(User, user_id)
    if user is None or user.removed_on is not None:
        raise NotFound
    return user
