"""Carrying an erasure out: once, whole, and taken up again wherever a kill falls.

The order is what makes it whole. Everything is destroyed inside one write; the ledger outside the database is written
before it commits. Killed before the ledger's line, nothing has happened. Killed after it, the line stands, the keys
still do, and the next chore takes the erasure up again. Killed after the commit, what is left is to overwrite the
traces, which a chore does until it is done.
"""

import uuid
from datetime import date, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import select

from caseapp.access.erasing import erase_scopes, keep_to_itself, links_of
from caseapp.accounts import User
from caseapp.accounts.session_rows import forget_what_was_looked_for
from caseapp.audit import AuditEvent, AuditTouch, record
from caseapp.audit.certificates import add_certificate, mark_of
from caseapp.audit.chain import ERASED, ERASED_AGAIN, ERASING
from caseapp.audit.former import refuse_former
from caseapp.audit.ledger import add_to_ledger, erased_tokens, is_erased, ledger_file, still_there
from caseapp.clock import today
from caseapp.db import Scope, ScopeKey, current_act, db, write
from caseapp.db.engine import among_given, given_ids
from caseapp.db.erasing import Destroyed, overwrite_traces
from caseapp.db.unlocked import forget_memory
from caseapp.erasures.applying import apply_decisions, decisions_of
from caseapp.erasures.models import Erasure, Mention
from caseapp.erasures.needles import needles_for
from caseapp.erasures.queries import doomed_of, target_scope
from caseapp.erasures.reach import scope_of
from caseapp.erasures.recalling import kept_of
from caseapp.erasures.residue import leave_residue
from caseapp.erasures.workflow import ERASURE_WORKFLOW, HELD, TAKEN_UP, UNFINISHED
from caseapp.web.drafts import forget_drafts_about, named_in_drafts
from caseapp.web.installed import erasing_is_stopped
from caseapp.workflow import advance


def carry_out(actor: User, erasure: Erasure) -> None:
    """Destroy whom an erasure is about. Inside a write; ``overwrite`` comes after it.

    Raises:
        Blocked: it is held back still, something is open or undecided, or ``actor`` does not see all of it.
        OSError: the ledger could not be written; then nothing is destroyed.
        Tampered: a former state of it, or of what was decided, was put back outside the application.
    """
    decided = select(Mention).where(Mention.erasure_id == erasure.id)
    rows = [erasure, *db.session.scalars(decided)]
    refuse_former({row.id.hex: (row.row_version, row.row_mac) for row in rows})
    advance(ERASURE_WORKFLOW, erasure, actor, "carry_out")
    _destroy(actor, actor.id, erasure)


def overwrite(erasure_id: uuid.UUID) -> bool:
    """Overwrite what the database's log still holds of an erasure, and say so; False while readers keep it from that.

    Outside of any write.
    """
    is_left = db.session.scalar(select(Erasure.status).where(Erasure.id == erasure_id)) == UNFINISHED
    db.session.rollback()  # what this thread reads itself would keep it from that
    if not is_left:
        return True
    if not overwrite_traces():
        return False
    with write(quiet=True):  # somebody else may have been quicker
        erasure = db.session.get_one(Erasure, erasure_id)
        if erasure.status != UNFINISHED:
            return True
        actor = db.session.get_one(User, erasure.carried_out_by)
        advance(ERASURE_WORKFLOW, erasure, actor, "finish")
        record(None, "erasure.finished", erasure)
    return True


def take_up() -> None:
    """Go on with what a kill interrupted: what stands in the ledger and is still there, and traces that are left.

    What a page that was still open kept about somebody who is gone is dropped, too.
    """
    tokens = erased_tokens([ledger_file()])
    if tokens and still_there(tokens):
        with write(quiet=True):  # nothing is done, and so nothing noted, while an order stops all of it
            _erase_again(tokens)
    for erasure_id in db.session.scalars(select(Erasure.id).where(Erasure.status == UNFINISHED)).all():
        overwrite(erasure_id)
    forget_late_drafts()


