"""The pages of proposals: propose a step, see what colleagues propose, refuse it or take one's own back."""

import uuid
from collections.abc import Iterable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup

from caseapp.access import get_by_kind, only_visits
from caseapp.accounts.rules import rule_in_force
from caseapp.audit import seen
from caseapp.db import Conflict, check_version, db, write
from caseapp.db.parts import latest_change
from caseapp.history.queries import changes_of
from caseapp.history.views import shown_value
from caseapp.i18n.messages import gettext as _
from caseapp.proposals import actions
from caseapp.proposals.content import (
    has_changed_since,
    parts_changed_since,
    proposed_in_event,
)
from caseapp.proposals.forms import AnswerForm, ProposeForm
from caseapp.proposals.models import Proposal
from caseapp.proposals.permissions import ProposalPermission
from caseapp.proposals.queries import (
    count_waiting_proposals,
    get_proposal,
    is_waiting,
    proposals_of_others,
    step_to_propose,
    waiting_proposals,
)
from caseapp.web.gate import can, requires
from caseapp.web.installed import edited_fields, event_label, kind_label
from caseapp.web.listing import ON_HOME
from caseapp.web.rules import TWO
from caseapp.web.templating import part
from caseapp.workflow import Block, Transition, way

blueprint = Blueprint("proposals", __name__, url_prefix="/proposals")


@blueprint.get("/")
@requires(ProposalPermission.PROPOSE)
def index() -> ResponseReturnValue:
    """List what colleagues propose and this reader could do."""
    waiting = waiting_proposals(current_user)
    seen(current_user, "proposal.listed", shown=[str(each.proposal.id) for each in waiting])
    return render_template("proposals/index.html", waiting=waiting)


@blueprint.route("/propose/<kind>/<uuid:record_id>/<step>", methods=["GET", "POST"])
@requires(ProposalPermission.PROPOSE)
def propose(kind: str, record_id: uuid.UUID, step: str) -> ResponseReturnValue:
    """Propose a step to whichever colleague may take it."""
    about, named, transition = step_to_propose(current_user, kind, record_id, step)
    form = ProposeForm(data={"new_id": str(uuid.uuid4()), "shown": str(latest_change(about))})
    refused = 422
    if form.validate_on_submit():
        try:
            if db.session.get(Proposal, form.record_id) is None:
                with write():
                    actions.propose_step(
                        current_user,
                        about,
                        transition,
                        form.reason.data or "",
                        form.record_id,
                        form.number_shown,
                    )
        except actions.ChangedSinceShown:
            refused = 409
            form.shown.data = str(latest_change(about))
            form.form_errors.append(
                _("Somebody else has changed this in the meantime. Look at it, then send this again.")
            )
        else:
            flash(_("Proposed. A colleague who may do it finds it on their home page."))
            return redirect(named.url or url_for("home.show"))
    visits = only_visits(current_user, about.scope_id)
    page = render_template(
        "proposals/propose.html", form=form, transition=transition, named=named, visits=visits
    )
    return page, refused if form.is_submitted() else 200


@blueprint.route("/<uuid:proposal_id>", methods=["GET", "POST"])
@requires(ProposalPermission.PROPOSE)
def show(proposal_id: uuid.UUID) -> ResponseReturnValue:
    """Show a proposal; a colleague refuses it here, or whoever made it takes it back."""
    found = get_proposal(current_user, proposal_id)
    proposal = found.proposal
    about, _named = get_by_kind(current_user, proposal.record_kind, proposal.record_id)
    is_open = is_waiting(proposal, about)
    is_own = proposal.proposed_by == current_user.id
    answers = is_open and (is_own or can(current_user, found.transition.permission))
    form = AnswerForm(data={"row_version": str(proposal.row_version)})
    if form.is_submitted() and not answers:
        flash(_("This proposal does not wait for you any more."))
        return redirect(url_for("proposals.show", proposal_id=proposal_id))
    if form.validate_on_submit():
        act = actions.take_back_proposal if is_own else actions.refuse_proposal
        try:
            with write():
                check_version(proposal, form.version)
                act(current_user, proposal, form.answer.data or "")
        except (Conflict, actions.AlreadyAnswered):
            flash(_("Somebody has answered this before."))
        else:
            flash(_("Saved."))
        return redirect(url_for("proposals.show", proposal_id=proposal_id))
    seen(current_user, "proposal.viewed", proposal)
    page = render_template(
        "proposals/show.html",
        found=found,
        form=form,
        is_open=is_open,
        is_own=is_own,
        answers=answers,
        since=_since(proposal, about) if is_open else None,
        shown=shown_value,
        event_label=event_label,
        visits=not is_own and only_visits(current_user, proposal.scope_id),
    )
    return page, 422 if form.is_submitted() else 200


def _since(proposal: Proposal, about: Any) -> dict[str, Any] | None:
    """Return what was changed after a step had been proposed, for its page; None where nothing was."""
    if not has_changed_since(proposal, about):
        return None
    told = bool(edited_fields(about.__kind__))
    return {
        "changes": changes_of(current_user, about, proposed_in_event(proposal)) if told else [],
        "parts": [kind_label(kind) or kind for kind in parts_changed_since(proposal, about)],
    }


def proposals_tile(user: Any) -> Markup:
    """Return the home page's block of what colleagues propose; empty when there is nothing."""
    waiting = waiting_proposals(user, ON_HOME)
    if not waiting:
        return Markup()
    return part("proposals/tile.html", waiting=waiting, total=count_waiting_proposals(user))


def second_person(actor: Any, record: Any, transition: Transition) -> Iterable[Block]:
    """Say that a colleague has to agree to a step where its rule asks for two and nobody else proposed it."""
    if transition.rule is None or rule_in_force(transition.rule.code) != TWO:
        return
    proposals = proposals_of_others(actor, record, transition)
    if any(not has_changed_since(each, record) for each in proposals):
        return
    if proposals:
        yield Block(
            _("A colleague proposed it, but the record was changed since. It has to be proposed anew."),
            way("proposals.show", proposal_id=proposals[-1].id),
            _("See what was changed"),
            outdated=True,
        )
    yield Block(
        _("This takes two: one colleague proposes it, another one does it."),
        way("proposals.propose", kind=record.__kind__, record_id=record.id, step=transition.code),
        _("Propose it to a colleague"),
    )
