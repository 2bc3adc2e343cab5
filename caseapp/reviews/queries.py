"""Steps that somebody else has to look at: a guard would have refused them, but they had already happened."""

import uuid
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, select

from caseapp.access import ON_A_TILE, Tally, count_up_to, get_visible, list_visible, visible_to
from caseapp.accounts import User
from caseapp.accounts.deputies import stands_for
from caseapp.web.installed import describe_all, features
from caseapp.web.kind import Description
from caseapp.workflow import Step


@dataclass(frozen=True)
class OpenReview:
    """A step that waits for a second look, with the words of its workflow and the record it belongs to."""

    step: Step
    title: str
    record: Description | None


def open_reviews(user: User, limit: int | None = None) -> list[OpenReview]:
    """Return the open reviews of work that ``user`` may see, oldest first; nobody reviews their own step, or that of
    whom they stand in for.
    """
    query = select(Step).where(_is_open_for(user)).order_by(Step.seq).limit(limit)
    return _described(user, list_visible(user, query, few=False))


def count_open_reviews(user: User) -> Tally:
    """Return how many reviews are open for ``user``, as far as a tile counts."""
    (total,) = count_up_to(ON_A_TILE, select(Step.id).where(_is_open_for(user), visible_to(user, Step)))
    return total


def get_review(user: User, step_id: uuid.UUID) -> OpenReview:
    """Return one open or closed review.

    Raises:
        NotFound: there is no such step that ``user`` may see.
    """
    return _described(user, [get_visible(user, Step, step_id)])[0]


def _is_open_for(user: User) -> ColumnElement[bool]:
    theirs = stands_for(user)
    return and_(Step.guard_would_refuse.is_(True), Step.reviewed_on.is_(None), Step.actor_id.not_in(theirs))


def _described(user: User, steps: list[Step]) -> list[OpenReview]:
    titles = {
        (workflow.kind, transition.code): str(transition.as_happened)
        for feature in features()
        for workflow in feature.workflows
        for transition in workflow.transitions
    }
    named = describe_all(user, ((step.record_kind, step.record_id) for step in steps))
    return [
        OpenReview(
            step,
            titles.get((step.record_kind, step.transition), step.transition),
            named.get((step.record_kind, step.record_id)),
        )
        for step in steps
    ]
