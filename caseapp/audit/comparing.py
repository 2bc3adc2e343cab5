"""Comparing the log with its copy elsewhere: what the copy has and the database lacks, or has otherwise."""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from caseapp.audit.anchors import require_plain
from caseapp.audit.batches import COLUMNS, Batch, Entry, NoBatch, bytes_in, entry_of, lines_in, read_line
from caseapp.audit.copying import copied
from caseapp.audit.models import AuditEvent
from caseapp.audit.whole_log import events_with_touches
from caseapp.audit.wording import detail_of
from caseapp.db import AUDIT, keyring
from caseapp.vault import DataKey, VaultError, unwrap_data_key
from caseapp.web.installed import event_label
from caseapp.web.values import colleague


@dataclass(frozen=True)
class Difference:
    """What does not fit and where; ``told`` is the event in words, where it is one that the copy has."""

    where: str
    sentence: str
    told: str = ""


def compare_copy(file: Path, *, own: bool = False) -> Iterator[Difference]:
    """Compare the log with the copy in ``file``, batch by batch; of its ``own`` it is known how far it was brought.

    Raises:
        OSError: its own is no plain file.
    """
    if own:
        require_plain(file)
    if not file.exists():
        yield Difference(file.name, "is not there, although the log is copied to it")
        return
    reached, seen = 0, set()
    with file.open(encoding="ascii", errors="replace") as copy:
        for position, line in enumerate(lines_in(copy), 1):
            where = f"{file.name}, line {position}"
            if line is None:
                yield Difference(where, "is longer than any batch, and was not read")
                continue
            try:
                batch = read_line(line)
            except NoBatch:
                if line.strip():
                    yield Difference(where, "is no batch of this installation, or broken off")
                continue
            if batch.first > reached + 1:
                yield Difference(where, f"events {reached + 1} to {batch.first - 1} should stand before it")
            reached = max(reached, batch.last)
            for number, sentence, entry in _differing(batch):
                mark = hash(str(entry))  # a copy may hold an event twice; of a million, marks alone are kept
                if mark not in seen:
                    seen.add(mark)
                    yield Difference(f"event {number}", sentence, _told(batch, entry))
    if own and reached < (noted := copied()[0]):
        yield Difference(file.name, f"ends with event {reached}, although it was brought up to event {noted}")


def _differing(batch: Batch) -> Iterator[tuple[int, str, Entry]]:
    there: dict[int, Entry] = {}
    for events, touches in events_with_touches(after=batch.first - 1, until=batch.last):
        there |= {event.number: entry_of(event, touches.get(event.number, [])) for event in events}
    for entry in batch.entries:
        found = there.get(entry[0])
        if found is None:
            yield entry[0], "was copied and is not there", entry
        elif found != entry:
            yield entry[0], "is another one than was copied", entry


def _told(batch: Batch, entry: Entry) -> str:
    """Return an event of the copy in words, for whoever has the keys, also where the database is gone.

    What people said in a case is left out, as on the page of the log: whoever looks after the machine reads no cases.
    """
    value = dict(zip(COLUMNS, entry, strict=False))
    detail = _detail(batch, value)
    at = detail.pop("at", value["day"])
    actor = colleague(uuid.UUID(value["actor_id"])) if value["actor_id"] else "nobody"
    touched = ", ".join(f"{kind} {record_id}" for kind, record_id, *_rest in entry[-1])
    kept = ", ".join(
        f"{key}: {json.dumps(each, ensure_ascii=False)}"
        for key, each in detail.items()
        if not ((known := detail_of(value["code"], key)) and known.withheld)
    )
    parts = (str(at), actor, str(event_label(value["code"]) or value["code"]), touched, kept)
    return "; ".join(part for part in parts if part)


def _detail(batch: Batch, value: dict[str, Any]) -> dict[str, Any]:
    keys: dict[int, DataKey] = {}
    for generation, wrap in batch.wraps:
        try:
            keys[generation] = unwrap_data_key(keyring(), AUDIT, batch.scope_id, generation, wrap)
        except VaultError:
            continue  # the key that wrapped it was destroyed
    try:
        found = AuditEvent.detail.open_with(
            AuditEvent,
            keys.__getitem__,
            uuid.UUID(value["id"]),
            batch.scope_id,
            bytes_in(value["detail_sealed"]),
        )
    except (VaultError, ValueError, KeyError):
        return {"detail": "cannot be opened"}
    return dict(found or {})
