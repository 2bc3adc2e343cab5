"""The register: what those see of all incidents who read no case.

Somebody has to be able to ask whether the clock is kept and whether a hold stands, and it must not be those alone who
handle the incident. They are told the kind, the days, the state, the clock and numbers; no word of what happened, no
name, and nobody's data. Of an incident from which they are kept out they are told nothing at all.
"""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from caseapp.access import check_reach, kept_out_scopes
from caseapp.accounts import User
from caseapp.db import db, open_scopes
from caseapp.incidents.counting_down import ClockShown, clock_of
from caseapp.incidents.labels import HOLD_TONES, HOLDS, SHORT_KINDS
from caseapp.incidents.models import ErasureHold, Incident, IncidentPerson
from caseapp.incidents.workflow import OPEN, STATUS, TONES
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
    is_open: bool


def register_lines(user: User, *, only_open: bool = False) -> list[RegisterLine]:
    """Return the incidents of the house, the newest first, except those that ``user`` is kept out of."""
    query = select(Incident).where(
        Incident.removed_on.is_(None), Incident.scope_id.not_in(kept_out_scopes(user))
    )
    if only_open:
        query = query.where(Incident.status.in_(OPEN))
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
    return [_line(incident, persons.get(incident.id, []), holds.get(incident.id)) for incident in found]


def _line(incident: Incident, persons: list[IncidentPerson], hold: ErasureHold | None) -> RegisterLine:
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
        incident.status in OPEN,
    )
