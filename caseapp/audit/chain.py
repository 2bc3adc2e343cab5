"""Verifying the chain: every link, no gap, and every record as its last entry left it."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Row, func, select

from caseapp.audit.anchors import FILE_NAME as ANCHORS
from caseapp.audit.anchors import copied_file, require_plain, verify_anchors
from caseapp.audit.certificates import certificates_file
from caseapp.audit.comparing import compare_copy
from caseapp.audit.copying import copy_file
from caseapp.audit.key_versions import verify_key_versions
from caseapp.audit.ledger import LEDGER, BrokenLedger, breaks_in, erased_tokens, is_erased, ledger_file
from caseapp.audit.models import AuditEvent, AuditTouch
from caseapp.audit.recording import A_FEW, MAC_PREFIX, SCOPE, canonical, content_of, first_link
from caseapp.audit.scope_keys import verify_scope_keys
from caseapp.audit.whole_log import events_with_touches
from caseapp.db import (
    AUDIT,
    Installation,
    Locked,
    Record,
    RecordVersion,
    Scope,
    ScopeKey,
    db,
    intact_version,
    keyring,
    open_scopes,
    system_scope_id,
)
from caseapp.db.engine import Base, id_bytes
from caseapp.db.schema import foreign_parts, is_whole
from caseapp.db.scopes import forget_scope_keys
from caseapp.vault import Keyring, Tampered, VaultError, audit_mac

_Entries = dict[tuple[str, uuid.UUID], tuple[int, bytes]]
"""Version and code with which the log last left a record, by its kind and id."""
_Kept = defaultdict[tuple[str, uuid.UUID], set[int]]
"""The former versions of a record that are there, by its kind and id."""


ERASED, ERASED_AGAIN = "erasure.carried_out", "erasure.repeated"
ERASING = (ERASED, ERASED_AGAIN)
"""The events that name records which are no longer there; nothing else lets the absence of a record pass."""


@dataclass(frozen=True)
class Problem:
    """What does not fit, and where: the number of an event, or a record by kind and id."""

    where: str
    sentence: str


def verify() -> Iterator[Problem]:
    """Walk schema, log, anchors, keyring, keys and every record; yields nothing when all is as it was written."""
    yield from _surely("database", _verify_schema())
    yield from _surely("database", _verify_counter())
    yield from _surely("log", _verify_links())
    yield from _surely(ANCHORS, (Problem(where, sentence) for where, sentence in verify_anchors()))
    if copied := copied_file():
        yield from _surely(str(copied), _verify_anchors_elsewhere(copied))
    if copy := copy_file():
        differing = compare_copy(copy, own=True)
        yield from _surely(str(copy), (Problem(found.where, found.sentence) for found in differing))
    yield from _surely("keyring", (Problem(where, sentence) for where, sentence in verify_key_versions()))
    kept = (certificates_file(), ledger_file())
    yield from _surely(LEDGER, (Problem(where, sentence) for where, sentence in breaks_in(kept)))
    yield from _surely(SCOPE, (Problem(where, sentence) for where, sentence in verify_scope_keys()))
    yield from _verify_records()


def _verify_anchors_elsewhere(copied: Path) -> Iterator[Problem]:
    require_plain(copied)
    for where, sentence in verify_anchors(copied):
        yield Problem(where, sentence)


def check_events(events: Iterable[AuditEvent]) -> None:
    """Compare events with their links, for whoever decides by what they say.

    That one was taken out altogether shows only to ``verify``.

    Raises:
        Tampered: an event is not the one that was written.
    """
    asked = list(events)
    for start in range(0, len(asked), A_FEW):
        some = asked[start : start + A_FEW]
        wanted = [event.number - 1 for event in some]
        before = select(AuditEvent.number, AuditEvent.chain).where(AuditEvent.number.in_(wanted))
        links = {0: first_link()} | {row.number: row.chain for row in db.session.execute(before)}
        touched: dict[uuid.UUID, list[AuditTouch]] = defaultdict(list)
        found = select(AuditTouch).where(AuditTouch.event_id.in_([event.id for event in some]))
        for touch in db.session.scalars(found):
            touched[touch.event_id].append(touch)
        for event in some:
            content = canonical(event, touched[event.id])
            previous = links.get(event.number - 1, b"")
            _version, chain = audit_mac(keyring(), previous, content, event.key_version)
            if chain != event.chain:
                raise Tampered("an event of the audit log was changed outside the application")


def count_events() -> int:
    """Return the number of events in the log."""
    return db.session.execute(select(func.count()).select_from(AuditEvent)).scalar_one()


def _verify_schema() -> Iterator[Problem]:
    for part in foreign_parts(migrated=True):
        yield Problem(part, "is not as caseapp makes it, and may swallow what is written")
    if not is_whole():
        yield Problem("database", "is damaged: what an index finds is not what is there")


def _verify_counter() -> Iterator[Problem]:
    """Compare the counter of changes with the rows: what was changed when is told by the numbers that it gave them."""
    given = [select(func.max(model.seq)) for model in _records()]
    highest = max(db.session.execute(each).scalar_one() or 0 for each in given)
    if highest > db.session.execute(select(Installation.change_seq)).scalar_one():
        yield Problem("database", "its counter of changes was set back outside the application")


def _records() -> list[type[Record]]:
    models = (mapper.class_ for mapper in Base.registry.mappers)
    return [model for model in models if issubclass(model, Record)]


def _verify_links() -> Iterator[Problem]:
    previous, expected = first_link(), 1
    own_scope = system_scope_id(AUDIT)
    for events, touches in events_with_touches():
        yield from _verify_details(own_scope, events)
        ring = keyring()
        for event in events:
            if event.number != expected:
                yield Problem(f"event {expected}", f"missing: the next event present is {event.number}")
            if not _fits(ring, event, touches.get(event.number, []), previous):
                yield Problem(
                    f"event {event.number}", "was changed, or an event before it was removed or inserted"
                )
            previous, expected = event.chain, event.number + 1
    for event_id in db.session.scalars(
        select(AuditTouch.event_id).distinct().where(AuditTouch.event_id.not_in(select(AuditEvent.id)))
    ):
        yield Problem(f"event {event_id}", "records are listed under an event that is not there")


def _fits(ring: Keyring, event: Row[Any], touches: list[Any], previous: bytes) -> bool:
    """Tell whether the link of an event was made of what stands in its row and in those of its records."""
    try:
        touched = [
            (id_bytes(record_id), kind, version, prefix)
            for _number, kind, record_id, version, prefix in touches
        ]
        actor_id = b"" if event.actor_id is None else id_bytes(event.actor_id)
        ids = id_bytes(event.id), actor_id, id_bytes(event.act_id)
        content = content_of(ids, event.number, event.day, event.code, event.detail_sealed, touched)
        return audit_mac(ring, previous, content, event.key_version)[1] == event.chain
    except Locked:
        raise
    except Exception:  # as in ``_surely``
        return False


def _verify_details(own_scope: uuid.UUID, events: Sequence[Row[Any]]) -> Iterator[Problem]:
    if not _opens(own_scope, events):  # all at once; only where that fails is each looked at
        for event in events:
            if not _opens(own_scope, [event]):
                yield Problem(f"event {event.number}", "its detail is not the one that was written")


def _opens(own_scope: uuid.UUID, events: Sequence[Row[Any]]) -> bool:
    try:
        own = own_scope.hex
        if any(event.scope_id != own for event in events):
            return False
        cells = ((id_bytes(event.id), event.detail_sealed) for event in events)
        AuditEvent.detail.authenticate_each(AuditEvent, own_scope, cells)
    except Locked:
        raise
    except Exception:  # as in ``_surely``
        return False
    return True


def _surely(where: str, walk: Iterator[Problem]) -> Iterator[Problem]:
    """Go through ``walk`` to its end: what stands in no row of ours must not keep the others from being looked at."""
    try:
        yield from walk
    except Locked:
        raise
    except Exception:  # an edited value fails wherever it is decoded, in ways without number
        yield Problem(where, "holds something that the application never writes")


def _verify_records() -> Iterator[Problem]:
    last: _Entries = {}
    kept: _Kept = defaultdict(set)
    yield from _surely("log", _read_last_entries(last))
    yield from _surely("former states", _verify_former_states(kept))
    gone: set[tuple[str, uuid.UUID]] = set()
    empty: set[uuid.UUID] = set()
    yield from _surely("log", _read_gone(gone))
    yield from _surely(SCOPE, _read_empty(empty))
    for model in _records():
        yield from _surely(model.__kind__, _verify_kind(model, last, kept, empty))
        yield from _surely(model.__kind__, _verify_gone(model, gone))
    yield from _surely(SCOPE, _verify_scopes(last))
    yield from _surely(SCOPE, _verify_gone(Scope, gone))
    for kind, record_id in last.keys() - gone:
        yield Problem(f"{kind} {record_id}", "was written according to the log and is not there")


def _verify_gone(model: Any, gone: set[tuple[str, uuid.UUID]]) -> Iterator[Problem]:
    """Tell of rows that are there although the log says that they were erased: somebody put them back."""
    if any(kind == model.__kind__ for kind, _id in gone):
        for record_id in db.session.scalars(select(model.id)):
            if (model.__kind__, record_id) in gone:
                yield Problem(f"{model.__kind__} {record_id}", "was erased, and is there again")


def _verify_kind(
    model: type[Record], last: _Entries, kept: _Kept, empty: set[uuid.UUID]
) -> Iterator[Problem]:
    kind = model.__kind__
    for record_id, version, mac, scope_id in db.session.execute(
        select(model.id, model.row_version, model.row_mac, model.scope_id)
    ).all():
        entry = last.pop((kind, record_id), None)
        where = f"{kind} {record_id}"
        yield from _surely(where, _compare(model, where, record_id, (version, mac), entry))
        if scope_id not in empty and not _are_all_before(version, kept[(kind, record_id)]):
            yield Problem(where, "a former state of it is not there")


def _are_all_before(version: Any, kept: set[int]) -> bool:
    # Counted, and not compared with a set of all of them: somebody may have written any number.
    number = max(version - 1, 0) if isinstance(version, int) else 0
    return len(kept) == number and all(0 < each <= number for each in kept)


def _verify_scopes(last: _Entries) -> Iterator[Problem]:
    for scope_id, version, mac in db.session.execute(select(Scope.id, Scope.row_version, Scope.mac)).all():
        entry = last.pop((SCOPE, scope_id), None)
        where = f"{SCOPE} {scope_id}"
        yield from _surely(where, _compare(Scope, where, scope_id, (version, mac), entry))


def _compare(
    model: Any, where: str, row_id: uuid.UUID, found: tuple[int, bytes], entry: tuple[int, bytes] | None
) -> Iterator[Problem]:
    version, mac = found
    if entry is None:
        yield Problem(where, "no event of the log wrote this record")
    elif entry != (version, mac[-MAC_PREFIX:]):
        yield Problem(where, "is not as its last entry in the log left it")
    try:
        db.session.get(model, row_id)
    except Locked:
        raise
    except VaultError:
        yield Problem(where, "was edited outside the application")


def _verify_former_states(kept: _Kept) -> Iterator[Problem]:
    """Open every former state, and note which versions of each record are there whole."""
    query = select(RecordVersion.id, RecordVersion.scope_id).order_by(RecordVersion.scope_id)
    for rows in db.session.execute(query.execution_options(yield_per=A_FEW)).partitions():
        forget_scope_keys()  # a few scopes at a time: their keys would stay in memory until the end
        with suppress(VaultError):
            open_scopes({scope_id for _id, scope_id in rows})
        for version_id, _scope_id in rows:
            row = intact_version(version_id)
            if row is None:
                yield Problem(f"former state {version_id}", "was edited outside the application")
            else:
                kept[(row.record_kind, row.record_id)].add(row.row_version)


def _read_last_entries(last: _Entries) -> Iterator[Problem]:
    rows = db.session.execute(
        select(AuditTouch.record_kind, AuditTouch.record_id, AuditTouch.row_version, AuditTouch.mac_prefix)
        .where(AuditTouch.row_version.is_not(None))
        .order_by(AuditTouch.row_version)
    )
    last.update({(kind, record_id): (version or 0, mac or b"") for kind, record_id, version, mac in rows})
    yield from ()  # what cannot be read is told by whoever goes through this


def _read_gone(gone: set[tuple[str, uuid.UUID]]) -> Iterator[Problem]:
    """Note kind and id of the records of which the log says that they were erased."""
    query = (
        select(AuditTouch.record_kind, AuditTouch.record_id)
        .join(AuditEvent, AuditEvent.id == AuditTouch.event_id)
        .where(AuditEvent.code.in_(ERASING), AuditTouch.row_version.is_(None))
    )
    gone.update((kind, record_id) for kind, record_id in db.session.execute(query))
    yield from ()


def _read_empty(empty: set[uuid.UUID]) -> Iterator[Problem]:
    """Note the erased scopes of which a row is left that others point to, without its former states."""
    try:
        tokens = erased_tokens([ledger_file()])
    except BrokenLedger:
        return  # the keys tell of it
    keyless = select(Scope.id).where(Scope.id.not_in(select(ScopeKey.scope_id)))
    empty.update(each for each in db.session.scalars(keyless) if tokens and is_erased(each, tokens))
    yield from ()
