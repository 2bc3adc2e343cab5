"""Where somebody searches: in a record with all that belongs to it, or in the records that a list narrows to.

What belongs to a record is reached through it: the letters, statements, requests, calls and persons of a case. A place
is always small against the whole house, because its texts are opened one by one.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import url_for
from sqlalchemy import select

from caseapp.access import get_by_kind, visible_to
from caseapp.accounts import User
from caseapp.db import Record, rows_found
from caseapp.db.engine import stored
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.errors import NotFound
from caseapp.web.gate import can
from caseapp.web.installed import find_listing
from caseapp.web.listing import ListState

RECORDS = {"case": _l("Case %(reference)s"), "contact_request": _l("Family contact request %(reference)s")}
"""Kinds of record in which one searches, and how each is called; all else belongs to one, or stands in a list."""
MOST_RECORDS = 5_000
"""So many records of a list are looked through, the last changed first; a filter leads to the others."""


@dataclass(frozen=True)
class Place:
    """A place to search in: how it is called, where it is, and the scopes of its records."""

    title: str
    filters: tuple[str, ...]
    """What a list is narrowed to, in words."""
    url: str
    find_url: str
    scopes: Callable[[User], list[str]]
    """``scopes(user)``: those of its records, one more than ``MOST_RECORDS`` where there are more."""
    records: tuple[Record, ...] = ()
    detail: Mapping[str, Any] = field(default_factory=dict)
    """What the audit log keeps of it, beside the records."""


def place_in_record(user: User, kind: str, record_id: uuid.UUID) -> Place:
    """Return a record as a place to search in.

    Raises:
        NotFound: there is no such record for ``user``, or it is none to search in.
    """
    if kind not in RECORDS:
        raise NotFound
    record, named = get_by_kind(user, kind, record_id)
    return Place(
        title=str(RECORDS[kind]) % {"reference": named.label},
        filters=(),
        url=named.url or "",
        find_url=url_for("text_search.in_record", kind=kind, record_id=record_id),
        scopes=lambda _user: [record.scope_id.hex],
        records=(record,),
    )


def place_in_list(user: User, name: str, arguments: Mapping[str, str]) -> Place:
    """Return the records of a list, narrowed by its filters, as a place to search in.

    Raises:
        NotFound: there is no such list for ``user``.
    """
    listing = find_listing(name)
    if listing is None or not can(user, listing.permission):
        raise NotFound
    state = listing.read(arguments)
    return Place(
        title=str(listing.label),
        filters=tuple(str(each.choices[state[each.name]]) for each in listing.filters if state[each.name]),
        url=state.url,
        find_url=address_of(state),
        scopes=lambda reader: _scopes_of_list(reader, state),
        detail={"list": {"name": name, "filters": dict(state.chosen)}},
    )


def address_of(state: ListState) -> str:
    """Return the address of the search in a list as it is narrowed: like the list's own, it holds codes alone."""
    return url_for("text_search.in_list", name=state.listing.name, **state.chosen)  # type: ignore[arg-type]  # codes of the query


def _scopes_of_list(user: User, state: ListState) -> list[str]:
    model, narrow = state.listing.model, state.listing.narrow
    query = select(stored(model.scope_id)).where(visible_to(user, model), *narrow(user, state))
    rows = rows_found(query.order_by(model.seq.desc()).limit(MOST_RECORDS + 1))
    return list(dict.fromkeys(scope_id for (scope_id,) in rows))
