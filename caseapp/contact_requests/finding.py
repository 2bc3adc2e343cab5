"""What the search box finds among requests by the names of the enquirer and of those sought."""

from collections.abc import Iterator

from flask import url_for
from sqlalchemy import or_, select

from caseapp.access import list_visible
from caseapp.accounts import User
from caseapp.contact_requests.models import ContactRequest, Search
from caseapp.people.finding import people_ids
from caseapp.people.queries import NOBODY, shown_names
from caseapp.web.feature import Found


def requests_found(user: User, text: str) -> Iterator[Found]:
    """Yield the requests that ``text`` may mean and that ``user`` may see."""
    likely = people_ids(user, text)
    if not likely:
        return
    sought = select(Search.request_id).where(Search.sought_id.in_(likely), Search.removed_on.is_(None))
    theirs = or_(ContactRequest.enquirer_id.in_(likely), ContactRequest.id.in_(sought))
    requests = list_visible(user, select(ContactRequest).where(theirs).order_by(ContactRequest.seq.desc()))
    names = shown_names(user, (request.enquirer_id for request in requests))
    for request in requests:
        name = names.get(request.enquirer_id, NOBODY)
        yield Found(
            request.id,
            request.reference,
            name.name,
            "",
            url_for("contact_requests.show", request_id=request.id),
            other_lang=name.name_lang,
        )
