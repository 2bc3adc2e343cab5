"""Who saw a case: whoever opened it or what belongs to it, or had it before them in a list, a search or a file.

What belongs to it is all that lies with it, letters, statements and requests among it. A person or a request may stand
in another case, too, of which whoever asks must not hear: what was done with these alone is told of those who work on
this case, and of anybody only to those who read the log and no cases.
"""

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, and_, or_, select

from caseapp.access import people_who_reach, scopes_through, standing_in
from caseapp.access.shielding import kept_from
from caseapp.audit import AuditEvent, AuditTouch
from caseapp.audit.acts import Act, Acts, acts_of, listed_in
from caseapp.audit.packed import HELD, holds_any
from caseapp.audit.reading import told_to
from caseapp.audit.wanted import Wanted
from caseapp.cases.models import Case
from caseapp.clock import at_home
from caseapp.db import Scope, db
from caseapp.db.references import bearing, may_bear
from caseapp.people.models import Person
from caseapp.web.installed import codes_keeping

LISTED = ("shown", "subjects")
"""Under these keys an event names the records that it showed, or told somebody of."""
MOST_LISTS, MOST_ACTS = 2_500, 1_000
"""So many lists and searches, and so many acts, are opened at once: what they showed, and when, is sealed."""


@dataclass(frozen=True)
class Sight:
    """What somebody did on one day by which they saw the case, and how often."""

    day: date
    actor_id: uuid.UUID | None
    code: str
    in_list: bool
    number: int


@dataclass(frozen=True)
class Seer:
    """Somebody who saw the case: on how many days, and last when."""

    actor_id: uuid.UUID | None
    days: int
    last: date


@dataclass(frozen=True)
class WhoSaw:
    """Who saw a case between two days, the newest first."""

    sights: list[Sight]
    seers: list[Seer]
    cut: bool
    """There was more than is opened at once."""


def who_saw(reader: Any, case: Case, first: date, last: date) -> WhoSaw:
    """Return who saw ``case``, as far as ``reader`` is told."""
    days = Wanted(first=first, last=last)
    acts = acts_of(reader, days, _touching(reader, case), most=MOST_ACTS)
    lists = acts_of(
        reader,
        Wanted(
            codes=tuple(code for key in (*LISTED, HELD) for code in codes_keeping(key)),
            first=first,
            last=last,
        ),
        most=MOST_LISTS,
    )
    workers = _workers(reader, case)
    showing = [act for act in lists.found if _shows(act, case, workers)]
    return _told(acts, showing, cut=acts.cut or lists.cut)


def case_bearing(reader: Any, text: str) -> uuid.UUID | None:
    """Return the case of a reference for a reader of the log, None where there is none that they may hear of."""
    if not may_bear(Case, text):
        return None
    found = db.session.scalars(bearing(Case, text).with_only_columns(Case.id)).first()
    return found if found is not None and not _kept(reader, found) else None


def case_for_log(reader: Any, case_id: uuid.UUID) -> Case | None:
    """Return a case for the same reader, by its id."""
    return None if _kept(reader, case_id) else db.session.get(Case, case_id)


def _kept(reader: Any, case_id: uuid.UUID) -> bool:
    return bool(kept_from(reader, [case_id]))


def _told(acts: Acts, showing: list[Act], *, cut: bool) -> WhoSaw:
    counted: Counter[tuple[date, uuid.UUID | None, str, bool]] = Counter()
    for in_list, found in ((False, acts.found), (True, showing)):
        for act in found:
            counted[at_home(act.at).date(), act.actor_id, act.code, in_list] += 1
    sights = [Sight(*key, number) for key, number in counted.items()]
    sights.sort(key=lambda sight: (sight.day, str(sight.actor_id), sight.code), reverse=True)
    days: dict[uuid.UUID | None, set[date]] = {}
    for sight in sights:
        days.setdefault(sight.actor_id, set()).add(sight.day)
    seers = [Seer(actor_id, len(found), max(found)) for actor_id, found in days.items()]
    return WhoSaw(sights, sorted(seers, key=lambda seer: seer.last, reverse=True), cut)


def _touching(reader: Any, case: Case) -> ColumnElement[bool]:
    own = _touched(standing_in(select(Scope.id).where(Scope.id == case.scope_id)))
    beside = standing_in(
        select(Scope.id).where(Scope.id.in_(scopes_through([case.scope_id])), Scope.kind != Person.__kind__)
    )
    client = AuditEvent.id.in_(select(AuditTouch.event_id).where(AuditTouch.record_id == case.client_id))
    shared, workers = or_(_touched(beside), client), _workers(reader, case)
    return or_(own, shared if workers is None else and_(shared, AuditEvent.actor_id.in_(workers)))


def _touched(record_ids: CompoundSelect[uuid.UUID]) -> ColumnElement[bool]:
    found = select(record_ids.subquery().c[0])
    return AuditEvent.id.in_(select(AuditTouch.event_id).where(AuditTouch.record_id.in_(found)))


def _workers(reader: Any, case: Case) -> set[uuid.UUID] | None:
    """Return who works or worked on ``case``; None for a reader who is told of everybody."""
    if not reader.reads_cases:
        return None
    there = select(AuditTouch.event_id).where(AuditTouch.record_id == case.id)
    query = select(AuditEvent.actor_id).where(AuditEvent.id.in_(there), *told_to(reader)).distinct()
    acted = {actor_id for actor_id in db.session.scalars(query) if actor_id is not None}
    return acted | {user.id for user in people_who_reach(case.scope_id)}


def _shows(act: Act, case: Case, workers: set[uuid.UUID] | None) -> bool:
    listed = listed_in(act, LISTED)
    if str(case.id) in listed:
        return True
    held = act.detail.get(HELD)
    if holds_any(held, [str(case.id)]):
        return True
    named = str(case.client_id) in listed or holds_any(held, [str(case.client_id)])
    return named and (workers is None or act.actor_id in workers)
