"""What stands against the voluntariness of a statement, until a coordinator has decided about it."""

from flask_babel.speaklater import LazyString
from sqlalchemy import select

from caseapp.access import list_visible
from caseapp.accounts import User
from caseapp.statements.models import Statement, StatementPerson
from caseapp.statements.parts import is_of_organisation, makers_of
from caseapp.statements.voluntariness import concerns, unanswered

UNSETTLED = ("draft", "read_back", "signed", "out_unreviewed")
"""States in which an open question about voluntariness still stops a statement."""


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
    """Return the statements not yet reviewed that may not have been freely given: what coordinators look at."""
    query = select(Statement).where(Statement.status.in_(UNSETTLED)).order_by(Statement.seq.desc())
    return [statement for statement in list_visible(user, query) if open_concerns(statement)]
