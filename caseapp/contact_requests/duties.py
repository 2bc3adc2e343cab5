"""Requests and searches that stand under a colleague's name, and what they came to know from them."""

import uuid
from collections.abc import Iterator

from flask import url_for
from flask_login import current_user
from sqlalchemy import ColumnElement, and_, exists, select

from caseapp.access import list_visible
from caseapp.accounts import User
from caseapp.contact_requests.actions import give_request, name_asker
from caseapp.contact_requests.models import ContactRequest, Search
from caseapp.contact_requests.states import LIVE
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.people.queries import NOBODY, shown_names
from caseapp.web.duties import Duty, Secret, Seen


def _responsible(user_id: uuid.UUID) -> ColumnElement[bool]:
    live = exists(select(Search.id).where(Search.request_id == ContactRequest.id, Search.status.in_(LIVE)))
    return and_(ContactRequest.responsible_id == user_id, live)


def _asker(user_id: uuid.UUID) -> ColumnElement[bool]:
    return and_(Search.asker_id == user_id, Search.status.in_(LIVE))


def _sought(search: Search) -> str:
    """Return whom a search is for: one request has several."""
    return shown_names(current_user, [search.sought_id]).get(search.sought_id, NOBODY).name


DUTIES = (
    Duty("requests", _l("Family contact requests"), ContactRequest, _responsible, give_request),
    Duty("askers", _l("Searches in which they ask the person"), Search, _asker, name_asker, words=_sought),
)


def safe_contacts(reader: User, seen: Seen) -> Iterator[Secret]:
    """Yield how enquirers are reached without danger, of the requests that a colleague opened."""
    query = select(ContactRequest).where(ContactRequest.id.in_(seen.get("contact_request", ())))
    for request in list_visible(reader, query.order_by(ContactRequest.seq.desc())):
        if request.safe_contact:
            words = _("How the enquirer of %(reference)s is reached safely", reference=request.reference)
            url = url_for("contact_requests.show", request_id=request.id)
            yield Secret(f"safe_contact:{request.id}", words, url)
