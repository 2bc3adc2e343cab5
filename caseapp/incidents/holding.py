"""The hold on all erasure: it begins with the first word of an order, and two people end it.

It is asked of every erasure in the house inside the write that would destroy something, so that one which is approved
and due, or was begun on a page a moment ago, waits like any other. All holds are read and looked at one by one, never
narrowed by the database: of a row that was edited there to say that it had ended the code does not fit, one that was
put back is older than the log, and one that is missing began in it.
"""

import uuid

from sqlalchemy import select

from caseapp.access import kept_out_of, people_who_reach
from caseapp.accounts import User, UserStatus
from caseapp.accounts.deputies import stands_for, why_not_second
from caseapp.audit import AuditEvent, AuditTouch, record
from caseapp.audit.former import refuse_former
from caseapp.clock import today
from caseapp.db import db
from caseapp.i18n.messages import gettext as _
from caseapp.incidents.models import ErasureHold, HoldStatus, Incident
from caseapp.incidents.parts import hold_of
from caseapp.incidents.permissions import IncidentPermission
from caseapp.vault import Tampered
from caseapp.web.gate import can
from caseapp.web.kind import Named

BEGAN = "incident.hold_began"


class NotStanding(ValueError):
    """The hold does not stand where this act begins: somebody asked, or ended it, before."""


class SamePerson(ValueError):
    """Whoever asked to end a hold is not the second person, nor is their deputy."""


def begin_hold(actor: User, incident: Incident) -> None:
    """Let nothing be erased from here on. A hold that stands goes on standing; one that ended does not begin again."""
    if hold_of(incident) is not None:
        return
    hold = ErasureHold(
        scope_id=incident.scope_id,
        status=HoldStatus.STANDING.value,
        incident_id=incident.id,
        began_by=actor.id,
    )
    db.session.add(hold)
    record(actor, BEGAN, incident, hold)


def begin_hold_again(actor: User, incident: Incident, hold: ErasureHold | None) -> None:
    """Let nothing be erased, for any incident and also where a hold has ended: one person is enough to keep things.

    Raises:
        NotStanding: it stands already.
    """
    if hold is None:
        begin_hold(actor, incident)
        return
    if hold.stands:
        raise NotStanding("the hold stands already")
    hold.status, hold.began_by = HoldStatus.STANDING.value, actor.id
    hold.asked_by = hold.ended_by = hold.ended_on = None
    record(actor, BEGAN, incident, hold)


def ask_to_end(actor: User, incident: Incident, hold: ErasureHold, why: str) -> None:
    """Ask a second person to end a hold.

    Raises:
        NotStanding: somebody asked before, or it has ended.
        ValueError: no reason was given.
    """
    if hold.status != HoldStatus.STANDING:
        raise NotStanding("this hold does not wait for anybody to ask")
    if not why.strip():
        raise ValueError("a hold ends for a reason")
    hold.status, hold.asked_by, hold.why = HoldStatus.ENDING.value, actor.id, why
    record(actor, "incident.hold_end_asked", incident, hold)


def decide_end(actor: User, incident: Incident, hold: ErasureHold, *, agree: bool, words: str) -> None:
    """End a hold as the second person, or let it stand.

    Raises:
        NotStanding: nobody asked.
        SamePerson: ``actor`` asked, or stands in for whoever did.
    """
    if hold.status != HoldStatus.ENDING:
        raise NotStanding("nobody asks to end this hold")
    if hold.asked_by in stands_for(actor):
        raise SamePerson("whoever asks to end a hold does not end it")
    hold.decision = words
    if agree:
        hold.status, hold.ended_by, hold.ended_on = HoldStatus.ENDED.value, actor.id, today()
    else:
        hold.status, hold.asked_by = HoldStatus.STANDING.value, None
    record(actor, "incident.hold_ended" if agree else "incident.hold_kept", incident, hold)


def why_not_decide(actor: User, hold: ErasureHold) -> str:
    """Return why ``actor`` is not the second person who ends a hold; nothing where they may be, or nobody asked."""
    own = _("You asked for it, so a colleague decides.")
    return why_not_second(actor, hold.asked_by, own) if hold.asked_by is not None else ""


def who_may_end(incident: Incident, asked_by: uuid.UUID) -> list[User]:
    """Return who may be the second person where ``asked_by`` asks to end the hold of an incident.

    That is whoever handles it and sees it, or an administrator who is not kept out of it; none of their deputies.
    """
    reaching = {user.id for user in people_who_reach(incident.scope_id)}
    kept_out = kept_out_of(incident.scope_id)
    colleagues = select(User).where(
        User.status == UserStatus.ACTIVE.value, User.removed_on.is_(None), User.id != asked_by
    )
    return [
        user
        for user in db.session.scalars(colleagues)
        if asked_by not in stands_for(user)
        and (
            (user.id in reaching and can(user, IncidentPermission.HANDLE))
            or (user.id not in kept_out and can(user, IncidentPermission.END_HOLD))
        )
    ]


def standing_holds() -> list[ErasureHold]:
    """Return the holds that stand, whoever asks.

    Raises:
        Tampered: one of them, or its end, was edited or put back outside the application.
    """
    found = list(db.session.scalars(select(ErasureHold).order_by(ErasureHold.seq)))
    refuse_former({hold.id.hex: (hold.row_version, hold.row_mac) for hold in found})
    if _begun_in_log() - {hold.id for hold in found}:
        raise Tampered("a hold was deleted outside the application")
    return [hold for hold in found if hold.stands]


def _begun_in_log() -> set[uuid.UUID]:
    query = (
        select(AuditTouch.record_id)
        .join(AuditEvent, AuditEvent.id == AuditTouch.event_id)
        .where(AuditEvent.code == BEGAN, AuditTouch.record_kind == ErasureHold.__kind__)
    )
    return set(db.session.scalars(query))


def stops_erasing() -> list[Named]:
    """Return the incidents for which nothing at all may be destroyed in the house, whoever asks."""
    return [(Incident.__kind__, hold.incident_id) for hold in standing_holds()]
