"""Proposing a step, refusing it, taking the proposal back."""

import uuid
from typing import Any

from caseapp.access import refuse_visitor
from caseapp.accounts import User
from caseapp.audit import record
from caseapp.db import db
from caseapp.db.parts import latest_change
from caseapp.proposals.models import Proposal, ProposalStatus
from caseapp.proposals.queries import own_proposals
from caseapp.workflow import Transition


class AlreadyAnswered(ValueError):
    """Somebody has answered this proposal before, or it was taken back."""


class OwnProposal(ValueError):
    """Nobody answers what they proposed themselves."""


class ChangedSinceShown(ValueError):
    """The record is another one than the page showed on which its step was proposed."""


def propose_step(
    actor: User,
    about: Any,
    transition: Transition,
    reason: str,
    proposal_id: uuid.UUID,
    shown: int | None = None,
) -> Proposal:
    """Propose to colleagues that one of them takes a step with the record ``about``.

    ``shown`` is the number of the latest change that the proposer saw. What they proposed before is left behind.

    Raises:
        ChangedSinceShown: there is a later one.
        ReadsOnly: ``actor`` sees it by emergency access alone.
    """
    refuse_visitor(actor, about.scope_id)
    if shown is not None and latest_change(about) != shown:
        raise ChangedSinceShown
    for former in own_proposals(actor, about, transition):
        former.status = ProposalStatus.RENEWED.value
    db.session.flush()
    proposal = Proposal(
        id=proposal_id,
        scope_id=about.scope_id,
        record_kind=about.__kind__,
        record_id=about.id,
        transition=transition.code,
        proposed_by=actor.id,
        status=ProposalStatus.OPEN.value,
        reason=reason,
    )
    db.session.add(proposal)
    record(actor, "proposal.made", proposal, about)
    return proposal


def refuse_proposal(actor: User, proposal: Proposal, answer: str) -> None:
    """Refuse what a colleague proposed.

    Raises:
        OwnProposal: ``actor`` proposed it.
        AlreadyAnswered: it is not open any more.
        ReadsOnly: ``actor`` sees it by emergency access alone.
    """
    refuse_visitor(actor, proposal.scope_id)
    if proposal.proposed_by == actor.id:
        raise OwnProposal
    _close(actor, proposal, ProposalStatus.REFUSED, answer)
    record(actor, "proposal.refused", proposal)


def take_back_proposal(actor: User, proposal: Proposal, answer: str) -> None:
    """Take back what one proposed oneself.

    Raises:
        AlreadyAnswered: it is not open any more.
    """
    _close(actor, proposal, ProposalStatus.TAKEN_BACK, answer)
    record(actor, "proposal.taken_back", proposal)


def _close(actor: User, proposal: Proposal, status: ProposalStatus, answer: str) -> None:
    if proposal.status != ProposalStatus.OPEN:
        raise AlreadyAnswered
    proposal.status, proposal.answered_by, proposal.answer = status.value, actor.id, answer
