"""What two people agreed to: an export is made from exactly that, or not at all.

The log tells what was written since the second person agreed, so nothing of the records has to be kept a second time.
"""

import uuid
from collections.abc import Collection

from sqlalchemy import select

from caseapp.accounts import User
from caseapp.audit import AuditEvent, AuditTouch, check_events, record
from caseapp.cases.models import Case
from caseapp.consents.models import Consent
from caseapp.db import db
from caseapp.db.engine import among_given, given_ids
from caseapp.disclosures.models import GroundStatus, LegalGround
from caseapp.disclosures.second_person import end_ground
from caseapp.incidents.export_models import ExportedPerson, ExportStatus, PersonsExport
from caseapp.incidents.models import Incident
from caseapp.people.models import ContactRoute, Person, PersonName
from caseapp.people.queries import ids_of_same

AGREED = "incident.export_agreed"


def void_exports(actor: User, incident: Incident) -> None:
    """Void what was asked for or agreed to before an order, or whom it names, was changed, with its grounds.

    A file that was fetched has left the house; it is not to be fetched a second time.
    """
    query = select(PersonsExport).where(PersonsExport.incident_id == incident.id)
    for export in db.session.scalars(query.order_by(PersonsExport.seq)).all():
        if export.status in {ExportStatus.OPEN, ExportStatus.AGREED}:
            export.status = ExportStatus.VOID.value
            record(actor, "incident.export_voided", incident, export)
        elif export.status != ExportStatus.FETCHED or export.until is None:
            continue
        export.until = None
        _end_grounds(actor, export)


def changed_since_agreed(export: PersonsExport, persons: Collection[Person]) -> bool:
    """Tell whether anything of what an export holds of these persons was written since the second person agreed.

    Raises:
        Tampered: what the log says of the agreement was edited outside the application.
    """
    agreed = select(AuditTouch.event_id).where(AuditTouch.record_id == export.id)
    query = select(AuditEvent).where(AuditEvent.code == AGREED, AuditEvent.id.in_(agreed))
    events = list(db.session.scalars(query))
    check_events(events)
    if not events:
        return True
    since = (
        select(AuditTouch.event_id)
        .join(AuditEvent, AuditEvent.id == AuditTouch.event_id)
        .where(
            AuditEvent.number > max(each.number for each in events),
            AuditTouch.row_version.is_not(None),
            among_given(AuditTouch.record_id),
        )
    )
    rows = {row_id for person in persons for row_id in _rows_of(person, export.parts or [])}
    return db.session.scalar(since.limit(1), given_ids(rows)) is not None


def _rows_of(person: Person, parts: Collection[str]) -> set[uuid.UUID]:
    """Return the ids of what the file holds of a person, and of what was taken out of it."""
    ids = ids_of_same(person)
    found = set(db.session.scalars(select(PersonName.id).where(PersonName.person_id.in_(ids))))
    if "facts" in parts:
        found.add(person.id)
    if "routes" in parts:
        found |= set(db.session.scalars(select(ContactRoute.id).where(ContactRoute.person_id.in_(ids))))
    if "consents" in parts:
        found |= set(db.session.scalars(select(Consent.id).where(Consent.person_id.in_(ids))))
    if "cases" in parts:
        found |= set(db.session.scalars(select(Case.id).where(Case.client_id.in_(ids))))
    return found


def _end_grounds(actor: User, export: PersonsExport) -> None:
    query = select(LegalGround).where(
        LegalGround.id.in_(select(ExportedPerson.ground_id).where(ExportedPerson.export_id == export.id)),
        LegalGround.status.in_([GroundStatus.ASKED.value, GroundStatus.APPROVED.value]),
    )
    for ground in db.session.scalars(query).all():
        end_ground(actor, ground, ground.decision or "")
