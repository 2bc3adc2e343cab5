"""The pages of handing over: choose cases and a colleague, say that one took a case over, write for oneself."""

import uuid
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from caseapp.accounts import User
from caseapp.audit import seen
from caseapp.cases import Case
from caseapp.cases.queries import client_names, get_case
from caseapp.db import db, write
from caseapp.handovers import actions
from caseapp.handovers.forms import UNTIL, HandOverForm, PrivateNoteForm, hand_over_form
from caseapp.handovers.models import PrivateNote
from caseapp.handovers.permissions import HandoverPermission
from caseapp.handovers.queries import (
    cases_to_give,
    every_own_note,
    handed_over_to,
    handover_by_id,
    is_kept_out,
    may_give,
    not_taken_over,
    own_notes,
    possible_takers,
    waiting_for,
)
from caseapp.i18n.messages import gettext as _
from caseapp.web.conflicts import already_saved
from caseapp.web.drafts import discard_draft, open_form
from caseapp.web.errors import NotFound
from caseapp.web.gate import can, proven_to_send, requires
from caseapp.web.listing import shown_at_most
from caseapp.web.templating import part

TILE = "handed-over"
"""The tile of what was handed over, as the home page's address names it."""
blueprint = Blueprint("handovers", __name__, url_prefix="/handovers")


@blueprint.route("/", methods=["GET", "POST"])
@requires(HandoverPermission.GIVE)
@proven_to_send
def give_several() -> ResponseReturnValue:
    """Hand over some of one's own cases."""
    return _give(cases_to_give(current_user), url_for("cases.index"))


@blueprint.route("/case/<uuid:case_id>", methods=["GET", "POST"])
@requires(HandoverPermission.GIVE)
@proven_to_send
def give_one(case_id: uuid.UUID) -> ResponseReturnValue:
    """Hand over one case."""
    case = get_case(current_user, case_id)
    if not may_give(current_user, case):
        raise NotFound
    return _give([case], url_for("cases.show", case_id=case_id))


@blueprint.post("/<uuid:handover_id>/take")
@requires(HandoverPermission.GIVE)
def take(handover_id: uuid.UUID) -> ResponseReturnValue:
    """Say that one has taken a case over."""
    given = handover_by_id(current_user, handover_id)
    if given is None:
        raise NotFound
    case_id = given.case_id
    with write():
        actions.take_over(current_user, given)
    flash(_("Noted: you have taken the case over."))
    return redirect(url_for("cases.show", case_id=case_id))


@blueprint.route("/case/<uuid:case_id>/own-notes", methods=["GET", "POST"])
@requires(HandoverPermission.GIVE)
def private_notes(case_id: uuid.UUID) -> ResponseReturnValue:
    """Show what one wrote about a case for oneself, and write more of it."""
    case = get_case(current_user, case_id)
    form = open_form(PrivateNoteForm, {"new_id": str(uuid.uuid4())})
    if form.validate_on_submit():
        if db.session.get(PrivateNote, form.record_id) is not None:
            flash(already_saved())
        else:
            with write():
                actions.write_private_note(current_user, case, form.text.data or "", form.record_id)
                discard_draft(current_user, request.path)
            flash(_("Saved. You alone read it."))
        return redirect(request.path)
    notes = own_notes(current_user, case)
    seen(current_user, "private_note.listed", *notes)
    page = render_template("handovers/own_notes.html", case=case, form=form, notes=notes)
    return page, 422 if form.is_submitted() else 200


@blueprint.get("/own-notes")
@requires(HandoverPermission.GIVE)
def every_private_note() -> ResponseReturnValue:
    """Show all that one wrote for oneself, also about cases that somebody else has by now."""
    notes = every_own_note(current_user)
    seen(current_user, "private_note.listed", *(note for note, _case in notes))
    return render_template("handovers/every_own_note.html", notes=notes)


def handed_over_tile(user: Any) -> Markup:
    """Return the home page's block of what waits to be taken over; empty when there is nothing."""
    mine = handed_over_to(user)
    others = not_taken_over(user) if can(user, HandoverPermission.OVERSEE) else []
    if not mine and not others:
        return Markup()
    shown = [str(each.handover.case_id) for each in (*mine, *others)]
    seen(user, "handover.listed", shown=shown)
    return part("handovers/tile.html", mine=mine, others=others, few=shown_at_most(TILE))


def case_panel(user: Any, case: Case) -> Markup:
    """Return the block of a case's page about handing it over."""
    return part(
        "handovers/case_panel.html",
        case=case,
        waiting=waiting_for(user, case),
        gives=may_give(user, case),
    )


def _give(cases: list[Case], back: str) -> ResponseReturnValue:
    form = open_form(hand_over_form(cases), {"case": [str(cases[0].id)]} if len(cases) == 1 else {})
    form.case.offer((str(case.id), case.reference) for case in cases)
    takers = possible_takers(current_user)
    form.colleague.offer([("", _("choose …")), *((str(user.id), user.name) for user in takers)])
    if form.validate_on_submit() and _given(form, cases):
        flash(_("Handed over. They see it on their home page until they have taken it over."))
        return redirect(url_for("cases.index"))
    seen(current_user, "handover.prepared", *cases)
    names = client_names(current_user, (case.id for case in cases))
    page = render_template("handovers/give.html", form=form, cases=cases, names=names, back=back)
    return page, 422 if form.is_submitted() else 200


def _given(form: HandOverForm, cases: list[Case]) -> bool:
    to = db.session.get_one(User, uuid.UUID(form.colleague.data))
    stays = form.stays_until.day_value if form.leaves.data == UNTIL else None
    terms = actions.Terms(to, form.along.data == "yes", stays)
    ticked = set(form.case.data or ())
    # Loaded one by one, so that the first write asks once more whether all of them are still there for the giver.
    chosen = [get_case(current_user, case.id) for case in cases if str(case.id) in ticked]
    notes = {case.id: form.note_on(str(case.id)).data or "" for case in chosen}
    try:
        if is_kept_out(to, chosen):
            raise actions.NotForThem
        # Each is an act of its own: the log tells of an act as a whole or not at all, and somebody who is kept out of
        # one of these cases would miss there what they see of the others.
        for case_id, note in notes.items():
            with write():
                actions.give_case(current_user, case_id, terms, note)
        with write(quiet=True):
            discard_draft(current_user, request.path)
    except actions.NotForThem:
        form.colleague.errors = [_("They cannot take this over. Please choose somebody else.")]
    except (actions.NotTheirs, NotFound):
        form.case.errors = [_("One of these was given to somebody meanwhile. Please look again.")]
    return not form.errors
