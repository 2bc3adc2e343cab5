"""The rows of one incident, for guards and for acts that must not depend on who asks; pages go through ``queries``."""

from sqlalchemy import select

from caseapp.db import db
from caseapp.incidents.models import ErasureHold, Incident, IncidentOrder, IncidentPerson, TakenItem


def order_of(incident: Incident) -> IncidentOrder | None:
    """Return what is written about an order or a demand, None before somebody wrote it."""
    return db.session.scalar(
        select(IncidentOrder).where(
            IncidentOrder.incident_id == incident.id, IncidentOrder.removed_on.is_(None)
        )
    )


def hold_of(incident: Incident) -> ErasureHold | None:
    """Return the hold on all erasure that an incident brought, None where it brought none."""
    return db.session.scalar(select(ErasureHold).where(ErasureHold.incident_id == incident.id))


def persons_in(incident: Incident) -> list[IncidentPerson]:
    """Return everybody who is concerned, in the order they were added, whoever looks."""
    query = select(IncidentPerson).where(
        IncidentPerson.incident_id == incident.id, IncidentPerson.removed_on.is_(None)
    )
    return list(db.session.scalars(query.order_by(IncidentPerson.seq)))


def items_of(incident: Incident) -> list[TakenItem]:
    """Return what officers saw, were given or took, in the order it was written."""
    query = select(TakenItem).where(TakenItem.incident_id == incident.id, TakenItem.removed_on.is_(None))
    return list(db.session.scalars(query.order_by(TakenItem.seq)))
