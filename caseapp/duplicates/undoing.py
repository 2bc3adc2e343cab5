"""Undoing a merge: the act that made it is replayed backwards from the history, as far as nothing was changed since."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select

from caseapp.access import ScopeExclusion, ScopeLink, scopes_through, unlink_scopes, visible_scopes
from caseapp.accounts import User
from caseapp.audit import AuditEvent, AuditTouch, check_events, record
from caseapp.db import Record, RecordVersion, Scope, db, history_of, own_act, put_back, state_now
from caseapp.db.engine import Base
from caseapp.db.records import MAC_COLUMNS
from caseapp.people.models import Person
from caseapp.people.queries import get_person
from caseapp.web.errors import NotFound
from caseapp.web.installed import features, model_of

_BOOKKEEPING = MAC_COLUMNS | {"id", "scope_id", "row_version", "seq", "created_on", "changed_on"}


class CannotUndo(Exception):
    """The merge cannot be taken back: it is not the latest, or its history does not fit the log."""


@dataclass
class Returning:
    """One record that the merge changed: what gets its former value again, and what was changed since and stays."""

    record: Record
    back: dict[str, str | None] = field(default_factory=dict)
    stays: list[str] = field(default_factory=list)


@dataclass
class Undoing:
    """What undoing a merge will do."""

    person: Person
    known: Person
    returning: list[Returning]
    links: list[ScopeLink]
    """By which ``known`` came into records of ``person``; they end unless something there means ``known`` still."""
    gone: int
    """Records that the merge changed and that are no more: they were erased since."""


def was_merged(user: User, person: Person) -> bool:
    """Tell whether there is a merge of ``person`` that ``user`` may undo, as far as a page says so."""
    try:
        plan_undoing(user, person)
    except (NotFound, CannotUndo):
        return False
    return True


def plan_undoing(user: User, person: Person) -> Undoing:
    """Work out what undoing the merge of ``person`` would do. Changes nothing.

    Raises:
        NotFound: ``person`` was not merged, or the merge touched a record that ``user`` does not see.
        CannotUndo: the history of the merge is not whole, or something else was found out since.
    """
    if person.merged_into is None:
        raise NotFound
    known = get_person(user, person.merged_into)
    act_ids = _acts_of(person)
    written = _written_by(act_ids)
    versions = _versions_of(act_ids)
    records: dict[uuid.UUID, Record] = {}
    gone = set()
    for record_id, (kind, _version) in written.items():
        found = db.session.get(model_of(kind), record_id) if kind != Scope.__kind__ else None
        if found is not None:
            records[record_id] = found
        elif kind != Scope.__kind__:
            gone.add(record_id)
    if any(feature.answers.kept_from(user, gone) for feature in features()):
        raise NotFound  # as before it was erased: of that, too, nobody hears who was kept out of it
    links = [each for each in records.values() if isinstance(each, ScopeLink)]
    scopes = {each.scope_id for each in records.values()} | {each.through_scope_id for each in links}
    _refuse_hidden(user, scopes)
    returning = []
    for record_id, changed in records.items():
        if isinstance(changed, ScopeLink | ScopeExclusion) or written[record_id][1] == 1:
            continue  # who is kept out follows from the links
        if record_id not in versions:
            raise CannotUndo
        returning.append(_returning(changed, versions[record_id]))
    if not any(each.record.id == person.id and "merged_into" in each.back for each in returning):
        raise CannotUndo
    returning.sort(key=lambda each: (each.record.__kind__, each.record.seq))
    return Undoing(person, known, returning, links, len(gone))


def undo_merge(actor: User, person: Person) -> Undoing:
    """Take the merge of ``person`` back, and return what was done. Inside a write.

    Raises:
        NotFound, CannotUndo: as ``plan_undoing``.
    """
    undoing = plan_undoing(actor, person)
    both = (undoing.person, undoing.known)
    # What lies in one scope is an act of its own, as in joining them: the log tells whoever is kept out of another. Of
    # one that writes nothing it would tell them, too.
    given_back = [each for each in undoing.returning if each.back]
    for scope_id in {each.record.scope_id: None for each in given_back}:
        with own_act():
            for each in given_back:
                if each.record.scope_id == scope_id:
                    put_back(each.record, each.back)
            record(actor, "duplicate.put_back", *both)
    for link in undoing.links:
        if link.removed_on is None and not _named_in(undoing.known, link.through_scope_id):
            with own_act():
                unlink_scopes(link.of_scope_id, link.through_scope_id, actor)
                record(actor, "duplicate.put_back", undoing.known)
    record(actor, "duplicate.undone", *both)
    return undoing


def _act_of(person: Person) -> uuid.UUID:
    """Return the act that let ``person`` point to somebody else."""
    for former in history_of(person):
        if former is None:
            raise CannotUndo
        if former.fields().get("merged_into") is None:
            return former.act_id
    raise CannotUndo


def _acts_of(person: Person) -> list[uuid.UUID]:
    """Return that act and those beside it, which it names; before there were such it did everything."""
    act_id = _act_of(person)
    query = select(AuditEvent).where(AuditEvent.act_id == act_id, AuditEvent.code == "person.merged")
    merged = list(db.session.scalars(query))
    check_events(merged)
    return [act_id, *(uuid.UUID(each) for event in merged for each in (event.detail or {}).get("acts", ()))]


def _written_by(act_ids: list[uuid.UUID]) -> Mapping[uuid.UUID, tuple[str, int]]:
    """Return what the log says that acts wrote: record to its kind and the version they left behind."""
    events = list(db.session.scalars(select(AuditEvent).where(AuditEvent.act_id.in_(act_ids))))
    check_events(events)
    touched = select(AuditTouch).where(
        AuditTouch.event_id.in_([event.id for event in events]), AuditTouch.row_version.is_not(None)
    )
    found = {
        touch.record_id: (touch.record_kind, touch.row_version or 0) for touch in db.session.scalars(touched)
    }
    if not found:
        raise CannotUndo
    return found


def _versions_of(act_ids: list[uuid.UUID]) -> dict[uuid.UUID, list[RecordVersion]]:
    found: dict[uuid.UUID, list[RecordVersion]] = {}
    query = select(RecordVersion).where(RecordVersion.act_id.in_(act_ids)).order_by(RecordVersion.row_version)
    for version in db.session.scalars(query):
        found.setdefault(version.record_id, []).append(version)
    return found


def _returning(changed: Record, versions: list[RecordVersion]) -> Returning:
    before = _as_it_stood(versions[0])
    now = state_now(changed)
    after = _state_after(changed, versions[-1].row_version, now)
    found = Returning(changed)
    for name in before.keys() & after.keys() & now.keys() - _BOOKKEEPING - _colleagues_in(changed):
        if before[name] == after[name]:
            continue
        if now[name] == after[name]:
            found.back[name] = before[name]
        elif now[name] != before[name]:
            found.stays.append(name)
    return found


def _colleagues_in(changed: Record) -> set[str]:
    """Return the columns of a record that mean a colleague: it passed to another because somebody was kept out of it,
    and they still are.
    """
    return {column.name for column in changed.__table__.columns if column.references(User.__table__.c.id)}


def _state_after(changed: Record, version: int, now: dict[str, Any]) -> dict[str, Any]:
    """Return the state of a record that the act left: the former state of the next change, or the present one."""
    if changed.row_version == version + 1:
        return now
    query = select(RecordVersion).where(
        RecordVersion.record_id == changed.id, RecordVersion.row_version == version + 1
    )
    following = db.session.scalar(query)
    if following is None:
        raise CannotUndo
    return _as_it_stood(following)


def _as_it_stood(version: RecordVersion) -> dict[str, Any]:
    """Return the fields of a former state without those in which an erasure blackened names: they prove no change.

    Raises:
        CannotUndo: an erasure emptied it, so that nobody knows whom the record meant.
    """
    fields = version.fields()
    if not fields:
        raise CannotUndo
    return {name: text for name, text in fields.items() if name not in version.taken_out}


def _refuse_hidden(user: User, scopes: Iterable[uuid.UUID]) -> None:
    wanted = set(scopes)
    seen = db.session.scalars(
        select(Scope.id).where(Scope.id.in_(wanted), Scope.id.in_(visible_scopes(user)))
    )
    if wanted - set(seen):
        raise NotFound


def _named_in(person: Person, scope_id: uuid.UUID) -> bool:
    """Tell whether a row of a record, or of what hangs on it, means ``person``; what lies with them does not count."""
    near = select(Scope.id).where(
        (Scope.id == scope_id) | Scope.id.in_(scopes_through([scope_id])), Scope.id != person.scope_id
    )
    for mapper in Base.registry.mappers:
        model = mapper.class_
        if not issubclass(model, Record):
            continue
        for column in model.__table__.columns:
            if column.references(Person.__table__.c.id):
                table = model.__table__
                query = select(func.count()).where(
                    column == person.id, table.c.scope_id.in_(near), table.c.removed_on.is_(None)
                )
                if db.session.scalar(query):
                    return True
    return False
