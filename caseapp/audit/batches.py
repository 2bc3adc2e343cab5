"""Batches of the log on their way to another place: what a line of the copy holds, sealed by the keyring alone.

A line holds its format (1), the numbers of its first and last event, the sealed events in base64, and the anchor of the
last one, as ``anchors`` writes it: a line that a power cut broke off has none. In the events stands what the database
keeps, details still sealed as they are there, and the keys of the log's own scope, wrapped: with them the copy is read
where the database is gone. The batch itself is sealed under a key beside that of the erasure ledger, as lasting.
"""

import json
import uuid
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, TextIO

from sqlalchemy import select

from caseapp.audit.anchors import Anchor
from caseapp.db import AUDIT, ScopeKey, db, keyring, system_scope_id
from caseapp.vault import Binding, DataKey, Padding, Purpose, VaultError, keyed_token, open_field, seal_field

LABEL = "audit.copy"
_FORMAT = "1"
LONGEST = 64 * 1024 * 1024
"""No batch is longer, also where each of its events is an export of the most records that one may hold."""

Entry = list[Any]
"""Columns of an event in the order of ``COLUMNS``, then what it touched, each as the database keeps it."""
COLUMNS = ("number", "id", "day", "actor_id", "code", "act_id", "detail_sealed", "key_version", "chain")


class NoBatch(ValueError):
    """A line is no batch of this installation, or not whole."""


@dataclass(frozen=True)
class Batch:
    """Some events that follow each other."""

    first: int
    last: int
    anchor: Anchor
    scope_id: uuid.UUID
    wraps: list[tuple[int, bytes]]
    """Generation and wrap of each key of the log's own scope."""
    entries: list[Entry]


def entry_of(event: Any, touches: Iterable[Any]) -> Entry:
    """Return an event as it is copied and compared. A value that somebody edited is taken as it stands."""
    touched = [[_plain(value) for value in touch[1:]] for touch in touches]
    return [*(_plain(getattr(event, name)) for name in COLUMNS), sorted(touched, key=str)]


def line_of(events: Sequence[Any], touches: dict[int, list[Any]]) -> str:
    """Return the line that holds these events."""
    first, last = events[0].number, events[-1].number
    chain = events[-1].chain if isinstance(events[-1].chain, bytes) else b""
    scope_id = system_scope_id(AUDIT)
    wraps = db.session.execute(
        select(ScopeKey.generation, ScopeKey.wrap).where(ScopeKey.scope_id == scope_id)
    )
    content = {
        "scope": scope_id.hex,
        "wraps": [[generation, _plain(wrap)] for generation, wrap in wraps],
        "events": [entry_of(event, touches.get(event.number, [])) for event in events],
    }
    plain = zlib.compress(json.dumps(content, separators=(",", ":")).encode())
    version, _key = keyring().active(Purpose.TOKEN)
    sealed = seal_field(_key_of(version), _binding(first, last, chain), plain, Padding.TEXT)
    anchor = Anchor.of(last, chain).line()
    return f"{_FORMAT} {first} {last} {version} {b64encode(sealed).decode()} {anchor}"


def read_line(line: str) -> Batch:
    """Read a line of the copy.

    Raises:
        NoBatch: it is none of ours, was changed, or is not whole.
    """
    try:
        form, first, last, version, sealed, anchored = line.split(" ", 5)
        anchor = Anchor.read(anchored)
        if form != _FORMAT or anchor.number != int(last) or not (line.endswith("\n") and anchor.is_ours()):
            raise NoBatch
        binding = _binding(int(first), int(last), anchor.chain)
        packed = open_field(_key_of(int(version)), binding, b64decode(sealed, validate=True))
    except (ValueError, VaultError):
        raise NoBatch from None
    content = json.loads(zlib.decompress(packed))
    wraps = [(generation, bytes_in(wrap)) for generation, wrap in content["wraps"]]
    return Batch(int(first), int(last), anchor, uuid.UUID(content["scope"]), wraps, content["events"])


def lines_in(copy: TextIO) -> Iterator[str | None]:
    """Yield each line of a copy, None for one that is longer than any batch: whoever keeps the place may have filled it
    with whatever they like.
    """
    while line := copy.readline(LONGEST):
        if len(line) < LONGEST or line.endswith("\n"):
            yield line
            continue
        while line and not line.endswith("\n"):
            line = copy.readline(LONGEST)
        yield None


def bytes_in(value: Any) -> bytes:
    """Return the bytes that stand in an entry in base64; of what is none, nothing."""
    return b64decode(value[1:]) if isinstance(value, str) and value.startswith("=") else b""


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return f"={b64encode(value).decode()}"
    return value if value is None or isinstance(value, (int, str)) else str(value)


def _key_of(version: int) -> DataKey:
    ring = keyring()
    return DataKey(version, keyed_token(ring, LABEL, ring.instance_id.bytes, version))


def _binding(first: int, last: int, chain: bytes) -> Binding:
    instance_id = keyring().instance_id
    place = uuid.UUID(bytes=sha256(b"%d %d " % (first, last) + chain).digest()[:16])
    return Binding(instance_id, LABEL, place, instance_id)
