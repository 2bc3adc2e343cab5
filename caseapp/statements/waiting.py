"""What about statements waits for somebody who took no part in them: reviews, and audiences that were proposed."""

from sqlalchemy import ColumnElement, and_, exists, select

from caseapp.access import (
    Tally,
    count_up_to,
    counted,
    first_visible,
    list_visible,
    tile_counts,
    visible_to,
)
from caseapp.accounts import User
from caseapp.accounts.deputies import stands_for
from caseapp.db import db
from caseapp.statements.models import Statement, StatementClearance, StatementVersion
from caseapp.statements.workflow import BEFORE_REVIEW, STATEMENT_WORKFLOW

ENDED = tuple(state.code for state in STATEMENT_WORKFLOW.states if state.final)


def reviews_waiting(user: User, limit: int | None) -> tuple[list[Statement], Tally]:
    """Return the statements that ``user`` may review, the one longest unchanged first, and how many there are."""
    waits = and_(Statement.status.in_(BEFORE_REVIEW), _took_no_part(user))
    waiting = db.session.scalars(select(Statement.id).where(waits).order_by(Statement.seq)).all()
    found = first_visible(user, Statement, waiting, tile_counts(limit))
    shown = select(Statement).where(Statement.id.in_(found[:limit])).order_by(Statement.seq)
    return list_visible(user, shown), counted(len(found), tile_counts(limit))


def audiences_waiting(
    user: User, limit: int | None
) -> tuple[list[tuple[StatementClearance, Statement]], Tally]:
    """Return the audiences to which ``user`` may agree, each with its statement, oldest first, and how many."""
    waits = and_(
        StatementClearance.agreed_by_id.is_(None),
        StatementClearance.proposed_by_id != user.id,
        exists().where(
            Statement.id == StatementClearance.statement_id,
            Statement.status.not_in(ENDED),
            Statement.removed_on.is_(None),
            _took_no_part(user),
        ),
        visible_to(user, StatementClearance),
    )
    shown = select(StatementClearance).where(waits).order_by(StatementClearance.seq).limit(limit)
    found = list_visible(user, shown)
    (total,) = count_up_to(tile_counts(limit), select(StatementClearance.id).where(waits))
    concerned = select(Statement).where(Statement.id.in_({each.statement_id for each in found}))
    statements = {statement.id: statement for statement in list_visible(user, concerned)}
    pairs = [(each, statements[each.statement_id]) for each in found if each.statement_id in statements]
    return pairs, total


def _took_no_part(user: User) -> ColumnElement[bool]:
    """Return the condition under which neither ``user`` nor anybody for whom they stand took a statement or wrote one
    of its wordings.
    """
    theirs = stands_for(user)
    wrote = exists().where(
        StatementVersion.statement_id == Statement.id,
        StatementVersion.written_by_id.in_(theirs),
        StatementVersion.removed_on.is_(None),
    )
    return and_(Statement.taken_by_id.not_in(theirs), ~wrote)
