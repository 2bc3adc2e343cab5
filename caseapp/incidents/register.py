"""The register: what those see of all incidents who read no case.

Somebody has to be able to ask whether the clock is kept and whether a hold stands, and it must not be those alone who
handle the incident. They are told the kind, the days, the state, the clock and numbers; no word of what happened, no
name, and nobody's data. Of an incident from which they are kept out they are told nothing at all.
"""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from caseapp.access import check_reach, kept_out_scopes
from caseapp.accounts import User
from caseapp.accounts.deputies import stands_for
from caseapp.db import db, open_scopes
from caseapp.incidents.counting_down import ClockShown, clock_of
from caseapp.incidents.labels import HOLD_TONES, HOLDS, SHORT_KINDS
from caseapp.incidents.models import ErasureHold, HoldStatus, Incident, IncidentPerson
from caseapp.incidents.parts import hold_of
from caseapp.incidents.permissions import IncidentPermission
from caseapp.incidents.workflow import OPEN, STATUS, TONES
from caseapp.web.errors import NotFound
from caseapp.web.gate import can
from caseapp.workflow import Tone

SHOWN = 200
"""Incidents that the register shows, the newest first; an office has a few in a year."""


@dataclass(frozen=True)
class RegisterLine:
    """One incident, without a word of it."""

    incident_id: uuid.UUID
    reference: str
    kind: str
    reported_on: date
    status: str
    tone: Tone
    clock: ClockShown | None
    concerned: int
    undecided: int
    hold: tuple[str, Tone] | None
    waits: bool
    """Somebody else asks to end the hold, and this reader may be the second person."""
    is_open: bool


def register_lines(user: User, *, only_open: bool = False) -> list[RegisterLine]:
    """Return the incidents of the house, the newest first, except those that ``user`` is kept out of."""
    query = select(Incident).where(
        Incident.removed_on.is_(None), Incident.scope_id.not_in(kept_out_scopes(user))
    )
    if only_open:
        ending = select(ErasureHold.incident_id).where(ErasureHold.status == HoldStatus.ENDING.value)
        query = query.where(or_(Incident.status.in_(OPEN), Incident.id.in_(ending)))
    found = list(db.session.scalars(query.order_by(Incident.seq.desc()).limit(SHOWN)))
    scopes = {incident.scope_id for incident in found}
    check_reach(scopes)
    open_scopes(scopes)
    ids = [incident.id for incident in found]
    persons: dict[uuid.UUID, list[IncidentPerson]] = {}
    for row in db.session.scalars(
        select(IncidentPerson).where(IncidentPerson.incident_id.in_(ids), IncidentPerson.removed_on.is_(None))
    ):
        persons.setdefault(row.incident_id, []).append(row)
    holds = {
        hold.incident_id: hold
        for hold in db.session.scalars(select(ErasureHold).where(ErasureHold.incident_id.in_(ids)))
    }
    return [_line(user, each, persons.get(each.id, []), holds.get(each.id)) for each in found]


def held_incident(user: User, incident_id: uuid.UUID) -> tuple[Incident, ErasureHold]:
    """Return an incident of the register with its hold, for who reads no word of it.

    Raises:
        NotFound: there is none, it has no hold, or ``user`` is kept out of it.
    """
    query = select(Incident).where(
        Incident.id == incident_id,
        Incident.removed_on.is_(None),
        Incident.scope_id.not_in(kept_out_scopes(user)),
    )
    incident = db.session.scalar(query)
    hold = hold_of(incident) if incident is not None else None
    if incident is None or hold is None:
        raise NotFound
    check_reach({incident.scope_id})
    open_scopes({incident.scope_id})
    return incident, hold


def _line(
    user: User, incident: Incident, persons: list[IncidentPerson], hold: ErasureHold | None
) -> RegisterLine:
    return RegisterLine(
        incident.id,
        incident.reference,
        str(SHORT_KINDS[incident.kind]),
        incident.created_on,
        str(STATUS[incident.status]),
        TONES[incident.status],
        clock_of(incident),
        len(persons),
        sum(row.is_open for row in persons),
        (str(HOLDS[hold.status]), HOLD_TONES[hold.status]) if hold is not None else None,
        hold is not None
        and hold.status == HoldStatus.ENDING
        and hold.asked_by not in stands_for(user)
        and can(user, IncidentPermission.END_HOLD),
        incident.status in OPEN,
    )
