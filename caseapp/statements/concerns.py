"""What stands against the voluntariness of a statement, until a coordinator has decided about it."""

from flask_babel.speaklater import LazyString
from sqlalchemy import and_, func, or_, select

from caseapp.access import Tally, counted, first_visible, list_visible, tile_counts
from caseapp.accounts import User
from caseapp.db import db
from caseapp.statements.answers_given import makers_with_concern
from caseapp.statements.models import Statement, StatementKind, StatementPerson
from caseapp.statements.parts import is_of_organisation, makers_of
from caseapp.statements.voluntariness import concerns, unanswered
from caseapp.workflow import Step

UNREVIEWED = ("draft", "read_back", "signed", "out_unreviewed")
"""Nobody has reviewed it: every answer still waits to be looked at."""
UNSETTLED = (*UNREVIEWED, "reviewed", "cleared", "used", "published")
"""States in which an open question about voluntariness stops whatever would follow."""
_FEW = 1_000
"""So many makers with a concern are looked up by their ids."""


def open_concerns(statement: Statement) -> list[tuple[StatementPerson, list[LazyString]]]:
    """Return the makers whose answers raise a concern that nobody has decided about, with the concerns."""
    if is_of_organisation(statement):
        return []
    found = [(maker, concerns(maker.voluntariness)) for maker in makers_of(statement)]
    return [(maker, raised) for maker, raised in found if raised and maker.decided_by_id is None]


def unasked(statement: Statement) -> list[tuple[StatementPerson, list[LazyString]]]:
    """Return the makers who were not asked every question, with the questions left."""
    if is_of_organisation(statement):
        return []
    found = [(maker, unanswered(maker.voluntariness)) for maker in makers_of(statement)]
    return [(maker, left) for maker, left in found if left]


def statements_with_concern(user: User, limit: int | None) -> tuple[list[Statement], Tally]:
    """Return the statements that may not have been freely given, and how many there are.

    What coordinators look at, the last changed first. No concern is open when a review is made: of reviewed statements,
    only those are looked into in which something was written about a maker since.
    """
    reviewed_at = (
        select(func.max(Step.seq))
        .where(Step.record_kind == "statement", Step.record_id == Statement.id, Step.transition == "review")
        .correlate(Statement)
        .scalar_subquery()
    )
    answered_since = and_(Statement.status.in_(UNSETTLED), StatementPerson.seq > reviewed_at)
    query = (
        select(StatementPerson.id, StatementPerson.statement_id)
        .join(Statement, Statement.id == StatementPerson.statement_id)
        .where(
            or_(Statement.status.in_(UNREVIEWED), answered_since),
            Statement.kind != StatementKind.ORGANISATION.value,
            StatementPerson.decided_by_id.is_(None),
            StatementPerson.removed_on.is_(None),
        )
        .order_by(Statement.seq.desc())
    )
    raised = makers_with_concern()
    if len(raised) <= _FEW:
        query = query.where(StatementPerson.id.in_(raised))
    concerned = list(dict.fromkeys(row[1] for row in db.session.execute(query) if row[0] in raised))
    found = first_visible(user, Statement, concerned, tile_counts(limit))
    shown = select(Statement).where(Statement.id.in_(found[:limit])).order_by(Statement.seq.desc())
    return list_visible(user, shown), counted(len(found), tile_counts(limit))
