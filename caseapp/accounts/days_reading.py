"""How much a colleague has opened today, as far as the log tells, and the two marks at which somebody hears of it.

Whoever takes an account over, or sells what it reaches, does not copy the whole register in a day. What was shown is in
the log already, so it is counted there: along its index by actor, each time for what came since. A page counts one, if
it showed a record that no page of the day had shown; a file counts its records; of lists and what was found, a number
of lines counts one. Two pages at one moment may both pass: no more than a browser opens at once.
"""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import bindparam, exists, func, select

from caseapp.accounts.models import User
from caseapp.accounts.rules import rule_in_force
from caseapp.audit import AuditEvent, AuditTouch, record
from caseapp.clock import now
from caseapp.db import Prepared, db, memory
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.fates import Fate
from caseapp.web.installed import all_events, codes_keeping, features, this_app
from caseapp.web.rules import Rule

TOLD, REACHED, LET_ON = "account.much_read", "account.day_limit_reached", "account.let_on"
LINES_FOR_ONE = 10
"""So many lines of lists, each counted once a day, count as one record that was opened."""
SHOWN, ROWS = "shown", "rows"
_MEMORY = "read-today"
_OF_A_DAY = _l("How much one colleague opens in a day")
MARK = Rule(
    "accounts.records_told",
    _l(
        "So many records, and administrators and auditors are told, and the colleague proves again who they are"
    ),
    _OF_A_DAY,
    {
        "100": _l("100 records"),
        "250": _l("250 records"),
        "500": _l("500 records"),
        "1000": _l("1000 records"),
    },
    default="250",
)
LIMIT = Rule(
    "accounts.records_limit",
    _l("After so many records an administrator has to let the colleague go on; their own work stays open"),
    _OF_A_DAY,
    {
        "250": _l("250 records"),
        "500": _l("500 records"),
        "1000": _l("1000 records"),
        "2000": _l("2000 records"),
    },
    default="500",
)
RULES = (MARK, LIMIT)


class OwnDay(ValueError):
    """Nobody lets themselves go on."""


@dataclass
class DaysReading:
    """What the log tells of one colleague and day (by UTC, as the log counts its days), up to the event of a number."""

    day: date
    up_to: int
    records: set[uuid.UUID] = field(default_factory=set)
    lines: set[uuid.UUID] = field(default_factory=set)
    opened: int = 0
    taken_out: int = 0
    told_at: datetime | None = None
    """When others were told that it is much."""
    was_stopped: bool = False
    own_acts: set[uuid.UUID] = field(default_factory=set)
    """The acts whose lists were counted as they were shown; those of another worker are read from their events."""

    @property
    def count(self) -> int:
        """Return how many records that is."""
        return self.opened + self.taken_out + len(self.lines) // LINES_FOR_ONE

    def with_page(self, records: set[uuid.UUID], lines: set[uuid.UUID]) -> int:
        """Return how many it would be with a page that shows these records, and these lines of lists."""
        more = 1 if records - self.records else 0
        return self.opened + more + self.taken_out + len(self.lines.union(lines)) // LINES_FOR_ONE

    def add(self, records: set[uuid.UUID], lines: Iterable[uuid.UUID]) -> None:
        """Count a page."""
        if records - self.records:
            self.records |= records
            self.opened += 1
        self.lines.update(lines)


def known_today(user_id: uuid.UUID) -> DaysReading:
    """Return what is known in this process of a colleague's day, without asking the log what came since."""
    kept: dict[uuid.UUID, DaysReading] = memory().setdefault(_MEMORY, {})
    day = now().date()
    found = kept.get(user_id)
    if found is None or found.day != day:
        found = kept[user_id] = DaysReading(day, _last_before(day))
    return found


def read_today(user_id: uuid.UUID) -> DaysReading:
    """Return what a colleague has opened today, as the log tells."""
    found = known_today(user_id)
    rows = _SINCE.rows({"actor_id": user_id, "after": found.up_to})
    for act_id, touches in groupby(rows, key=attrgetter("act_id")):
        _add_act(found, act_id, list(touches))
    if rows:
        found.up_to = max(found.up_to, rows[-1].number)
    return found


def _last_before(day: date) -> int:
    first = db.session.scalar(select(func.min(AuditEvent.number)).where(AuditEvent.day >= day))
    return first - 1 if first is not None else db.session.scalar(select(func.max(AuditEvent.number))) or 0


