"""Asking for an export of exactly the persons whom an order names, agreeing to it, and its leaving the house.

With names it always takes two. For each person the second person's word is a legal ground in that person's record,
so that the single door of disclosures lets it pass and the ledger of each of them tells of it.
"""

import uuid
from collections.abc import Collection
from datetime import timedelta

from caseapp.access import refuse_visitor
from caseapp.accounts import User
from caseapp.accounts.deputies import stands_for
from caseapp.audit import record
from caseapp.clock import today
from caseapp.db import db
from caseapp.disclosures import decide, disclose
from caseapp.disclosures.definition import Audience, Disclosure, Purpose
from caseapp.disclosures.models import GroundKind, GroundStatus, LegalGround
from caseapp.disclosures.second_person import ask_ground, decide_ground, end_ground
from caseapp.incidents.agreed import AGREED, changed_since_agreed
from caseapp.incidents.export_models import ExportedPerson, ExportStatus, PersonsExport
from caseapp.incidents.export_queries import TextOffered, hidden_texts, persons_of, rows_of
from caseapp.incidents.models import Incident, IncidentKind, IncidentOrder
from caseapp.people.models import Person

DECIDED_WITHIN = timedelta(days=7)
FETCHED_WITHIN = timedelta(days=1)


class NotOpen(ValueError):
    """The export does not stand where this act begins."""


class SamePerson(ValueError):
    """Whoever asked does not agree; whoever did not ask does not fetch."""


class NotAllSeen(ValueError):
    """The second person does not see everybody in it, so they cannot answer for it."""


class NotAllRead(ValueError):
    """The second person does not see every note and file in it."""


class JustChanged(ValueError):
    """A text is no longer what was agreed to."""


class NoLongerAgreed(ValueError):
    """Something else in it than a text is no longer what was agreed to."""


def audience_of(order: IncidentOrder | None) -> Audience:
    """Return to whom the export goes: the authority of the order, by its record where it has one."""
    return Audience("authority", order.authority_id if order is not None else None)


def ask_export(
    actor: User,
    incident: Incident,
    order: IncidentOrder | None,
    persons: Collection[Person],
    *,
    parts: list[str],
    texts: Collection[TextOffered],
    reason: str,
    export_id: uuid.UUID | None = None,
) -> PersonsExport:
    """Ask for an export. It holds nothing before a second person agreed.

    Raises:
        ValueError: there is no order, nobody is named, or no reason is given.
        ReadsOnly: ``actor`` sees somebody in it by emergency access alone.
    """
    refuse_visitor(actor, *(person.scope_id for person in persons))
    if incident.kind != IncidentKind.ORDER or not persons or not reason.strip():
        raise ValueError("an export of persons needs an order, the persons it names, and a reason")
    export = PersonsExport(
        id=export_id or uuid.uuid4(),
        scope_id=incident.scope_id,
        status=ExportStatus.OPEN.value,
        incident_id=incident.id,
        asked_by=actor.id,
        reason=reason,
        parts=parts,
        texts=[each.kept for each in texts],
        until=today() + DECIDED_WITHIN,
    )
    db.session.add(export)
    for person in persons:
        ground = ask_ground(
            actor,
            person,
            purpose=Purpose.SHARE,
            audience=audience_of(order),
            ground=GroundKind.COURT_ORDER,
            words=reason,
            until=today() + DECIDED_WITHIN + FETCHED_WITHIN,
        )
        db.session.add(
            ExportedPerson(
                scope_id=incident.scope_id, export_id=export.id, person_id=person.id, ground_id=ground.id
            )
        )
    record(actor, "incident.export_asked", incident, export, *persons)
    return export


