"""The erasure ledger: which scopes were erased, kept outside the database so that a restore erases them again.

A line holds its format (3), the version of the key for tokens, the keyed token of a scope in hexadecimal digits, or of
the mark of a certificate (see ``certificates``), and the code that chains it to the lines before it (``line_chains``);
one from before there was a chain has the format 1 and no code. It tells nobody without the keyring whom it means.
Copies kept elsewhere may be joined to it.
"""

from __future__ import annotations

import os
import threading
import uuid
from base64 import b64decode
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from caseapp.audit.line_chains import DOES_NOT_FOLLOW, LineChain
from caseapp.db import AUDIT, ORGANISATION, ScopeKey, db, keyring, system_scope_id
from caseapp.vault import Purpose, keyed_token

LEDGER = "erasure-ledger.txt"
LABEL = "erasure-ledger"
ERASED_SCOPES = LineChain("erasure-ledger.chain", plain="1", linked="3")
CERTIFICATES_KEPT = LineChain("erasure.certificate.chain", plain="2", linked="4")
"""The lines that ``certificates`` writes; they may stand among those of a ledger."""
_lock = threading.Lock()


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
                found |= _token_in(line)
            except ValueError:
                raise BrokenLedger(f"{file.name}, line {position} is no line of an erasure ledger") from None
    return found


def _token_in(line: str) -> set[tuple[int, bytes]]:
    form, version, words, *code = line.split()
    if (form, len(code)) in ((CERTIFICATES_KEPT.plain, 0), (CERTIFICATES_KEPT.linked, 1)):
        int(version), b64decode(words, validate=True)
        return set()
    if (form, len(code)) not in ((ERASED_SCOPES.plain, 0), (ERASED_SCOPES.linked, 1)):
        raise ValueError("another format")
    return {(int(version), bytes.fromhex(words))}


def breaks_in(files: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Yield where lines of a ledger or of certificates do not follow what stands before them, and what that means."""
    for file in files:
        for chain in (ERASED_SCOPES, CERTIFICATES_KEPT):
            for position in chain.breaks(file):
                yield f"{file.name}, line {position}", DOES_NOT_FOLLOW


def refuse_newer_ledger(tokens: set[tuple[int, bytes]]) -> None:
    """Refuse tokens that no key of the ring has made: whom they mean could not be erased again.

    Raises:
        BrokenLedger: there are such.
    """
    newer = {version for version, _token in tokens} - set(keyring().readable(Purpose.TOKEN))
    if newer:
        raise BrokenLedger(
            f"the erasure ledger has lines by version {max(newer)} of the key token, which these keys lack: they are "
            "older than the ledger. Name a newer key folder with --keys"
        )


def ledger_file() -> Path:
    """Return the ledger of this instance."""
    path: Path = current_app.config["SETTINGS"].instance_path / LEDGER
    return path


def add_to_ledger(scopes: Collection[uuid.UUID]) -> None:
    """Note scopes as erased, down to the disk, before the write that erases them commits.

    A kill in between leaves a line whose scopes still have their keys; the erasure is then taken up again. Scopes that
    stand there already are not noted again.

    Raises:
        OSError: the disk does not take it; nothing may be erased then.
    """
    file = ledger_file()
    with _lock:
        _cut_off_broken_line(file)
        known = erased_tokens([file])
        version, _key = keyring().active(Purpose.TOKEN)
        new = [
            (version, token_of(scope_id, version).hex())
            for scope_id in sorted(scopes)
            if not is_erased(scope_id, known)
        ]
        _append_to(file, ERASED_SCOPES.lines(new, after=file))


def append_line(file: Path, chain: LineChain, version: int, words: str) -> None:
    """Append a line to such a file, chained to those before it, down to the disk; all of it or nothing.

    Raises:
        OSError: the disk does not take it.
    """
    with _lock:
        _cut_off_broken_line(file)
        _append_to(file, chain.lines([(version, words)], after=file))


def _append_to(file: Path, lines: list[str]) -> None:
    is_new = not file.exists()
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        _append(handle, "".join(lines).encode("ascii"))
    finally:
        os.close(handle)
    if is_new:
        _sync(file.parent)


def _append(handle: int, lines: bytes) -> None:
    """Write all of it or nothing: an all but full disk takes the beginning, and says so by its length alone."""
    before = os.fstat(handle).st_size
    try:
        while lines:
            lines = lines[os.write(handle, lines) :]
        os.fsync(handle)
    except OSError:
        os.ftruncate(handle, before)
        raise


def token_of(scope_id: uuid.UUID, version: int | None = None) -> bytes:
    """Return the token under which the ledger names a scope."""
    return keyed_token(keyring(), LABEL, scope_id.bytes, version)


def _cut_off_broken_line(file: Path) -> None:
    # A power cut may leave half a line; the write that it belonged to was not committed, and is made again whole.
    if not file.exists():
        return
    content = file.read_bytes()
    whole = content.rfind(b"\n") + 1
    if whole < len(content):
        with file.open("r+b") as opened:
            opened.truncate(whole)
            os.fsync(opened.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def still_there(tokens: set[tuple[int, bytes]]) -> set[uuid.UUID]:
    """Return the scopes that the tokens name and that still have keys: from a backup, or because a kill spared them.

    The scopes of the organisation and of the log are never among them.
    """
    if not tokens:
        return set()
    system = {system_scope_id(kind) for kind in (ORGANISATION, AUDIT)}
    with_keys = set(db.session.scalars(select(ScopeKey.scope_id).distinct()))
    return {scope_id for scope_id in with_keys - system if is_erased(scope_id, tokens)}


def is_erased(scope_id: uuid.UUID, tokens: set[tuple[int, bytes]]) -> bool:
    """Tell whether a scope is among those that the tokens name."""
    versions = {version for version, _token in tokens}
    return any((version, token_of(scope_id, version)) in tokens for version in versions)