_SINCE = Prepared(
    select(
        AuditEvent.number,
        AuditEvent.id,
        AuditEvent.act_id,
        AuditEvent.code,
        AuditTouch.record_id,
        AuditTouch.record_kind,
        AuditTouch.row_version,
    )
    .outerjoin(AuditTouch, AuditTouch.event_id == AuditEvent.id)
    .where(AuditEvent.actor_id == bindparam("actor_id"), AuditEvent.number > bindparam("after"))
    .order_by(AuditEvent.number)
)


def _add_act(found: DaysReading, act_id: uuid.UUID, touches: list[Any]) -> None:
    codes = {touch.id: touch.code for touch in touches}
    for event_id, code in codes.items():
        if code == TOLD and found.told_at is None:
            found.told_at = db.session.get_one(AuditEvent, event_id).at
        found.was_stopped |= code == REACHED
    out = [event_id for event_id, code in codes.items() if code in taking_out()]
    records = {touch.record_id for touch in touches if is_counted(touch.record_kind)}
    if out:
        found.taken_out += sum(_number_in(event_id, len(records)) for event_id in out)
    elif all(touch.row_version is None for touch in touches):  # what an act writes was not opened by it
        found.add(records, ())
    if act_id not in found.own_acts:
        lists = _listing()
        for event_id, code in codes.items():
            if code in lists:
                found.lines |= lines_in(db.session.get_one(AuditEvent, event_id).detail)


def _number_in(event_id: uuid.UUID, touched: int) -> int:
    detail = db.session.get_one(AuditEvent, event_id).detail or {}
    return int(detail.get(ROWS, touched))


def lines_in(detail: dict[str, Any] | None) -> set[uuid.UUID]:
    """Return the records that an event says a list showed."""
    return {uuid.UUID(str(each)) for each in (detail or {}).get(SHOWN, ())}


def is_counted(kind: str | None) -> bool:
    """Tell whether records of a kind are somebody's: the organisation's own lists may be read as often as can be."""
    return kind is not None and kind not in _once("of nobody", _kinds_of_nobody)


def taking_out() -> frozenset[str]:
    """Return the codes of the events by which records leave in a file."""
    return _once("taking out", lambda: frozenset(each.code for each in all_events() if each.taking_out))


def _listing() -> frozenset[str]:
    return _once("listing", lambda: frozenset(codes_keeping(SHOWN)))


def _kinds_of_nobody() -> frozenset[str]:
    stays = (Fate.STAYS, Fate.LOG, Fate.WRITER)
    return frozenset(
        kind for each in features() for kind, erased in each.fates.items() if erased.fate in stays
    )


def _once(name: str, make: Callable[[], frozenset[str]]) -> frozenset[str]:
    kept: dict[str, frozenset[str]] = this_app().extensions.setdefault("caseapp-days-reading", {})
    if name not in kept:
        kept[name] = make()
    return kept[name]


def mark() -> int:
    """Return how many records a day others are told of."""
    return int(rule_in_force(MARK.code))


def limit() -> int:
    """Return how many records a day are opened without an administrator."""
    return int(rule_in_force(LIMIT.code))


def was_let_on(user_id: uuid.UUID) -> bool:
    """Tell whether an administrator let a colleague go on today."""
    touching = (AuditTouch.event_id == AuditEvent.id) & (AuditTouch.record_id == user_id)
    let_on = exists().where(touching, AuditEvent.code == LET_ON, AuditEvent.day == now().date())
    return bool(db.session.scalar(select(let_on)))


def is_stopped(user_id: uuid.UUID) -> bool:
    """Tell whether a colleague waits for an administrator who lets them go on."""
    found = read_today(user_id)
    return (found.was_stopped or found.count >= limit()) and not was_let_on(user_id)


def has_room_for(user_id: uuid.UUID, records: int) -> bool:
    """Tell whether a file with so many records may still leave today by the hand of one person alone."""
    return read_today(user_id).count + records <= limit() or was_let_on(user_id)


def let_go_on(actor: User, user: User, reason: str) -> None:
    """Let ``user`` open today what they need. Inside a write.

    Raises:
        OwnDay: it is oneself.
    """
    if actor.id == user.id:
        raise OwnDay
    record(actor, LET_ON, user, reason=reason)