def decide_export(actor: User, incident: Incident, export: PersonsExport, *, agree: bool, words: str) -> None:
    """Agree to an export as the second person, or refuse it; the grounds of those in it follow.

    Raises:
        NotOpen: it was decided, or its term is over.
        SamePerson: ``actor`` asked, or stands in for whoever did.
        NotAllSeen: ``actor`` does not see everybody in it.
        NotAllRead: ``actor`` would agree, and does not see every note and file in it.
    """
    if export.status != ExportStatus.OPEN or not _in_time(export):
        raise NotOpen("this export was decided before, or its term is over")
    if export.asked_by in stands_for(actor):
        raise SamePerson("whoever asks for an export does not agree to it")
    rows = rows_of(actor, export)
    if len(persons_of(actor, export)) != len(rows):
        raise NotAllSeen("somebody in it is not shared with the second person")
    if agree and hidden_texts(actor, export):
        raise NotAllRead("a note or a file in it is not shared with the second person")
    until = today() + FETCHED_WITHIN
    for row in rows:
        ground = db.session.get(LegalGround, row.ground_id)
        if ground is None or ground.status not in {GroundStatus.ASKED, GroundStatus.APPROVED}:
            continue
        ground.until = until  # it covers this file, and nothing that the same authority may ask for later
        if ground.status == GroundStatus.ASKED:
            decide_ground(actor, ground, approve=agree, reason=words)
        elif not agree:  # a colleague approved it on the page of the person
            end_ground(actor, ground, words)
    export.status = (ExportStatus.AGREED if agree else ExportStatus.REFUSED).value
    export.decided_by, export.decision = actor.id, words
    export.until = until if agree else None
    record(actor, AGREED if agree else "incident.export_refused", incident, export)


def may_fetch(actor: User, export: PersonsExport) -> bool:
    """Tell whether ``actor`` can fetch the file today."""
    return (
        export.asked_by == actor.id
        and export.status in {ExportStatus.AGREED, ExportStatus.FETCHED}
        and _in_time(export)
    )


def may_decide(actor: User, export: PersonsExport) -> bool:
    """Tell whether ``actor`` can be the second person for an export today."""
    return (
        export.status == ExportStatus.OPEN and export.asked_by not in stands_for(actor) and _in_time(export)
    )


def let_out(
    actor: User,
    incident: Incident,
    order: IncidentOrder | None,
    export: PersonsExport,
    persons: Collection[Person],
    manifest_hash: str,
) -> None:
    """Record that the file leaves the house: one line in the ledger of each person in it, and none of anybody else.

    Raises:
        NotOpen: it was not agreed to, or its day is over.
        NoLongerAgreed: something in it was changed since.
        Refused: the ground of somebody in it was ended meanwhile.
    """
    if not may_fetch(actor, export) or incident.kind != IncidentKind.ORDER:
        raise NotOpen("this export is not to be fetched")
    if changed_since_agreed(export, persons):
        raise NoLongerAgreed("what the file would hold is not what was agreed to")
    told = _told(incident, order, export, persons)
    disclose(actor, told).check(audience=told.audience, items=told.items, subjects=told.subjects)
    export.status, export.manifest_hash = ExportStatus.FETCHED.value, manifest_hash
    record(actor, "incident.export_fetched", incident, export, *persons)


def may_leave(
    actor: User,
    incident: Incident,
    order: IncidentOrder | None,
    export: PersonsExport,
    persons: Collection[Person],
) -> bool:
    """Tell whether a file that was let out may be handed over still: it may wait for its browser for some minutes."""
    return (
        may_fetch(actor, export)
        and not changed_since_agreed(export, persons)
        and decide(actor, _told(incident, order, export, persons)).allowed
    )


def _told(
    incident: Incident, order: IncidentOrder | None, export: PersonsExport, persons: Collection[Person]
) -> Disclosure:
    items = tuple((kind, uuid.UUID(row_id)) for _person, kind, row_id, _version in export.texts or ())
    subjects = tuple(person.id for person in persons)
    items = ((Incident.__kind__, incident.id), *items)
    return Disclosure(subjects, Purpose.SHARE, audience_of(order), items, "named", today())


def _in_time(export: PersonsExport) -> bool:
    return export.until is not None and export.until >= today()
