"""Renewing the data key of a scope: everything in it is sealed anew, and then the former key is gone.

A small scope in one transaction, a large one in several: both keys open until nothing carries the former one. After a
kill the next renewal goes on where it stopped. What the rows say stays as it was, and so do the days and the order of
their last change; their history says that the keys were renewed.

The key of an encrypted file is sealed anew with its document, and not made anew: its bytes stay as they are.
"""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from caseapp.audit import record
from caseapp.clock import today
from caseapp.db import AUDIT, ORGANISATION, Scope, ScopeKey, db, keyring, open_scopes, system_scope_id, write
from caseapp.db.engine import Base
from caseapp.db.references import Referenced, reference_tokens
from caseapp.db.resealing import drop_former_generations, former_rows, left_by_erasures, reseal_row
from caseapp.db.scopes import add_generation
from caseapp.keys.rewrapping import PAUSE
from caseapp.vault import Purpose, VaultError

RENEWED = "keys.renewed"
BATCH = 100
"""So many rows are sealed anew in one transaction."""
Progress = Callable[[int, int], None]
"""Is told how many scopes of how many are done."""


@dataclass
class Renewal:
    """What a renewal came to."""

    scopes: int = 0
    rows: int = 0
    damaged: set[uuid.UUID] = field(default_factory=set)
    """The rows that could not be opened; for their sake the former key of their scope stays."""


def renew_scopes(
    actor: Any, scope_ids: list[uuid.UUID], progress: Progress = lambda _done, _all: None
) -> Renewal:
    """Renew the data keys of scopes, one after the other."""
    renewal = Renewal()
    for number, scope_id in enumerate(scope_ids, 1):
        _renew(actor, scope_id, renewal)
        renewal.scopes += 1
        progress(number, len(scope_ids))
        time.sleep(PAUSE)
    if system_scope_id(ORGANISATION) in scope_ids:
        _renew_codes_of_what_is_left(actor, renewal)
    return renewal


def scope_of_reference(reference: str) -> uuid.UUID | None:
    """Return the scope of the record that bears a reference, None where there is none."""
    for mapper in Base.registry.mappers:
        if issubclass(mapper.class_, Referenced):
            model = mapper.class_
            borne = select(model.scope_id).where(model.reference_token.in_(reference_tokens(reference)))
            scope_id: uuid.UUID | None = db.session.scalar(borne)
            if scope_id is not None:
                return scope_id
    return None


def scopes_older_than(days: int) -> list[uuid.UUID]:
    """Return the scopes whose newest key is at least so many days old, and those whose renewal was interrupted."""
    newest = func.max(ScopeKey.created_on)
    query = (
        select(ScopeKey.scope_id)
        .group_by(ScopeKey.scope_id)
        .having((newest <= today() - timedelta(days=days)) | (func.count() > 1))
        .order_by(ScopeKey.scope_id)
    )
    return list(db.session.scalars(query))


def _renew(actor: Any, scope_id: uuid.UUID, renewal: Renewal) -> None:
    if scope_id == system_scope_id(AUDIT):
        _renew_code_of_log(actor, scope_id)
        return
    begun = False
    damaged: set[uuid.UUID] = set()
    while True:
        with write() as act:
            act.renewing = True
            scope = db.session.get(Scope, scope_id)
            if scope is None or scope_id not in open_scopes([scope_id]):
                act.quiet = True
                return  # erased meanwhile
            if not begun:
                _begin(scope)
                begun = True
            rows = 0
            for model, row_id in former_rows(scope_id, limit=BATCH + len(damaged)):
                if row_id in damaged:
                    continue
                try:
                    reseal_row(model, row_id)
                except VaultError:
                    damaged.add(row_id)
                else:
                    rows += 1
            db.session.flush()
            left = former_rows(scope_id, limit=1 + len(damaged))
            if not left:
                drop_former_generations(scope_id)
            record(actor, RENEWED, scope=scope.kind, number=rows)
        renewal.rows += rows
        if len(left) <= len(damaged):
            break
        time.sleep(PAUSE)
    renewal.damaged |= damaged


def _renew_code_of_log(actor: Any, scope_id: uuid.UUID) -> None:
    # The links of the log are made over what is sealed: nothing in it can be sealed anew, but its scope has a code.
    with write(quiet=True) as act:
        act.renewing = True
        scope = db.session.get_one(Scope, scope_id)
        if _has_former_code(scope):
            scope.row_version += 1
            record(actor, RENEWED, scope=scope.kind, number=0)


def _renew_codes_of_what_is_left(actor: Any, renewal: Renewal) -> None:
    # What an erasure left has no data key to renew, and is found under no scope that has one.
    with write(quiet=True) as act:
        act.renewing = True
        rows, scopes = left_by_erasures()
        for model, row_id in rows:
            reseal_row(model, row_id)
        for scope_id in scopes:
            db.session.get_one(Scope, scope_id).row_version += 1
        if rows or scopes:
            record(actor, RENEWED, scope=ORGANISATION, number=len(rows))
    renewal.rows += len(rows)


def _has_former_code(scope: Scope) -> bool:
    return int.from_bytes(scope.mac[:2], "big") != keyring().active(Purpose.ROW_MAC)[0]


def _begin(scope: Scope) -> None:
    count = select(func.count()).select_from(ScopeKey).where(ScopeKey.scope_id == scope.id)
    if db.session.execute(count).scalar_one() == 1:
        add_generation(scope)
    if _has_former_code(scope):
        scope.row_version += 1  # its own code, too
