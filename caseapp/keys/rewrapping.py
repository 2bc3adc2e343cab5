"""Wrapping the keys of scopes anew after a rotation: 82 bytes each, nothing else of a record is touched.

Batches along the ids, each in a short write of its own, so that everybody goes on working. What is done is done:
after a kill it is taken up where nothing is wrapped anew yet.
"""

import time
import uuid
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Row, bindparam, func, select, tuple_, update

from caseapp.audit import record
from caseapp.db import Scope, ScopeKey, db, keyring, write
from caseapp.db.carried import wrap_version_column
from caseapp.db.checkpoint import empty_the_log
from caseapp.vault import Purpose, VaultError, unwrap_data_key, wrap_data_key

REWRAPPED = "keys.rewrapped"
BATCH = 500
PAUSE = 0.005
"""Seconds between two batches, in which others come to write."""
Progress = Callable[[int, int], None]
"""Is told how many wraps of how many are done."""
_Wrap = Row[uuid.UUID, int, bytes, str]
"""Scope, generation, wrap, and the kind of the scope."""

_SWAP = (
    update(ScopeKey)
    .where(
        ScopeKey.scope_id == bindparam("of_scope"),
        ScopeKey.generation == bindparam("of_generation"),
        ScopeKey.wrap == bindparam("former"),
    )
    .values(wrap=bindparam("anew"))
)


def rewrap(actor: Any, progress: Progress = lambda _done, _all: None) -> int:
    """Wrap everything anew that a former key has wrapped; returns how many wraps could not be opened and stay."""
    total, done, damaged = waiting(), 0, 0
    after = (uuid.UUID(int=0), 0)
    while True:
        with write(quiet=True):  # the ring cannot change while this holds the lock
            found = _next_batch(after)
            anew, broken = _wrapped_anew(found)
            if anew:
                db.session.connection().execute(_SWAP, anew)
        if not found:
            break
        after = (found[-1].scope_id, found[-1].generation)
        done, damaged = done + len(found), damaged + broken
        progress(min(done, total), total)
        time.sleep(PAUSE)
    version = keyring().active(Purpose.SCOPE_WRAP)[0]
    with write():
        record(actor, REWRAPPED, version=version, number=done - damaged, damaged=damaged)
    empty_the_log()  # the former wraps lie in it until then
    return damaged


def waiting() -> int:
    """Return how many wraps are not yet by the key that is in use."""
    return db.session.execute(select(func.count()).select_from(ScopeKey).where(_is_former())).scalar_one()


def _is_former() -> Any:
    return wrap_version_column() != keyring().active(Purpose.SCOPE_WRAP)[0].to_bytes(4, "big")


def _next_batch(after: tuple[uuid.UUID, int]) -> Sequence[_Wrap]:
    return db.session.execute(
        select(ScopeKey.scope_id, ScopeKey.generation, ScopeKey.wrap, Scope.kind)
        .join(Scope, Scope.id == ScopeKey.scope_id)
        .where(_is_former(), tuple_(ScopeKey.scope_id, ScopeKey.generation) > tuple_(*after))
        .order_by(ScopeKey.scope_id, ScopeKey.generation)
        .limit(BATCH)
    ).all()


def _wrapped_anew(found: Sequence[_Wrap]) -> tuple[list[dict[str, Any]], int]:
    ring, anew = keyring(), []
    for scope_id, generation, former, kind in found:
        try:
            key = unwrap_data_key(ring, kind, scope_id, generation, former)
        except VaultError:
            continue  # edited outside the application: verifying tells of it, and nobody makes it worse here
        anew.append(
            {
                "of_scope": scope_id,
                "of_generation": generation,
                "former": former,
                "anew": wrap_data_key(ring, kind, scope_id, key),
            }
        )
    return anew, len(found) - len(anew)
