"""Reading what was passed on to the cases of a worker."""

import uuid

from sqlalchemy import or_, select, true

from caseapp.access import get_visible, list_visible
from caseapp.accounts import User
from caseapp.cases import Case
from caseapp.passed_on.models import PassedOn, PassedOnStatus
from caseapp.web.roles import Role


def waiting_for(user: User) -> list[PassedOn]:
    """Return what was passed on and nobody has looked at, the oldest first: to the responsible worker of the case, and
    to the coordinators who see it.
    """
    theirs = PassedOn.case_id.in_(select(Case.id).where(Case.responsible_id == user.id))
    query = select(PassedOn).where(
        PassedOn.status == PassedOnStatus.OPEN.value,
        PassedOn.entered_by != user.id,
        or_(theirs, true() if user.has_role(Role.COORDINATOR) else theirs),
    )
    return list_visible(user, query.order_by(PassedOn.seq), few=False)


def get_passed_on(user: User, passed_on_id: uuid.UUID) -> PassedOn:
    """Return what was passed on to a case that ``user`` sees.

    Raises:
        NotFound: there is none.
    """
    return get_visible(user, PassedOn, passed_on_id)
