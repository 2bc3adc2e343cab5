"""Reading incidents."""

import uuid
from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from caseapp.access import (
    Sort,
    by_colleague,
    get_visible,
    in_steps,
    list_visible,
    page_of,
    records_on,
)
from caseapp.accounts import User
from caseapp.incidents.labels import KINDS
from caseapp.incidents.listing import narrow_incidents
from caseapp.incidents.models import Incident, IncidentPerson, TakenItem
from caseapp.incidents.workflow import OPEN, STATUS
from caseapp.web.errors import NotFound
from caseapp.web.listing import ListPage, ListState

MOST_OPEN = 100
"""So many open incidents are looked at for the home page: far more than an office has at once."""


def get_incident(user: User, incident_id: uuid.UUID) -> Incident:
    """Return an incident that ``user`` may see.

    Raises:
        NotFound: there is none.
    """
    return get_visible(user, Incident, incident_id)


def get_part(user: User, model: Any, incident: Incident, row_id: uuid.UUID) -> Any:
    """Return a row of an incident (a person, a thing, an export) that ``user`` may see.

    Raises:
        NotFound: there is none, or it belongs to another incident.
    """
    row = get_visible(user, model, row_id)
    if row.incident_id != incident.id:
        raise NotFound
    return row


def list_incidents(user: User, state: ListState) -> ListPage[Incident]:
    """Return the page of incidents that ``state`` asks for, of those that ``user`` may see."""
    conditions = narrow_incidents(user, state)
    page = page_of(user, Incident, state, _sort(state.order.code), conditions)
    return records_on(user, Incident, page)


def open_incidents(user: User) -> list[Incident]:
    """Return the incidents that are not closed and that ``user`` sees, the newest first."""
    query = select(Incident).where(Incident.status.in_(OPEN)).order_by(Incident.seq.desc())
    return list_visible(user, query.limit(MOST_OPEN), few=False)


def incidents_with(user: User, person_ids: Collection[uuid.UUID]) -> list[Incident]:
    """Return the incidents that ``user`` sees and in which one of these persons is concerned, the newest first."""
    concerned = select(IncidentPerson.incident_id).where(
        IncidentPerson.person_id.in_(person_ids), IncidentPerson.removed_on.is_(None)
    )
    query = select(Incident).where(Incident.id.in_(concerned)).order_by(Incident.seq.desc())
    return list_visible(user, query) if person_ids else []


def items_seen(user: User, incident: Incident) -> list[TakenItem]:
    """Return what officers saw, were given or took, in the order it was written."""
    return list_visible(
        user, select(TakenItem).where(TakenItem.incident_id == incident.id).order_by(TakenItem.seq)
    )


def persons_seen(user: User, incident: Incident) -> list[IncidentPerson]:
    """Return the rows of those concerned, in the order they were added; who of them is named is another question."""
    query = select(IncidentPerson).where(IncidentPerson.incident_id == incident.id)
    return list_visible(user, query.order_by(IncidentPerson.seq))


def _sort(code: str) -> Sort:
    match code:
        case "created":
            return Incident.created_on
        case "kind":
            return in_steps(Incident.kind, KINDS)
        case "by":
            return by_colleague(Incident.reported_by)
        case "status":
            return in_steps(Incident.status, STATUS)
        case _:
            return None
