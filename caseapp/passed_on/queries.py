"""Reading what was passed on to the cases of a worker."""

import uuid

from sqlalchemy import or_, select, true

from caseapp.access import can_see, get_visible, kept_out_of, list_visible
from caseapp.accounts import User
from caseapp.cases import Case
from caseapp.cases.queries import get_case
from caseapp.contact_requests.models import ContactRequest
from caseapp.contact_requests.queries import get_request
from caseapp.passed_on.entered import record_of
from caseapp.passed_on.matching import Place
from caseapp.passed_on.models import PassedOn, PassedOnStatus
from caseapp.web.errors import NotFound
from caseapp.web.roles import Role


def waiting_for(user: User) -> list[PassedOn]:
    """Return what was passed on and nobody has looked at, the oldest first: to the responsible worker of the case or
    the request, and to the coordinators who see it. Nobody is told of what they are kept out of themselves.
    """
    theirs = or_(
        PassedOn.case_id.in_(select(Case.id).where(Case.responsible_id == user.id)),
        PassedOn.request_id.in_(select(ContactRequest.id).where(ContactRequest.responsible_id == user.id)),
    )
    query = select(PassedOn).where(
        PassedOn.status == PassedOnStatus.OPEN.value,
        PassedOn.entered_by != user.id,
        or_(theirs, true() if user.has_role(Role.COORDINATOR) else theirs),
    )
    found = list_visible(user, query.order_by(PassedOn.seq), few=False)
    return [each for each in found if not _is_shielded(user, each)]


def place_of(user: User, passed_on: PassedOn) -> Place:
    """Return the case or the request that something was passed on to; raises ``NotFound``."""
    if passed_on.case_id is not None:
        return get_case(user, passed_on.case_id)
    assert passed_on.request_id is not None
    return get_request(user, passed_on.request_id)


def get_passed_on(user: User, passed_on_id: uuid.UUID) -> PassedOn:
    """Return what was passed on to a case that ``user`` sees.

    Raises:
        NotFound: there is none, or ``user`` is kept out of what was entered.
    """
    found = get_visible(user, PassedOn, passed_on_id)
    if _is_shielded(user, found):
        raise NotFound
    return found


def _is_shielded(user: User, passed_on: PassedOn) -> bool:
    # Whoever entered it may have done so in a case that they, too, keep colleagues out of.
    entered = record_of(passed_on.record_kind, passed_on.record_id)
    return entered is not None and user.id in kept_out_of(entered.scope_id) and not can_see(user, entered)
