"""What stands against the voluntariness of a statement, until a coordinator has decided about it."""

from flask_babel.speaklater import LazyString
from sqlalchemy import and_, exists, func, or_, select

from caseapp.access import list_visible
from caseapp.accounts import User
from caseapp.statements.models import Statement, StatementPerson
from caseapp.statements.parts import is_of_organisation, makers_of
from caseapp.statements.voluntariness import concerns, unanswered
from caseapp.workflow import Step

UNREVIEWED = ("draft", "read_back", "signed", "out_unreviewed")
"""Nobody has reviewed it: every answer still waits to be looked at."""
UNSETTLED = (*UNREVIEWED, "reviewed", "cleared", "used", "published")
"""States in which an open question about voluntariness stops whatever would follow."""


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


def statements_with_concern(user: User) -> list[Statement]:
    """Return the statements that may not have been freely given: what coordinators look at.

    No concern is open when a review is made. Of reviewed statements, only those are opened in which something was
    written about a maker since, so that the page costs no more with every statement that ever was.
    """
    reviewed_at = (
        select(func.max(Step.seq))
        .where(Step.record_kind == "statement", Step.record_id == Statement.id, Step.transition == "review")
        .scalar_subquery()
    )
    answered_since = exists().where(
        StatementPerson.statement_id == Statement.id,
        StatementPerson.removed_on.is_(None),
        StatementPerson.decided_by_id.is_(None),
        StatementPerson.seq > reviewed_at,
    )
    waits = or_(Statement.status.in_(UNREVIEWED), and_(Statement.status.in_(UNSETTLED), answered_since))
    query = select(Statement).where(waits).order_by(Statement.seq.desc())
    return [statement for statement in list_visible(user, query) if open_concerns(statement)]
