"""Ids of many records in little room: what an export held is looked up years later, and written down each time."""

import uuid
from base64 import b64decode, b64encode
from collections.abc import Iterable

HELD = "held"
"""The key under which the event of an export keeps the records that it held."""
LENGTH = 16


def packed(record_ids: Iterable[uuid.UUID]) -> bytes:
    """Return ids, each once, as bytes."""
    return b"".join(sorted({each.bytes for each in record_ids}))


def as_detail(held: bytes) -> str:
    """Return packed ids as an event keeps them."""
    return b64encode(held).decode()


def holds_any(kept: object, record_ids: Iterable[str]) -> bool:
    """Tell whether what an event keeps under ``HELD`` names one of some records."""
    if not isinstance(kept, str) or not kept:
        return False
    held = b64decode(kept)
    there = {held[start : start + LENGTH] for start in range(0, len(held), LENGTH)}
    return any(uuid.UUID(each).bytes in there for each in record_ids)
