"""Keeping up with a table in memory: what changed since the last look, opened. Nothing of it reaches the disk."""

import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from caseapp.db import Encrypted, WriteError, current_act, db, open_scopes

_AT_ONCE = 500


@dataclass(frozen=True)
class Change:
    """A row that is new or was changed: whose it is, and what it says; empty when it is gone or cannot be opened."""

    row_id: uuid.UUID
    owner_id: uuid.UUID
    text: Any


class Follower:
    """Yields the rows of one table that changed, by the change counter; one or several encrypted columns of each.

    A row whose scope has no key here reads as empty, so it is in no index. The caller holds ``lock`` while it takes
    the changes over.
    """

    def __init__(
        self, model: Any, columns: "Encrypted[Any] | tuple[Encrypted[Any], ...]", owner: str
    ) -> None:
        """Follow ``columns`` of ``model``; the plain column ``owner`` says whose each row is.

        Of several columns each change carries a tuple of values.
        """
        self.lock = threading.Lock()
        self._model, self._owner = model, owner
        self._one = not isinstance(columns, tuple)
        self._columns = columns if isinstance(columns, tuple) else (columns,)
        self._seen = 0

    def changes(self, blocks: int | None = None) -> Iterator[Change]:
        """Yield what was committed since the last call; nothing inside a write, which may still be rolled back.

        At most so many ``blocks`` of rows, all where none is said.
        """
        if _is_writing():
            return
        while blocks != 0 and (rows := self._next_rows()):
            blocks = None if blocks is None else blocks - 1
            open_scopes({row[1] for row in rows})  # all their keys in one query
            for row_id, scope_id, seq, removed_on, owner_id, *sealed in rows:
                yield Change(row_id, owner_id, "" if removed_on else self._open(row_id, scope_id, sealed))
                self._seen = seq

    def _open(self, row_id: uuid.UUID, scope_id: uuid.UUID, sealed: list[Any]) -> Any:
        values = [
            column.open(self._model, row_id, scope_id, each)
            for column, each in zip(self._columns, sealed, strict=True)
        ]
        return values[0] if self._one else tuple(values)

    def _next_rows(self) -> list[Any]:
        model = self._model
        query = (
            select(
                model.id,
                model.scope_id,
                model.seq,
                model.removed_on,
                getattr(model, self._owner),
                *(getattr(model, column.attribute) for column in self._columns),
            )
            .where(model.seq > self._seen)
            .order_by(model.seq)
            .limit(_AT_ONCE)
        )
        return list(db.session.execute(query))


def _is_writing() -> bool:
    try:
        current_act()
    except WriteError:
        return False
    return True
