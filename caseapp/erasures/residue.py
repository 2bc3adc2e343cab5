"""What stays of the disclosures of whom is erased: enough to prove what was told to whom, nothing about whom."""

import json
import uuid
from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from caseapp.db import db, keyring
from caseapp.db.engine import among_given, given_ids
from caseapp.disclosures import LedgerEntry
from caseapp.erasures.models import Erasure, Residue
from caseapp.vault import keyed_token

LABEL = "erasure-residue"
NAMED_AUDIENCES = frozenset({"authority"})
"""Audiences that are no person: only of these the id stays."""


def leave_residue(erasure: Erasure, scopes: Collection[uuid.UUID]) -> int:
    """Write what stays of the disclosures in ``scopes``; returns how many. Inside the write that destroys them."""
    query = select(LedgerEntry).where(among_given(LedgerEntry.scope_id)).order_by(LedgerEntry.seq)
    entries = list(db.session.scalars(query, given_ids(scopes)))
    for entry in entries:
        audience = entry.audience or {}
        kind = audience.get("kind", "")
        db.session.add(
            Residue(
                scope_id=erasure.scope_id,
                erasure_id=erasure.id,
                disclosure_id=entry.disclosure_id,
                purpose=entry.purpose,
                day=entry.day,
                audience={"kind": kind, "id": audience.get("id") if kind in NAMED_AUDIENCES else None},
                bases=sorted({basis[0] for basis in entry.bases or []}),
                manner=entry.manner,
                proof=proof_of(entry),
            )
        )
    return len(entries)


def proof_of(entry: LedgerEntry) -> bytes:
    """Return the keyed hash of an entry: of a copy that somebody kept, it says whether it is this one."""
    told: dict[str, Any] = {
        "disclosure": str(entry.disclosure_id),
        "person": str(entry.person_id),
        "purpose": entry.purpose,
        "day": entry.day.isoformat() if entry.day else None,
        "audience": entry.audience,
        "items": entry.items,
        "identified": entry.identified,
        "bases": entry.bases,
    }
    content = json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
    return keyed_token(keyring(), LABEL, content)
