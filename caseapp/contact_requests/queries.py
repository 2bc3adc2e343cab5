"""Reading requests and searches."""

import uuid
from collections.abc import Iterable
from datetime import date

from sqlalchemy import bindparam, func, select

from caseapp.access import ON_A_TILE, Tally, count_up_to, get_visible, list_visible, visible_to
from caseapp.accounts import User
from caseapp.cases import Case
from caseapp.contact_requests.models import ContactRequest, Search
from caseapp.db import db
from caseapp.db.engine import among_given, given_ids
from caseapp.workflow import Step


def get_request(user: User, request_id: uuid.UUID) -> ContactRequest:
    """Return a request that ``user`` may see.

    Raises:
        NotFound: there is none.
    """
    return get_visible(user, ContactRequest, request_id)


def get_search(user: User, search_id: uuid.UUID) -> Search:
    """Return a search that ``user`` may see; raises ``NotFound``."""
    return get_visible(user, Search, search_id)


def requests_of_case(user: User, case: Case) -> list[ContactRequest]:
    """Return the requests of a case that ``user`` may see, the newest first."""
    return list_visible(user, _OF_CASE, {"case_id": case.id})


_OF_CASE = (
    select(ContactRequest)
    .where(ContactRequest.case_id == bindparam("case_id"))
    .order_by(ContactRequest.seq.desc())
)


def searches_of(user: User, requests: Iterable[ContactRequest]) -> dict[uuid.UUID, list[Search]]:
    """Return the searches of some requests by request id, oldest first."""
    found: dict[uuid.UUID, list[Search]] = {request.id: [] for request in requests}
    searches = list_visible(user, _OF_REQUESTS, given_ids(found))
    for search in sorted(searches, key=lambda search: (search.created_on, str(search.id))):
        found[search.request_id].append(search)
    return found


_OF_REQUESTS = select(Search).where(among_given(Search.request_id)).order_by(Search.seq)


def searches_by_ids(user: User, search_ids: Iterable[uuid.UUID]) -> list[Search]:
    """Return searches by their ids; those that ``user`` may not see are left out."""
    return list_visible(user, select(Search).where(Search.id.in_(set(search_ids))))


def oldest_not_in(user: User, statuses: Iterable[str], limit: int) -> tuple[list[uuid.UUID], Tally]:
    """Return the ids of the oldest searches in other states that ``user`` may see, and how many there are."""
    query = select(Search.id).where(Search.status.not_in(list(statuses)), visible_to(user, Search))
    found = db.session.scalars(query.order_by(Search.created_on, Search.seq).limit(limit)).all()
    (total,) = count_up_to(ON_A_TILE, query)
    return list(found), total


def requests_by_id(user: User, request_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, ContactRequest]:
    """Return visible requests by their ids."""
    query = select(ContactRequest).where(ContactRequest.id.in_(set(request_ids)))
    return {request.id: request for request in list_visible(user, query)}


def in_state_since(searches: Iterable[Search]) -> dict[uuid.UUID, date]:
    """Return since when each search has been in its present state, as it was written down."""
    ids = [search.id for search in searches]
    query = (
        select(Step.record_id, func.max(Step.created_on))
        .where(Step.record_kind == Search.__kind__, Step.record_id.in_(ids))
        .group_by(Step.record_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}
