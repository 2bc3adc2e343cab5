"""Whose data are concerned: adding them, and whether they were warned.

Whoever is kept out of somebody concerned is kept out of the incident from then on, be it their own report: its words
may name them. Nothing tells them why, as with a call that is filed where they do not reach.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from caseapp.access import end_exclusion, is_kept_out_because, keep_out, kept_out_of, people_who_reach
from caseapp.accounts import User
from caseapp.audit import record
from caseapp.clock import today
from caseapp.db import Scope, db, own_act
from caseapp.incidents.agreed import void_exports
from caseapp.incidents.models import Incident, IncidentPerson, Warned
from caseapp.incidents.permissions import IncidentPermission
from caseapp.incidents.telling import tell_coordinators
from caseapp.people.merging import let_mean
from caseapp.people.models import Person
from caseapp.web.gate import can
from caseapp.web.sentences import Sentence

CONCERNED = "incident.concerns_somebody"
"""The sentence that stands as the reason of who is kept out because of somebody concerned."""


@dataclass(frozen=True)
class Decision:
    """Whether somebody was warned: when, by whom, by which way on file, or why not."""

    warned: Warned
    on: date | None = None
    by: str = ""
    route: str = ""
    words: str = ""


def add_persons(actor: User, incident: Incident, persons: Collection[Person]) -> int:
    """Add those whose data are concerned; whoever is there already stays as they are. Returns how many are new."""
    there = {
        row.person_id: row
        for row in db.session.scalars(select(IncidentPerson).where(IncidentPerson.incident_id == incident.id))
    }
    new = [person for person in persons if person.id not in there or there[person.id].removed_on is not None]
    for person in new:
        row = there.get(person.id)
        if row is None:
            row = IncidentPerson(
                scope_id=incident.scope_id, incident_id=incident.id, person_id=person.id, added_by=actor.id
            )
            db.session.add(row)
        row.removed_on = row.removed_by = None
    if new:
        incident.nobody_why = ""
        void_exports(actor, incident)
    record(actor, "incident.persons_added", incident, *new)
    _keep_out_with(actor, incident, new)
    return len(new)


def take_person_out(actor: User, incident: Incident, row: IncidentPerson, reason: str) -> None:
    """Take out somebody who was added by mistake."""
    row.removed_on, row.removed_by, row.removed_reason = today(), actor.id, reason
    void_exports(actor, incident)
    record(actor, "incident.person_removed", incident, row)


def decide_person(actor: User, incident: Incident, row: IncidentPerson, decision: Decision) -> None:
    """Write down that somebody was warned, or why not."""
    row.decided, row.decided_by = decision.warned.value, actor.id
    row.warned_on, row.warned_by = decision.on, decision.by
    row.route, row.words = decision.route, decision.words
    record(actor, "incident.person_decided", incident, row)


def say_nobody(actor: User, incident: Incident, why: str) -> None:
    """Say that nobody's data are concerned, and why."""
    incident.nobody_why = why
    record(actor, "incident.nobody_said", incident)


def keeping_out_changed(actor: User, scope_ids: Collection[uuid.UUID], user: User) -> None:
    """Keep ``user`` out of the incidents that concern somebody in these scopes whom they are kept out of since, and let
    them in again where it is nobody any more.
    """
    query = (
        select(Incident)
        .join(IncidentPerson, IncidentPerson.incident_id == Incident.id)
        .join(Person, Person.id == IncidentPerson.person_id)
        .where(Person.scope_id.in_(scope_ids), IncidentPerson.removed_on.is_(None))
        .distinct()
        .order_by(Incident.seq)
    )
    for incident in db.session.scalars(query).all():
        scope = db.session.get_one(Scope, incident.scope_id)
        if user.id in _kept_out_of_concerned(incident):
            _keep_out(actor, incident, {user.id})
        elif is_kept_out_because(user, scope, CONCERNED):
            end_exclusion(actor, scope, user, "")


def repoint(actor: User, person: Person, known: Person) -> None:
    """Point what names ``person`` to ``known``, who is the same human being; where both are named, one row stays."""
    there = set(
        db.session.scalars(select(IncidentPerson.incident_id).where(IncidentPerson.person_id == known.id))
    )
    rows = db.session.scalars(select(IncidentPerson).where(IncidentPerson.person_id == person.id))
    pointed = [row for row in rows if row.incident_id not in there]
    let_mean(actor, person, known, pointed, "person_id")
    for row in pointed:
        if row.removed_on is None:
            _keep_out_with(actor, db.session.get_one(Incident, row.incident_id), [known])


def _keep_out_with(actor: User, incident: Incident, persons: Collection[Person]) -> None:
    db.session.flush()
    _keep_out(actor, incident, {user for person in persons for user in _kept_out_of_person(person.scope_id)})


def _keep_out(actor: User, incident: Incident, user_ids: set[uuid.UUID]) -> None:
    scope = db.session.get_one(Scope, incident.scope_id)
    for user_id in sorted(user_ids - kept_out_of(incident.scope_id) - {actor.id}):
        with own_act():  # the log tells of the rest whoever is kept out of the incident
            keep_out(actor, scope, db.session.get_one(User, user_id), Sentence(CONCERNED))
    if not any(can(user, IncidentPermission.HANDLE) for user in people_who_reach(scope.id)):
        tell_coordinators(actor, scope)  # those who handled it may all have been kept out just now


def _kept_out_of_concerned(incident: Incident) -> set[uuid.UUID]:
    query = (
        select(Person.scope_id)
        .join(IncidentPerson, IncidentPerson.person_id == Person.id)
        .where(IncidentPerson.incident_id == incident.id, IncidentPerson.removed_on.is_(None))
    )
    return {user for scope_id in db.session.scalars(query) for user in _kept_out_of_person(scope_id)}


def _kept_out_of_person(scope_id: uuid.UUID) -> set[uuid.UUID]:
    # Whoever sees them in another case sees the incident, too: that it was gone would tell them of the shielded one.
    return kept_out_of(scope_id) - {user.id for user in people_who_reach(scope_id)}
