"""The one write transaction: short, immediate, with its audit event last; and what every flush does."""

import sqlite3
import uuid
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import event, inspect, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from caseapp.clock import today
from caseapp.db.encrypted import drop_opened, seal_pending
from caseapp.db.engine import FILE_COLUMN, WRITE_OPTION, db, defer_references
from caseapp.db.installation import Installation
from caseapp.db.records import Conflict, Record, Scoped
from caseapp.db.scopes import Scope, forget_scope_keys
from caseapp.db.versions import RecordVersion, former_state

_ACT, _ASKED = "act", "asked-once"
K = TypeVar("K", bound=Hashable)
T = TypeVar("T")


class WriteError(RuntimeError):
    """The house rules of writing were broken: a write outside the transaction, or one that records nothing."""


class SentTwice(RuntimeError):
    """A new record has the id or file of one that is there: a form came twice, and the other was a moment faster."""


@dataclass
class Act:
    """One write transaction: its id, what it recorded for the audit log and what it wrote."""

    id: uuid.UUID = field(default_factory=uuid.uuid4)
    quiet: bool = False
    events: list[Any] = field(default_factory=list)
    written: dict[uuid.UUID, Record] = field(default_factory=dict)
    begun: set[uuid.UUID] = field(default_factory=set)
    """The ids of the records and scopes that are new."""
    scopes: dict[uuid.UUID, Scope] = field(default_factory=dict)
    after_commit: list[Callable[[], object]] = field(default_factory=list)
    apart: list["Act"] = field(default_factory=list)
    """What the same transaction does beside it; see ``own_act``."""
    renewing: bool = False
    """What it writes says what it said before, sealed by another key: the day and place of its last change stay."""
    references_deferred: bool = False
    _seq: int | None = None

    def next_seq(self) -> int:
        """Return the next number of the global change counter."""
        if self._seq is None:
            self._seq = db.session.execute(select(Installation.change_seq)).scalar_one()
        self._seq += 1
        return self._seq

    @property
    def changes(self) -> int:
        """Return where the counter of changes stands behind this act, which changed something."""
        assert self._seq is not None
        return self._seq

    def save_counter(self) -> None:
        """Write the change counter back."""
        if self._seq is not None:
            db.session.execute(update(Installation).values(change_seq=self._seq))


_after_begin: list[Callable[[Act], None]] = []
_before_commit: list[Callable[[Act], None]] = []


def after_begin(callback: Callable[[Act], None]) -> Callable[[Act], None]:
    """Register what runs first in every write transaction, with the write lock held: what was read before may be
    out of reach by now.
    """
    _after_begin.append(callback)
    return callback


def before_commit(callback: Callable[[Act], None]) -> Callable[[Act], None]:
    """Register what runs last in every write transaction: the audit log appends its events there."""
    _before_commit.append(callback)
    return callback


def current_act() -> Act:
    """Return the write transaction under way.

    Raises:
        WriteError: there is none.
    """
    act = db.session.info.get(_ACT)
    if act is None:
        raise WriteError("actions run inside `with write():`")
    assert isinstance(act, Act)
    return act


def is_writing() -> bool:
    """Tell whether a write transaction is under way, which may have changed what was known before it."""
    return _ACT in db.session.info


def asked_once(key: Hashable, ask: Callable[[], T]) -> T:
    """Return what ``ask`` gives. A read asks it once; a write each time, because it may have changed it meanwhile."""
    if is_writing():
        return ask()
    known = db.session.info.setdefault(_ASKED, {})
    if key not in known:
        known[key] = ask()
    return known[key]


def asked_of_each(key: Hashable, ids: Iterable[K], ask: Callable[[set[K]], Mapping[K, T]]) -> dict[K, T]:
    """Return what ``ask`` gives for each of ``ids``, those without an answer left out.

    As in ``asked_once``, a read asks once for each: whoever will ask for many one by one asks for all of them before.
    """
    wanted = set(ids)
    if _ACT in db.session.info:
        return dict(ask(wanted)) if wanted else {}
    known: dict[K, T | None] = asked_once((key, "of-each"), dict)
    unknown = wanted - known.keys()
    if unknown:
        found = ask(unknown)
        known.update({each: found.get(each) for each in unknown})
    answers = ((each, known[each]) for each in wanted)
    return {each: answer for each, answer in answers if answer is not None}


def end_read() -> None:
    """End the read that is under way, with all that it opened, checked or looked up; the next question begins another.

    For work that reads much, piece by piece: a long read would keep the database from tidying up what was written
    since, and the keys and texts of all pieces in memory.
    """
    session = db.session()
    session.rollback()
    session.info.clear()


