"""Anchors: now and then the log's last link is noted in a file, so that a tail cut off the database shows.

A line holds the number of an event, the chain value after it, the version of the key and a code over all of them. A
copy of the file kept on another machine or on paper convicts also somebody who cuts file and database together.
"""

import errno
import logging
import os
import stat
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flask import current_app
from sqlalchemy import select

from caseapp.audit.models import AuditEvent
from caseapp.db import db, keyring
from caseapp.vault import VaultError, audit_mac

log = logging.getLogger("caseapp")
FILE_NAME = "audit-anchors.txt"
EVERY = 100
"""At the latest after so many events there is an anchor."""
_AT_ONCE = 500
"""So many anchors are compared with the log at once: a million events have ten thousand of them."""
_lock = threading.Lock()


@dataclass(frozen=True)
class Anchor:
    """What the log was at one moment."""

    number: int
    chain: bytes
    key_version: int
    code: bytes

    @classmethod
    def of(cls, number: int, chain: bytes) -> "Anchor":
        """Make the anchor of an event."""
        version, code = audit_mac(keyring(), b"anchor", _content(number, chain))
        return cls(number, chain, version, code)

    @classmethod
    def read(cls, line: str) -> "Anchor":
        """Read a line of the file.

        Raises:
            ValueError: it is not one.
        """
        number, chain, version, code = line.split()
        return cls(int(number), bytes.fromhex(chain), int(version), bytes.fromhex(code))

    def line(self) -> str:
        """Return the anchor as the file holds it."""
        return f"{self.number} {self.chain.hex()} {self.key_version} {self.code.hex()}\n"

    def is_ours(self) -> bool:
        """Tell whether this installation made it."""
        try:
            return (
                audit_mac(keyring(), b"anchor", _content(self.number, self.chain), self.key_version)[1]
                == self.code
            )
        except VaultError:
            return False


def anchors_file() -> Path:
    """Return the file of this instance."""
    path: Path = current_app.config["SETTINGS"].instance_path / FILE_NAME
    return path


def last_anchored() -> datetime | None:
    """Return when the newest anchor was written, None before the first."""
    try:
        return datetime.fromtimestamp(anchors_file().stat().st_mtime, UTC)
    except OSError:
        return None


def note_anchor() -> None:
    """Add an anchor if it can be written: what it anchors is saved already, a full disk does not change that."""
    try:
        add_anchor()
    except OSError as error:
        # A trace would name paths and values.
        log.error("no anchor of the audit log could be written: %s", error.strerror)  # noqa: TRY400 - a trace would name folders


def add_anchor() -> bool:
    """Note the last event of the log, unless it is noted already; returns whether a line was added."""
    last = db.session.execute(
        select(AuditEvent.number, AuditEvent.chain).order_by(AuditEvent.number.desc()).limit(1)
    ).first()
    if last is None:
        return False
    file, copy = anchors_file(), copied_file()
    with _lock:
        # A sign that we never write is no reason to write no anchor any more; ``verify`` tells of its line.
        lines = file.read_text("ascii", "replace").splitlines(keepends=True) if file.exists() else []
        if lines and not lines[-1].endswith("\n"):
            _append(file, ["\n"])  # a power cut broke it off; the next one begins a line of its own
            lines[-1] += "\n"
        is_new = not (lines and lines[-1].startswith(f"{last.number} ") and _is_whole(lines[-1]))
        if is_new:
            lines.append(Anchor.of(last.number, last.chain).line())
            _append(file, lines[-1:])
        if copy is not None:
            _bring_up(copy, lines)
    return is_new


def _is_whole(line: str) -> bool:
    try:
        return Anchor.read(line).is_ours()
    except ValueError:
        return False


def require_plain(file: Path) -> None:
    """Refuse what somebody who keeps a place elsewhere put there: a link into a file of ours, a pipe that nobody reads.

    Raises:
        OSError: there is something, and it is no plain file.
    """
    try:
        mode = file.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISREG(mode):
        raise OSError(errno.ELOOP, "it is no plain file")


def _append(file: Path, lines: list[str]) -> None:
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW, 0o600)
    try:
        os.write(handle, "".join(lines).encode("ascii"))
        os.fsync(handle)
    finally:
        os.close(handle)


def _bring_up(copy: Path, lines: list[str]) -> None:
    """Add to the copy what it lacks: its disk may have been away for a while. Nothing in it is ever written over."""
    try:
        require_plain(copy)
        there = copy.read_text("ascii", "replace").splitlines(keepends=True) if copy.exists() else []
        if there and not there[-1].endswith("\n"):
            _append(copy, ["\n"])  # a power cut broke it off; what is there stays as it is
        known = set(there)
        _append(copy, [line for line in lines if line not in known and line.isascii()])
    except OSError as error:
        # The anchor itself is written: the copy is brought up with the next one.
        log.error("no anchor could be written to anchor_copy: %s", error.strerror)  # noqa: TRY400 - a trace would name folders


def newest_anchor() -> Anchor | None:
    """Return the anchor of the last event of the log, made now; None for an empty log."""
    last = db.session.execute(
        select(AuditEvent.number, AuditEvent.chain).order_by(AuditEvent.number.desc()).limit(1)
    ).first()
    return Anchor.of(last.number, last.chain) if last is not None else None


def copied_file() -> Path | None:
    """Return the file elsewhere that anchors are written to as well, None where none is set."""
    place = current_app.config["SETTINGS"].anchor_copy
    if not place:
        return None
    return Path(place) / FILE_NAME if Path(place).is_dir() else Path(place)


def verify_anchors(file: Path | None = None) -> Iterator[tuple[str, str]]:
    """Compare the log with the anchors of ``file``, the instance's own by default; yields (where, what is wrong)."""
    own = file is None
    path = anchors_file() if file is None else file
    newest = db.session.scalar(select(AuditEvent.number).order_by(AuditEvent.number.desc()).limit(1)) or 0
    if not path.exists():
        if newest >= EVERY or not own:
            yield path.name, "is not there, although anchors were written into it"
        return
    waiting: list[Anchor] = []
    reached = 0
    with path.open(encoding="ascii", errors="replace") as lines:
        for position, line in enumerate(lines, 1):
            try:
                anchor = Anchor.read(line)
            except ValueError:
                yield f"{path.name}, line {position}", "is no anchor"
                continue
            if not anchor.is_ours():
                yield f"{path.name}, line {position}", "was changed, or belongs to another installation"
                continue
            waiting.append(anchor)
            reached = max(reached, anchor.number)
            if len(waiting) == _AT_ONCE:
                yield from _compare(waiting)
                waiting.clear()
    yield from _compare(waiting)
    # The one for the last hundred may be on its way. A copy elsewhere was perhaps made long ago, but of something.
    if (newest - reached >= 2 * EVERY) if own else not reached:
        yield path.name, "lacks anchors that were written into it"


def _compare(anchors: list[Anchor]) -> Iterator[tuple[str, str]]:
    numbers = [anchor.number for anchor in anchors]
    query = select(AuditEvent.number, AuditEvent.chain).where(AuditEvent.number.in_(numbers))
    chains = {row.number: row.chain for row in db.session.execute(query)}
    for anchor in anchors:
        chain = chains.get(anchor.number)
        if chain is None:
            yield f"event {anchor.number}", "was in the log when an anchor was written and is not there"
        elif chain != anchor.chain:
            yield f"event {anchor.number}", "is another one than when an anchor was written"


def _content(number: int, chain: bytes) -> bytes:
    return number.to_bytes(8, "big") + chain
