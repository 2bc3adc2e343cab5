"""The second look: what one person did alone in the last weeks, until a colleague has looked at it.

It is put together anew from the steps of records and from the log. That somebody has looked stands in the log as well,
by the ids of what they were shown, so that a look vouches for nothing that was not on the page.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter

from sqlalchemy import ColumnElement, and_, or_, select

from caseapp.access import kept_out_scopes, list_visible
from caseapp.accounts import User
from caseapp.accounts.deputies import stands_for
from caseapp.accounts.rules import CHANGED, rules_in_force
from caseapp.audit import AuditEvent, AuditTouch, check_events, record, untold_acts
from caseapp.audit.recording import SCOPE
from caseapp.clock import today
from caseapp.db import Scope, db, while_unchanged
from caseapp.web.installed import all_events, all_kinds, describe_all, event_label, features, model_of
from caseapp.web.kind import Description, Named
from caseapp.web.rules import ONE
from caseapp.workflow import Step

LOOKED = "review.looked_again"
DAYS = 28
"""What nobody looked at in so many days is not put before anybody any more; the log keeps it."""
EVERY = 7
"""After so many days it is time to look again."""
AT_ONCE = 100
"""So many acts a page shows; with the next visit come the next."""


@dataclass(frozen=True)
class Alone:
    """An act that one person did alone: ``id`` is that of the step or of the event in the log."""

    id: uuid.UUID
    day: date
    actor_id: uuid.UUID
    title: str
    record: Description


def to_look_at(user: User) -> list[Alone]:
    """Return what colleagues of ``user`` did alone with records that ``user`` sees, and nobody else has looked at.

    Colleagues are not those whose deputy ``user`` is today.

    The oldest comes first; there are no more than a page shows.
    """
    since = today() - timedelta(days=DAYS)
    done = _looked_at(since)
    found = [each for each in (*_steps(user, since), *_events(user, since)) if each.id not in done]
    return sorted(found, key=lambda each: each.day)[:AT_ONCE]


def is_due(user: User) -> bool:
    """Tell whether it is time to look again: nobody has for a week, and colleagues of ``user`` did something alone.

    Whether ``user`` sees it is asked only where they are kept out of something, by which nothing may call them: that
    takes longer than a home page should, and the list itself asks it of everybody.
    """
    last = last_look()
    if last is not None and last[0] > today() - timedelta(days=EVERY):
        return False
    if db.session.scalar(kept_out_scopes(user).limit(1)) is not None:
        return while_unchanged(("second look", user.id), lambda: bool(to_look_at(user)))
    since = max(last[0] if last is not None else date.min, today() - timedelta(days=DAYS))
    titles = _alone(since)
    queries = [select(AuditEvent.id).where(*_acts(user, since))]
    if titles:
        queries.append(select(Step.id).where(_one_of(titles, since), Step.actor_id.not_in(stands_for(user))))
    return any(db.session.scalar(query.limit(1)) is not None for query in queries)


def mark_looked_at(user: User, acts: Iterable[Alone]) -> None:
    """Note in the log that ``user`` has looked at these. Inside a write."""
    record(user, LOOKED, shown=[str(each.id) for each in acts])


def last_look() -> tuple[date, uuid.UUID] | None:
    """Return when somebody looked last, and who it was; None where nobody has yet."""
    query = select(AuditEvent).where(AuditEvent.code == LOOKED).order_by(AuditEvent.number.desc()).limit(1)
    last = db.session.scalar(query)
    return (last.day, last.actor_id) if last is not None and last.actor_id is not None else None


def _looked_at(since: date) -> set[uuid.UUID]:
    events = list(
        db.session.scalars(select(AuditEvent).where(AuditEvent.code == LOOKED, AuditEvent.day >= since))
    )
    check_events(events)
    return {uuid.UUID(each) for event in events for each in (event.detail or {}).get("shown", ())}


def _steps(user: User, since: date) -> list[Alone]:
    titles = _alone(since)
    if not titles:
        return []
    query = (
        select(Step).where(_one_of(titles, since), Step.actor_id.not_in(stands_for(user))).order_by(Step.seq)
    )
    steps = list_visible(user, query, few=False)
    named = describe_all(user, ((step.record_kind, step.record_id) for step in steps))
    return [
        Alone(
            step.id,
            step.created_on,
            step.actor_id,
            titles[step.record_kind, step.transition].title,
            named[step.record_kind, step.record_id],
        )
        for step in steps
        if (step.record_kind, step.record_id) in named
    ]


@dataclass(frozen=True)
class _Left:
    """A step that the organisation leaves to one person, or left until a day on which it tightened the rule."""

    title: str
    until: date


def _alone(since: date) -> dict[tuple[str, str], _Left]:
    """Return the steps that were left to one person, each by its workflow, as they are worded."""
    in_force, tightened = rules_in_force(), _tightened(since)
    return {
        (workflow.kind, step.code): _Left(
            str(step.as_happened), date.max if in_force[step.rule.code] == ONE else tightened[step.rule.code]
        )
        for feature in features()
        for workflow in feature.workflows
        for step in workflow.transitions
        if step.rule is not None and (in_force[step.rule.code] == ONE or step.rule.code in tightened)
    }


def _tightened(since: date) -> dict[str, date]:
    """Return the rules that take a second person again, with the day: what was done alone before does not become done
    by two when a rule is tightened afterwards.
    """
    query = select(AuditEvent).where(AuditEvent.code == CHANGED, AuditEvent.day >= since)
    events = list(db.session.scalars(query.order_by(AuditEvent.number)))
    check_events(events)
    changes = [(event.day, event.detail or {}) for event in events]
    return {detail["rule"]: day for day, detail in changes if detail["before"] == ONE}


def _one_of(steps: Mapping[tuple[str, str], _Left], since: date) -> ColumnElement[bool]:
    # The days stand in each part, so that each is found by the index.
    return or_(
        *(
            and_(
                Step.record_kind == kind, Step.transition == code, Step.created_on.between(since, left.until)
            )
            for (kind, code), left in sorted(steps.items(), key=itemgetter(0))
        )
    )


def _acts(user: User, since: date) -> tuple[ColumnElement[bool], ...]:
    codes = {event.code for event in all_events() if event.looked_at_again}
    return (AuditEvent.code.in_(codes), AuditEvent.day >= since, AuditEvent.actor_id.not_in(stands_for(user)))


def _events(user: User, since: date) -> list[Alone]:
    query = select(AuditEvent).where(*_acts(user, since)).order_by(AuditEvent.number)
    events = list(db.session.scalars(query))
    untold = untold_acts(user, {event.act_id for event in events})
    events = [event for event in events if event.act_id not in untold]
    check_events(events)
    touched = _touched(events)
    named = describe_all(user, {each for records in touched.values() for each in records})
    found = []
    for event in events:
        about = next((named[each] for each in touched.get(event.id, ()) if each in named), None)
        if about is not None and event.actor_id is not None:
            title = str(event_label(event.code) or event.code)
            found.append(Alone(event.id, event.day, event.actor_id, title, about))
    return found


def _touched(events: Iterable[AuditEvent]) -> dict[uuid.UUID, list[Named]]:
    """Return what each event was about: records, and no colleagues. Who reaches a record is about that record."""
    query = select(AuditTouch).where(
        AuditTouch.event_id.in_([event.id for event in events]), AuditTouch.record_kind != User.__kind__
    )
    found = list(db.session.scalars(query))
    heads = _heads(touch.record_id for touch in found if touch.record_kind == SCOPE)
    touched: dict[uuid.UUID, list[Named]] = {}
    for touch in found:
        named = heads.get(touch.record_id, (touch.record_kind, touch.record_id))
        touched.setdefault(touch.event_id, []).append(named)
    return touched


def _heads(scope_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Named]:
    """Return the records whose scopes these are: the case of a case's scope, the person of a person's."""
    scopes = list(db.session.scalars(select(Scope).where(Scope.id.in_(set(scope_ids)))))
    heads: dict[uuid.UUID, Named] = {}
    for kind in {scope.kind for scope in scopes} & all_kinds().keys():
        model = model_of(kind)
        of_kind = [scope.id for scope in scopes if scope.kind == kind]
        query = select(model.scope_id, model.id).where(model.scope_id.in_(of_kind))
        heads |= {scope_id: (kind, record_id) for scope_id, record_id in db.session.execute(query)}
    return heads