@contextmanager
def write(*, quiet: bool = False) -> Iterator[Act]:
    """Open the write transaction: end the read, take the write lock at once, commit at the end.

    Objects loaded before are reloaded when touched, so what an action sees is what it will change. ``quiet`` is for
    drafts, sessions and throttling, which no audit event describes; everything else must record one.

    Raises:
        WriteError: nested, or nothing was recorded for the audit log.
        SentTwice: a new record is there already.
    """
    session = db.session()
    if _ACT in session.info:
        raise WriteError("a write transaction is open already")
    end_read()
    act = session.info[_ACT] = Act(quiet=quiet)
    try:
        session.connection(execution_options={WRITE_OPTION: True})
        session.autoflush = True  # a read has nothing to flush, and asks for it before each of its queries
        for callback in _after_begin:
            callback(act)
        yield act
        session.flush()
        acts = [act, *act.apart]
        if any(not each.events and (each.written or not each.quiet) for each in acts):
            raise WriteError("every write records an audit event in the same breath")
        for each in acts:
            for callback in _before_commit:
                callback(each)
        act.save_counter()
        session.commit()
    except BaseException as error:
        session.rollback()
        forget_scope_keys()
        if isinstance(error, IntegrityError) and _came_before(error):
            raise SentTwice("a new record has the id or the file of one that is there") from error
        raise
    finally:
        session.autoflush = False
        session.info.clear()  # what the next read needs, it looks up: this write may have changed it
    for each in acts:
        for done in each.after_commit:
            done()


@contextmanager
def own_act() -> Iterator[None]:
    """Let what the block does be an act of its own in the write that is under way; both are written, or neither.

    The log tells of an act as a whole or not at all: by what lies out of somebody's reach they would miss there what
    else was done.
    """
    session, act = db.session(), current_act()
    session.flush()
    apart = Act(quiet=act.quiet, apart=act.apart, renewing=act.renewing, _seq=act._seq)
    apart.references_deferred = act.references_deferred
    act.apart.append(apart)
    session.info[_ACT] = apart
    try:
        yield
        session.flush()
    finally:
        session.info[_ACT] = act
        act._seq, act.references_deferred = apart._seq, apart.references_deferred


def _came_before(error: IntegrityError) -> bool:
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code == sqlite3.SQLITE_CONSTRAINT_UNIQUE:
        return str(error.orig).endswith(FILE_COLUMN)  # the same kept file, from two forms at one moment
    return code == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY


@event.listens_for(db.session, "before_flush")
def _prepare_rows(session: Session, _context: Any, _instances: Any) -> None:
    if not (session.new or session.dirty or session.deleted):
        return
    act = session.info.get(_ACT)
    if act is None:
        raise WriteError("rows change only inside `with write():`")
    for row in session.deleted:
        if isinstance(row, Record):
            raise WriteError("records are removed with a reason, never deleted")
    if not act.references_deferred:
        defer_references(session.connection())
        act.references_deferred = True
    versions: list[RecordVersion] = []
    for row in [*session.new, *session.dirty]:
        if isinstance(row, Record):
            if row in session.new:
                _begin_record(row, act)
            elif session.is_modified(row):
                versions.append(_begin_change(row, act))
            else:
                continue
        if isinstance(row, Scoped):
            seal_pending(row)
        if isinstance(row, Record):
            row.stamp()
            act.written[row.id] = row
        elif isinstance(row, Scope):
            row.stamp()
            if row in session.new:
                _begin_id(row.id, act)
            else:
                act.next_seq()  # who reaches something changed, which whatever follows the counter must see
            act.scopes[row.id] = row
    for version in versions:
        session.add(version)
        seal_pending(version)


def _begin_id(new: uuid.UUID, act: Act) -> None:
    # One id names one record, of whatever kind; the log refuses those that an earlier act wrote.
    if new in act.begun or new in act.written or new in act.scopes:
        raise WriteError("another record has this id")
    act.begun.add(new)


def _begin_record(row: Record, act: Act) -> None:
    _begin_id(row.id, act)
    row.row_version = 1
    row.seq = act.next_seq()
    row.created_on = row.changed_on = today()
    for column in row.__table__.columns:
        # Defaults are applied here rather than by the INSERT, because the MAC must cover them.
        attribute = inspect(type(row)).get_property_by_column(column).key
        if getattr(row, attribute) is None and column.default is not None and column.default.is_scalar:
            setattr(row, attribute, column.default.arg)


def _begin_change(row: Record, act: Act) -> RecordVersion:
    version, state = former_state(row)
    if version != row.row_version:
        raise Conflict(row)
    row.row_version = version + 1
    if not act.renewing:
        row.seq = act.next_seq()
        row.changed_on = today()
    return RecordVersion.of(row, version, state, act.id, renewed=act.renewing)


@event.listens_for(Scoped, "expire", propagate=True)
def _forget_plain_values(row: Scoped | None, _names: Any) -> None:
    # While a commit goes through its rows, one that nobody holds any more may vanish: then SQLAlchemy hands over None.
    if row is not None:
        drop_opened(row)


@event.listens_for(Scoped, "refresh", propagate=True)
def _reopen(row: Scoped, _context: Any, names: Any) -> None:
    drop_opened(row)
    if names is None and isinstance(row, Record):
        row.check()


@event.listens_for(Record, "load", propagate=True)
@event.listens_for(Scope, "load")
def _check_row(row: Record | Scope, _context: Any) -> None:
    row.check()
