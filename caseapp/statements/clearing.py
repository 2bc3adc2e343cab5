"""For whom a statement is cleared, as things stand."""

import uuid

from caseapp.statements.concerns import open_concerns
from caseapp.statements.models import Statement
from caseapp.statements.parts import clearances_of


def is_cleared_for(statement: Statement, kind: str, audience_id: uuid.UUID | None = None) -> bool:
    """Tell whether two colleagues agreed that a statement may go to this audience, and nothing has come up since.

    ``kind`` is authority, person, partners or public. An agreed audience without an id covers no particular
    authority or person. While an answer about voluntariness raises a concern that nobody has decided about, it is
    cleared for nobody, whatever was agreed before.
    """
    wanted = str(audience_id) if audience_id else ""
    return (
        statement.status in ("cleared", "used", "published")
        and any(
            clearance.agreed_by_id is not None
            and clearance.audience_kind == kind
            and clearance.audience_id == wanted
            for clearance in clearances_of(statement)
        )
        and not open_concerns(statement)
    )
