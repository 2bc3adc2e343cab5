"""The searches that keep somebody from being erased: they are asked for, or ask, and it is not over."""

import uuid
from collections.abc import Collection, Iterator

from sqlalchemy import or_, select

from caseapp.contact_requests.models import ContactRequest, Search
from caseapp.contact_requests.states import STATES
from caseapp.db import db
from caseapp.web.kind import Named

OPEN = tuple(state.code for state in STATES if not state.final)


def open_searches(persons: Collection[uuid.UUID], scopes: Collection[uuid.UUID]) -> Iterator[Named]:
    """Yield the requests in these scopes, or about these persons, that have a search which has not ended."""
    query = select(Search.request_id).where(
        or_(Search.scope_id.in_(scopes), Search.sought_id.in_(persons)),
        Search.status.in_(OPEN),
        Search.removed_on.is_(None),
    )
    for request_id in db.session.scalars(query.distinct()):
        yield ContactRequest.__kind__, request_id
