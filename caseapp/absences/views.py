"""The pages of days away: one's own, and those that somebody else enters for a colleague who is ill."""

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from caseapp.absences import actions
from caseapp.absences.forms import AwayForm
from caseapp.absences.models import Absence
from caseapp.absences.permissions import AbsencePermission
from caseapp.absences.queries import (
    absences,
    away_today,
    colleagues_of,
    possible_covers,
    restricted_cases,
    uncovered,
)
from caseapp.access import can_see
from caseapp.accounts import User
from caseapp.audit import seen
from caseapp.clock import today
from caseapp.db import db, write
from caseapp.i18n import in_alphabet
from caseapp.i18n.messages import gettext as _
from caseapp.web.errors import NotFound
from caseapp.web.gate import can, proven_to_send, requires, signed_in
from caseapp.web.templating import part
from caseapp.web.values import colleague, day, isolated

blueprint = Blueprint("absences", __name__, url_prefix="/away")


@blueprint.route("/", methods=["GET", "POST"])
@requires(AbsencePermission.ENTER)
@proven_to_send
def index() -> ResponseReturnValue:
    """Show when one is away and who else is, and enter days."""
    return _enter(current_user._get_current_object(), restricted_cases(current_user))


@blueprint.route("/of/<uuid:user_id>", methods=["GET", "POST"])
@requires(AbsencePermission.ENTER_FOR_OTHERS)
@proven_to_send
def of(user_id: uuid.UUID) -> ResponseReturnValue:
    """Enter days for a colleague who is ill. What is restricted to named people stays theirs."""
    user = db.session.scalar(colleagues_of(current_user).where(User.id == user_id))
    if user is None:
        raise NotFound
    return _enter(user, [])


@blueprint.post("/<uuid:absence_id>/end")
@signed_in
def end(absence_id: uuid.UUID) -> ResponseReturnValue:
    """Say that somebody is back, or will not be away."""
    absence = db.session.get(Absence, absence_id)
    if absence is None or absence.removed_on is not None or absence.user_id not in _for_whom():
        raise NotFound
    user_id, own = absence.user_id, absence.user_id == current_user.id
    actions.shut_one_by_one(current_user, absence_id)
    with write():
        actions.end_absence(current_user, db.session.get_one(Absence, absence_id))
    flash(_("Noted. Whoever covered sees these cases no more."))
    return redirect(url_for("absences.index") if own else url_for("absences.of", user_id=user_id))


def away_panel(_user: Any, record: Any) -> Markup:
    """Return the block of a case's page that says that its responsible worker is away; empty when they are not."""
    away = away_today().get(record.responsible_id)
    if away is None:
        return Markup()
    covers = can_see(db.session.get_one(User, away.cover_id), record)
    return part("absences/case_panel.html", away=away, covers=covers)


def _enter(user: User, restricted: list[tuple[str, str]]) -> ResponseReturnValue:
    form = AwayForm(data={"first": today()})
    form.restricted.offer(restricted)
    covers = possible_covers(user)
    form.cover.offer([("", _("choose …")), *((str(each.id), each.name) for each in covers)])
    if form.validate_on_submit():
        first, last = form.first.day_value, form.last.day_value
        assert first is not None
        assert last is not None
        cover = db.session.get_one(User, uuid.UUID(form.cover.data))
        try:
            with write():
                absence = actions.enter_absence(
                    current_user, user, cover, (first, last), form.restricted.data or ()
                )
                absence_id = absence.id
            actions.follow_one_by_one(absence_id)
        except actions.AwayAlready:
            form.first.errors = [_("Some of these days are entered already.")]
        except actions.ReadsNoCases:
            form.form_errors.append(_("Their role reads no cases."))
        except actions.NoCover:
            form.cover.errors = [_("They do not work on cases any more. Please choose somebody else.")]
        else:
            flash(_("Saved. It begins and ends by itself."))
            for each in uncovered(user, cover, first, last):
                flash(_gap(each, cover), "warning")
            own = user.id == current_user.id
            return redirect(url_for("absences.index") if own else url_for("absences.of", user_id=user.id))
    if not restricted:
        form.form_errors += form.restricted.errors  # there is no box that could say it
        form.restricted.errors = []
    seen(current_user, "absence.listed")
    page = render_template(
        "absences/index.html",
        form=form,
        user=user,
        own=user.id == current_user.id,
        absences=absences(),
        for_whom=_for_whom(),
        others=_others(user) if can(current_user, AbsencePermission.ENTER_FOR_OTHERS) else [],
    )
    return page, 422 if form.is_submitted() else 200


def _gap(absence: Absence, cover: User) -> str:
    """Return the sentence that says of an absence that nobody covers on some of its days."""
    days = {"first": isolated(day(absence.first)), "last": isolated(day(absence.last))}
    name = isolated(colleague(absence.user_id))
    if absence.user_id == cover.id:
        return _(
            "%(name)s is away, too, from %(first)s to %(last)s. Let somebody else cover.", name=name, **days
        )
    return _(
        "%(name)s is away from %(first)s to %(last)s, with %(cover)s to cover. Let somebody else do it.",
        name=name,
        cover=isolated(colleague(absence.cover_id)),
        **days,
    )


def _others(user: User) -> list[User]:
    query = colleagues_of(current_user).where(User.status == "active", User.id != user.id)
    found = [each for each in db.session.scalars(query) if each.reads_cases and each.id != current_user.id]
    return sorted(found, key=lambda each: in_alphabet(each.name))


def _for_whom() -> set[uuid.UUID]:
    """Return whose days this reader ends: their own, and those of whom they may say that they are away."""
    found = {current_user.id}
    if can(current_user, AbsencePermission.ENTER_FOR_OTHERS):
        found |= set(db.session.scalars(colleagues_of(current_user).with_only_columns(User.id)))
    return found
