"""The texts that the features declare, with the questions that reading them takes."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Executable, LargeBinary, func, literal, select, type_coerce

from caseapp.accounts import User
from caseapp.db import rows_found
from caseapp.db.encrypted import Encrypted, encrypted_columns
from caseapp.db.engine import among_given, given_ids, stored
from caseapp.web.feature import TextSource
from caseapp.web.gate import can
from caseapp.web.installed import features, mask_of
from caseapp.web.kind import Named


class Source:
    """A ``TextSource`` with its questions, made once. Rows come as columns: of the texts, and for the code that they
    are checked with.
    """

    def __init__(self, declared: TextSource) -> None:
        model = declared.model
        self.model = model
        self.columns: list[Encrypted[Any]] = [getattr(model, name) for name in declared.columns]
        mask = mask_of(model)
        self.masked = frozenset(mask.columns if mask is not None else ()).intersection(declared.columns)
        """The names of columns that are hidden from whoever is not assigned."""
        kind, of_id = declared.of or (str(model.__kind__), "id")
        self._of_kind, self._of_id = kind, of_id
        names = {"id", "scope_id", "row_version", "access_mac", self._of_id, *model.__access_columns__}
        plain = sorted(names if self._of_kind else names | {"record_kind"})
        # As bytes: opening refuses what is no ciphertext, and to ask of each value twice takes its time.
        sealed = [
            type_coerce(getattr(model, column.attribute), LargeBinary()).label(column.name)
            for column in self.columns
        ]
        here = [model.removed_on.is_(None), among_given(stored(model.scope_id))]
        if declared.present is not None:
            here.append(declared.present())
        rows = select(*(getattr(model, name) for name in plain), *sealed)
        self.in_scopes = rows.where(*here)
        self.by_ids = rows.where(model.removed_on.is_(None), among_given(stored(model.id)))
        size = sum((func.length(getattr(model, each.attribute)) for each in self.columns), literal(0))
        self.ids = select(stored(model.id), size).where(*here)
        """The rows of a scope, each with its size in bytes."""
        number = select(stored(model.scope_id), func.count(), func.sum(size)).where(*here)
        self.counted: Executable = number.group_by(model.scope_id)
        """How many rows each scope has, and their size in bytes together."""
        unsealed = set(model.__table__.columns.keys()) - {each.name for each in encrypted_columns(model)}
        told = [getattr(model, name) for name in ("changed_on", "language") if name in unsealed]
        self._told = select(model.id, *told).where(among_given(model.id))

    def of(self, row: Any) -> Named:
        """Return the record on whose page one reads a row."""
        return self._of_kind or row.record_kind, getattr(row, self._of_id)

    def texts(self, rows: Sequence[Any], *, masked: bool = True) -> list[list[str]]:
        """Return the texts of each row, what is empty left out; ``masked`` those that may be hidden, too."""
        found: list[list[str]] = [[] for _row in rows]
        for column in self.columns:
            if not masked and column.name in self.masked:
                continue
            cells = [(row.id, row.scope_id, getattr(row, column.name)) for row in rows]
            for texts, text in zip(found, column.open_each(self.model, cells), strict=True):
                if text:
                    texts.append(text)
        return found

    def told_of(self, ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Any]:
        """Return what is told of the few rows that have what is sought: the day of their last change, the language."""
        rows: Sequence[Any] = rows_found(self._told, given_ids(ids)) if ids else ()
        return {row.id: row for row in rows}


def sources_for(user: User) -> list[Source]:
    """Return the texts of all features that ``user`` may read."""
    declared = (source for feature in features() for source in feature.texts)
    return [Source(each) for each in declared if not each.permission or can(user, each.permission)]
