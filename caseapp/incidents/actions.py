"""Writing about incidents: reporting, correcting, moving them along, and what the authority was told."""

import uuid
from dataclasses import asdict, dataclass
from datetime import date, time

from caseapp.access import open_scope
from caseapp.accounts import User
from caseapp.audit import record
from caseapp.dates import PartialDate
from caseapp.db import db
from caseapp.incidents.holding import begin_hold
from caseapp.incidents.models import Incident, Notified, stored_time
from caseapp.incidents.telling import tell_coordinators
from caseapp.incidents.workflow import INCIDENT_WORKFLOW
from caseapp.workflow import StepDetails, advance, record_start

DONE = {
    "take_up": "incident.taken_up",
    "contain": "incident.contained",
    "close": "incident.closed",
    "reopen": "incident.reopened",
}


@dataclass(frozen=True)
class Reported:
    """What somebody says happened."""

    kind: str
    happened_on: PartialDate | None
    happened_time: str
    where: str
    words: str
    aware_on: date | None
    aware_time: str


@dataclass(frozen=True)
class Notice:
    """What the data-protection authority was told, or why it was not."""

    notified: Notified
    on: date | None = None
    at: time | None = None
    whom: str = ""
    by: str = ""
    number: str = ""
    words: str = ""


def report_incident(actor: User, reported: Reported, incident_id: uuid.UUID | None = None) -> Incident:
    """Log an incident in a scope of its own; where an authority demands something, all erasure stops with it.

    The coordinators of the reporter's team reach it. Where there is none, all coordinators do: an incident that
    nobody reads would be as good as never reported.
    """
    scope = open_scope(actor, "incident")
    incident = Incident(
        id=incident_id or uuid.uuid4(), scope_id=scope.id, reported_by=actor.id, **asdict(reported)
    )
    incident.happened_on = reported.happened_on  # ``asdict`` takes a date as stated apart
    incident.give_reference()
    db.session.add(incident)
    record_start(INCIDENT_WORKFLOW, incident, actor)
    record(actor, "incident.reported", incident)
    tell_coordinators(actor, scope)
    if incident.is_demand:
        begin_hold(actor, incident)
    return incident


def change_incident(actor: User, incident: Incident, reported: Reported) -> None:
    """Correct what was written, or add to it. What becomes an order or a demand stops all erasure from here on.

    What was an order and is none any more ends no hold: that takes two.
    """
    for name in asdict(reported):
        setattr(incident, name, getattr(reported, name))
    record(actor, "incident.changed", incident)
    if incident.is_demand:
        begin_hold(actor, incident)


def move_incident(actor: User, incident: Incident, code: str, details: StepDetails) -> None:
    """Move an incident along its workflow. Raises as ``workflow.advance``."""
    advance(INCIDENT_WORKFLOW, incident, actor, code, details)
    record(actor, DONE[code], incident)


def write_notice(actor: User, incident: Incident, notice: Notice) -> None:
    """Write down that the data-protection authority was told, or why not."""
    incident.notified = notice.notified.value
    incident.notified_on, incident.notified_time = notice.on, stored_time(notice.at)
    incident.notified_whom, incident.notified_by = notice.whom, notice.by
    incident.notice_number, incident.notice_words = notice.number, notice.words
    record(actor, "incident.notice_written", incident)
