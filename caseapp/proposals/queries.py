"""Which proposals wait, for whom, and whether a colleague has proposed a step."""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select
from sqlalchemy.orm import aliased

from caseapp.access import ON_A_TILE, Tally, count_up_to, get_by_kind, get_visible, list_visible, visible_to
from caseapp.accounts import User, UserStatus
from caseapp.accounts.deputies import stands_for
from caseapp.audit.former import refuse_former
from caseapp.db import db
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.proposals.models import Proposal, ProposalStatus
from caseapp.proposals.permissions import ProposalPermission
from caseapp.web.duties import Duty
from caseapp.web.errors import NotFound
from caseapp.web.gate import can, roles_that
from caseapp.web.installed import describe_all, features
from caseapp.web.kind import Description
from caseapp.workflow import Step, Transition, Workflow


@dataclass(frozen=True)
class Waiting:
    """A proposal, the step that it is about, and the record; None where the reader may not know of it."""

    proposal: Proposal
    transition: Transition
    record: Description | None


def workflow_of(kind: str) -> Workflow:
    """Return the workflow of a kind of record.

    Raises:
        NotFound: it has none.
    """
    for feature in features():
        for workflow in feature.workflows:
            if workflow.kind == kind:
                return workflow
    raise NotFound


def step_to_propose(
    user: User, kind: str, record_id: uuid.UUID, code: str
) -> tuple[Any, Description, Transition]:
    """Return a record with its description, and the step ``code`` that may be proposed for it where it stands now.

    Raises:
        NotFound: there is no such record for ``user``, or no such step from where it stands, or it takes no second
            person.
    """
    about, named = get_by_kind(user, kind, record_id)
    found = [step for step in workflow_of(kind).leaving(about.status) if step.code == code]  # type: ignore[attr-defined]  # what has a workflow has a status
    if not found or found[0].rule is None:
        raise NotFound
    return about, named, found[0]


def proposals_of_others(actor: User, record: Any, transition: Transition) -> list[Proposal]:
    """Return the open proposals of colleagues of ``actor`` to take the step ``transition``, the latest last.

    Raises:
        Tampered: a former state of a proposal, or of who made it, was put back outside the application.
    """
    found = list_visible(
        actor, _proposals(record, transition, Proposal.proposed_by.not_in(stands_for(actor)))
    )
    proposers = list(
        db.session.scalars(select(User).where(User.id.in_({each.proposed_by for each in found})))
    )
    refuse_former({row.id.hex: (row.row_version, row.row_mac) for row in (*found, *proposers)})
    return found


def own_proposals(actor: User, record: Any, transition: Transition) -> list[Proposal]:
    """Return what ``actor`` proposed before, if it is open still."""
    return list_visible(actor, _proposals(record, transition, Proposal.proposed_by == actor.id))


def _proposals(record: Any, transition: Transition, by: ColumnElement[bool]) -> Select[Proposal]:
    query = select(Proposal).where(
        Proposal.record_kind == record.__kind__,
        Proposal.record_id == record.id,
        Proposal.transition == transition.code,
    )
    return query.where(by, _is_open()).order_by(Proposal.seq)


def waiting_proposals(user: User, limit: int | None = None) -> list[Waiting]:
    """Return the open proposals that ``user`` could carry out or refuse, the oldest first."""
    query = select(Proposal).where(_waits_for(user)).order_by(Proposal.seq).limit(limit)
    return _described(user, list_visible(user, query, few=False))


def count_waiting_proposals(user: User) -> Tally:
    """Return how many there are, as far as a tile counts."""
    (total,) = count_up_to(ON_A_TILE, select(Proposal.id).where(_waits_for(user), visible_to(user, Proposal)))
    return total


def get_proposal(user: User, proposal_id: uuid.UUID) -> Waiting:
    """Return one proposal, open or answered.

    Raises:
        NotFound: there is none that ``user`` may see.
    """
    return _described(user, [get_visible(user, Proposal, proposal_id)])[0]


def is_waiting(proposal: Proposal, record: Any) -> bool:
    """Tell whether a proposal is open and its step can still be taken from where the record stands."""
    leaving = workflow_of(proposal.record_kind).leaving(record.status)
    return proposal.status == ProposalStatus.OPEN and proposal.transition in {step.code for step in leaving}


def _is_open() -> ColumnElement[bool]:
    # Any later step moves the record on: what was proposed before it was proposed for another state of things.
    later = aliased(Step)
    moved_on = exists(
        select(later.id).where(
            later.record_kind == Proposal.record_kind,
            later.record_id == Proposal.record_id,
            later.seq > Proposal.seq,
        )
    )
    # Whoever has no account any more, or no role that proposes, agrees to nothing today.
    by_a_colleague = exists(
        select(User.id).where(
            User.id == Proposal.proposed_by,
            User.status == UserStatus.ACTIVE.value,
            User.removed_on.is_(None),
            or_(*(User.roles.contains(role.value) for role in roles_that(ProposalPermission.PROPOSE))),
        )
    )
    is_open = (Proposal.status == ProposalStatus.OPEN.value) & Proposal.removed_on.is_(None)
    return and_(is_open, ~moved_on, by_a_colleague)


def _waits_for(user: User) -> ColumnElement[bool]:
    theirs = [
        and_(Proposal.record_kind == workflow.kind, Proposal.transition.in_(sorted(codes)))
        for feature in features()
        for workflow in feature.workflows
        if (codes := {step.code for step in workflow.transitions if step.rule and can(user, step.permission)})
    ]
    return and_(_is_open(), Proposal.proposed_by.not_in(stands_for(user)), or_(false(), *theirs))


def _described(user: User, proposals: list[Proposal]) -> list[Waiting]:
    named = describe_all(user, ((each.record_kind, each.record_id) for each in proposals))
    return [
        Waiting(
            each,
            workflow_of(each.record_kind).from_anywhere(each.transition),
            named.get((each.record_kind, each.record_id)),
        )
        for each in proposals
    ]


DUTIES = (
    Duty(
        "proposals",
        _l("Steps that they proposed to colleagues"),
        Proposal,
        lambda user_id: and_(Proposal.proposed_by == user_id, _is_open()),
        words=lambda each: str(workflow_of(each.record_kind).from_anywhere(each.transition).label),
    ),
)
