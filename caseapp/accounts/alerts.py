"""What was done in somebody's name: told on their home page until they say whether it was them.

A device that is itself new answers for itself alone: whoever signed in with a stolen passphrase could else say "that
was me" and have it told to nobody.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import request
from sqlalchemy import Select, select

from caseapp.accounts.actions import sign_in_tokens
from caseapp.accounts.devices import device_name, device_of_request, known_here, note_device, place_of
from caseapp.accounts.half_way import GIVEN, device_in, given_and_no_more
from caseapp.accounts.models import User
from caseapp.accounts.sessions import end_sessions_of
from caseapp.accounts.throttle import remember
from caseapp.audit import AuditEvent, AuditTouch, check_events, record
from caseapp.clock import today
from caseapp.db import db

SHOWN_DAYS = 14
SIGNED_IN = "account.signed_in"
NEW_DEVICE = "account.new_device"
REFUSED = "account.sign_in_refused"
FACTOR_REFUSED = "account.factor_refused"
ALERTED = (NEW_DEVICE, REFUSED, FACTOR_REFUSED, GIVEN)
MINE, NOT_MINE = "account.alerts_confirmed", "account.alerts_refused"
MOST = 50
"""So many failed tries of a sort are counted; whoever keeps trying does not make the home page slow."""
OWN_SLIPS = 2
"""So many failed tries from a place of one's own are not worth a word."""


@dataclass(frozen=True)
class Alert:
    """Something done in somebody's name, so many times, the last time at ``at``. ``id`` is that of its last event."""

    id: uuid.UUID
    number: int
    code: str
    at: datetime
    device: str = ""
    count: int = 1


def record_arrival(user: User, factor: str = "") -> None:
    """Record that ``user`` has signed in, with which second factor, and whether from a new device.

    Inside a write, once the session has begun. From now on their place is known as theirs: whoever has stolen a
    passphrase, and not the second factor beside it, does not get theirs known.
    """
    remember(known_here(sign_in_tokens(user.sign_in_name), place_of(request.remote_addr or "")))
    device = device_of_request()
    name, is_new = device_name(user, device), note_device(user, device)
    was_here = db.session.scalar(_signed_in(user).limit(1)) is not None
    if factor:
        record(user, SIGNED_IN, user, device=name, factor=factor)
    else:
        record(user, SIGNED_IN, user, device=name)
    if is_new and was_here:  # of whoever comes for the first time everything is new
        record(user, NEW_DEVICE, user, device=name)


def unanswered_alerts(user: User, device: str) -> list[Alert]:
    """Return what was done in the name of ``user`` in the last days and they have not spoken to, newest first.

    ``device`` is that of the session that asks.
    """
    events = [event for code in ALERTED for event in _lately(user, code)]
    if not events:
        return []
    new = {device_in(event) for event in events if event.code == NEW_DEVICE}
    heard = [
        each for each in _events(_answers(user)) if device_in(each) not in new or device_in(each) == device
    ]
    last = max((_last_of(each) for each in heard), default=0)
    of_factors = [event for event in events if event.code == FACTOR_REFUSED]
    half_way = given_and_no_more(user, [event for event in events if event.code == GIVEN], of_factors)
    # That nobody went on is told some time after it happened: an answer before then did not speak of it.
    open_half_way = [
        event
        for event, told_from in half_way.items()
        if not any(_last_of(each) >= event.number and each.at >= told_from for each in heard)
    ]
    return _told([event for event in events if event.number > last and event.code != GIVEN] + open_half_way)


def failed_tries(user: User) -> Alert | None:
    """Return how often a sign-in as ``user``, who has just signed in, failed since they signed in before.

    None where it never did, or where it was a slip or two of their own.
    """
    before = db.session.scalar(_signed_in(user).offset(1).limit(1)) or 0
    events = _events(_about(user, (REFUSED,)).where(AuditEvent.number > before))
    if len(events) <= OWN_SLIPS and not any(_is_from_elsewhere(event) for event in events):
        return None
    return _counted(events)


def confirm_alerts(user: User, last: int, device: str) -> None:
    """Note that what was done in their name, up to the event with this number, was done by ``user``. Inside a write."""
    record(user, MINE, user, last=last, device=device)


def refuse_alerts(user: User, last: int, device: str) -> None:
    """Note that it was not: every other session of ``user`` ends, and those who watch over accounts are told.

    Inside a write.
    """
    end_sessions_of(user, but_this=True)
    record(user, NOT_MINE, user, last=last, device=device)


def _signed_in(user: User) -> Select[Any]:
    return (
        select(AuditEvent.number)
        .where(AuditEvent.code == SIGNED_IN, AuditEvent.actor_id == user.id)
        .order_by(AuditEvent.number.desc())
    )


def _about(user: User, codes: tuple[str, ...]) -> Select[Any]:
    touching = select(AuditTouch.event_id).where(AuditTouch.record_id == user.id)
    return select(AuditEvent).where(AuditEvent.code.in_(codes), AuditEvent.id.in_(touching))


def _answers(user: User) -> Select[Any]:
    return select(AuditEvent).where(
        AuditEvent.code.in_((MINE, NOT_MINE)), AuditEvent.actor_id == user.id, AuditEvent.day >= _first_day()
    )


def _lately(user: User, code: str) -> list[AuditEvent]:
    # New devices are all told, and apart from failed tries: whoever is in could else push their own off the page by
    # trying often enough.
    most = None if code == NEW_DEVICE else MOST
    return _events(_about(user, (code,)).where(AuditEvent.day >= _first_day()), most)


def _events(query: Select[Any], most: int | None = MOST) -> list[AuditEvent]:
    events = list(db.session.scalars(query.order_by(AuditEvent.number.desc()).limit(most)))
    check_events(events)
    return events


def _told(events: list[AuditEvent]) -> list[Alert]:
    alerts = [
        Alert(event.id, event.number, event.code, event.at, device_in(event))
        for event in events
        if event.code == NEW_DEVICE
    ]
    half_way: dict[str, AuditEvent] = {}
    for event in events:
        if event.code == GIVEN:  # however often it was given at one device, it is asked about once
            half_way[device_in(event)] = max(event, half_way.get(device_in(event), event), key=_number)
    alerts += [Alert(event.id, event.number, GIVEN, event.at, device) for device, event in half_way.items()]
    for found in (
        [event for event in events if event.code == REFUSED and _is_from_elsewhere(event)],
        [event for event in events if event.code == FACTOR_REFUSED],
    ):
        if found:
            alerts.append(_counted(found))
    return sorted(alerts, key=lambda alert: alert.number, reverse=True)


def _counted(events: list[AuditEvent]) -> Alert:
    last = events[0]
    return Alert(last.id, last.number, last.code, last.at, count=len(events))


def _is_from_elsewhere(event: AuditEvent) -> bool:
    return bool((event.detail or {}).get("elsewhere", True))


def _last_of(answer: AuditEvent) -> int:
    return int((answer.detail or {})["last"])


def _number(event: AuditEvent) -> int:
    return event.number


def _first_day() -> Any:
    return today() - timedelta(days=SHOWN_DAYS)
