"""Verifying that every scope still has its keys: whoever deletes them destroys records, and it would look like erasure.

What was erased stands in the erasure ledger, under a token that only the keyring can make. A former key may be gone
after a renewal; one that something is still sealed by may not.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence

from sqlalchemy import select

from caseapp.audit.ledger import LEDGER, BrokenLedger, erased_tokens, is_erased, ledger_file
from caseapp.audit.recording import A_FEW, SCOPE
from caseapp.db import AUDIT, ORGANISATION, Locked, Scope, ScopeKey, db, system_scope_id
from caseapp.db.resealing import renewed_scopes, rows_beyond
from caseapp.db.scopes import forget_scope_keys, key_of


def verify_scope_keys() -> Iterator[tuple[str, str]]:
    """Compare the keys of every scope with the erasure ledger; yields where something does not fit, and what."""
    try:
        tokens = erased_tokens([ledger_file()])
    except BrokenLedger as error:
        tokens = set()
        yield LEDGER, str(error)
    system = {system_scope_id(kind) for kind in (ORGANISATION, AUDIT)}  # these are never erased
    renewed = renewed_scopes()
    scopes = db.session.execute(select(Scope.id).execution_options(yield_per=A_FEW)).scalars()
    for some in scopes.partitions():
        forget_scope_keys()  # a few scopes at a time: their keys would stay in memory until the end
        generations = _generations(some)
        for scope_id in some:
            erased = scope_id not in system and is_erased(scope_id, tokens)
            plain = scope_id not in renewed and generations[scope_id] == {1}
            said = _said_of(scope_id, generations[scope_id], erased=erased, plain=plain)
            if said:
                yield f"{SCOPE} {scope_id}", said


def _generations(scope_ids: Sequence[uuid.UUID]) -> defaultdict[uuid.UUID, set[int]]:
    found: defaultdict[uuid.UUID, set[int]] = defaultdict(set)
    query = select(ScopeKey.scope_id, ScopeKey.generation).where(ScopeKey.scope_id.in_(scope_ids))
    for scope_id, generation in db.session.execute(query):
        found[scope_id].add(generation)
    return found


def _said_of(scope_id: uuid.UUID, generations: set[int], *, erased: bool, plain: bool) -> str:
    if erased:
        return "was erased, and has a key again" if generations else ""
    if not generations or (not plain and rows_beyond(scope_id, generations, limit=1)):
        return "has lost a key, and nothing erased it: what it sealed cannot be read"
    try:
        key_of(scope_id)
    except Locked:
        raise
    except Exception:  # an edited value fails wherever it is decoded, in ways without number
        return "has a key that was edited outside the application: what it sealed cannot be read"
    return ""
