"""The erasure ledger: which scopes were erased, kept outside the database so that a restore erases them again.

A line holds its format (1), the version of the key for tokens, and the keyed token of a scope in hexadecimal digits. It
tells nobody without the keyring whom it means. Copies kept elsewhere may be joined to it in any order.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import select

from caseapp.db import ScopeKey, db, keyring
from caseapp.vault import keyed_token

LEDGER = "erasure-ledger.txt"
LABEL = "erasure-ledger"
_FORMAT = "1"


class BrokenLedger(ValueError):
    """A line of the ledger is none: better no restore than one that brings back what was erased."""


def erased_tokens(files: Iterable[Path]) -> set[tuple[int, bytes]]:
    """Return key version and token of every erased scope that the files name; a file that isn't there names none.

    Raises:
        BrokenLedger: naming file and line.
    """
    found = set()
    for file in files:
        if not file.exists():
            continue
        for position, line in enumerate(file.read_text("ascii", "replace").splitlines(), 1):
            try:
                form, version, token = line.split()
                found.add((int(version), bytes.fromhex(token)))
            except ValueError:
                form = ""
            if form != _FORMAT:
                raise BrokenLedger(f"{file.name}, line {position} is no line of an erasure ledger")
    return found


def replay(tokens: set[tuple[int, bytes]]) -> int:
    """Destroy the keys of every scope that was erased; returns how many scopes. Inside a write."""
    erased: set[uuid.UUID] = set()
    for key in db.session.scalars(select(ScopeKey)) if tokens else ():
        if is_erased(key.scope_id, tokens):
            db.session.delete(key)
            erased.add(key.scope_id)
    return len(erased)


def is_erased(scope_id: uuid.UUID, tokens: set[tuple[int, bytes]]) -> bool:
    """Tell whether a scope is among those that the tokens name."""
    versions = {version for version, _token in tokens}
    return any(
        (version, keyed_token(keyring(), LABEL, scope_id.bytes, version)) in tokens for version in versions
    )
