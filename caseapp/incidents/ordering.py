"""Writing about an order or a demand: its own section, and each thing that was seen, given or taken."""

import uuid
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from caseapp.accounts import User
from caseapp.audit import record
from caseapp.dates import PartialDate
from caseapp.db import db
from caseapp.incidents.agreed import void_exports
from caseapp.incidents.models import Incident, IncidentOrder, TakenItem

COVERS = ("authority_id", "authority_words", "number", "court", "dated", "scope_words")
"""What of an order an export of the persons named rests on."""


@dataclass(frozen=True)
class Demanded:
    """What is written about an order or a demand; each field may be empty while people stand at the door."""

    authority_id: uuid.UUID | None
    authority_words: str
    officers: str
    number: str
    court: str
    dated: PartialDate | None
    scope_words: str
    in_writing: str
    lawyer: str
    lawyer_on: date | None
    lawyer_time: str
    lawyer_words: str
    objections: str
    consent_refused: str
    shown: str
    taken_said: str
    outcome: str


def write_order(actor: User, incident: Incident, order: IncidentOrder | None, demanded: Demanded) -> None:
    """Write what is known about an order or a demand, or correct it. What stood there stays in the history.

    Where what it covers changes, nothing that was agreed to before holds any more.
    """
    values: dict[str, Any] = {each.name: getattr(demanded, each.name) for each in fields(demanded)}
    if any(values[name] != (getattr(order, name) if order is not None else None) for name in COVERS):
        void_exports(actor, incident)
    if order is None:
        order = IncidentOrder(scope_id=incident.scope_id, incident_id=incident.id)
        db.session.add(order)
    for name, value in values.items():
        setattr(order, name, value)
    record(actor, "incident.order_written", incident, order)


def write_item(
    actor: User, incident: Incident, known: TakenItem | None, item_id: uuid.UUID | None = None, **values: str
) -> None:
    """Write down one thing that officers saw, were given or took, or correct it."""
    item = known
    if item is None:
        item = TakenItem(
            id=item_id or uuid.uuid4(), scope_id=incident.scope_id, incident_id=incident.id, **values
        )
        db.session.add(item)
    else:
        for name, value in values.items():
            setattr(item, name, value)
    record(actor, "incident.item_written", incident, item)