def forget_late_drafts() -> None:
    """Drop what was written about a row after it was erased. Outside of any write."""
    gone = _destroyed_among(named_in_drafts())
    db.session.rollback()
    if gone:
        with write(quiet=True):
            forget_drafts_about(gone)


def _destroyed_among(ids: set[uuid.UUID]) -> set[uuid.UUID]:
    """Return those that an erasure deleted or emptied, and not what else it wrote: a letter that lost a name stays."""
    query = (
        select(AuditTouch.record_id, AuditTouch.record_kind, AuditTouch.row_version)
        .join(AuditEvent, AuditEvent.id == AuditTouch.event_id)
        .where(AuditEvent.code.in_(ERASING), among_given(AuditTouch.record_id))
    )
    found = db.session.execute(query, given_ids(ids)).all()
    return {
        record_id
        for record_id, kind, version in found
        if version is None or kind == Erasure.__kind__ or not _has_key(scope_of(kind, record_id))
    }


def _has_key(scope_id: uuid.UUID | None) -> bool:
    return (
        db.session.scalar(select(ScopeKey.scope_id).where(ScopeKey.scope_id == scope_id).limit(1)) is not None
    )


def _erase_again(tokens: set[tuple[int, bytes]]) -> None:
    waiting: set[uuid.UUID] = set()
    stopped = erasing_is_stopped()
    for erasure in db.session.scalars(select(Erasure).where(Erasure.status == HELD)).all():
        scope = target_scope(erasure)
        if scope is None or not is_erased(scope, tokens):
            continue
        if (
            stopped
        ):  # an order came between the kill and now: what is still there is not destroyed by ourselves
            doomed = doomed_of(erasure)
            waiting |= doomed.scopes if doomed is not None else {scope}
        else:
            approver = db.session.get_one(User, erasure.approved_by)
            advance(TAKEN_UP, erasure, approver, "carry_out")
            _destroy(None, approver.id, erasure)
    db.session.flush()
    left = still_there(tokens) - waiting
    if left:
        record(None, ERASED_AGAIN, *erase_scopes(left).records(), scopes=len(left))
        current_act().after_commit.append(forget_memory)


def _destroy(actor: User | None, carried_out_by: uuid.UUID, erasure: Erasure) -> None:
    doomed = doomed_of(erasure)
    assert doomed is not None
    scopes, erasure_id = doomed.scopes, erasure.id
    decisions = decisions_of(erasure)
    loose, blackened = apply_decisions(decisions, needles_for(doomed).without_ids())
    residue = leave_residue(erasure, scopes)
    scope = db.session.get_one(Scope, erasure.scope_id)
    people = (erasure.asked_by, erasure.approved_by, carried_out_by)
    keep_to_itself(scope, scopes, [each for each in people if each is not None])
    drafts = forget_drafts_about({erasure_id})
    forget_what_was_looked_for()
    done = erase_scopes(scopes, *loose, *links_of(erasure.scope_id))
    erasure = db.session.get_one(Erasure, erasure_id)
    erasure.carried_out_by = carried_out_by
    erasure.numbers = _numbers(done) | {
        "drafts": drafts + done.drafts,
        "residue": residue,
        "blackened": blackened,
    }
    erasure.backups_until = _backups_until()
    record(actor, ERASED, erasure, *done.records(), scopes=len(scopes))
    db.session.flush()
    kept = kept_of(erasure, scopes, decisions)
    add_certificate(kept)
    add_to_ledger({*scopes, mark_of(kept)})
    current_act().after_commit.append(forget_memory)


def _numbers(done: Destroyed) -> dict[str, Any]:
    return {
        "scopes": len(done.scopes),
        "keys": done.keys,
        "files": len(done.files),
        "shells": len(done.shells),
        "rows": {table: len(ids) for table, ids in sorted(done.rows.items())},
    }


def _backups_until() -> date | None:
    settings = current_app.config["SETTINGS"]
    return today() + timedelta(days=settings.backups_kept) if settings.daily_backup else None
