"""What a feature declares of each kind of its records: once, and whoever lists, names or compares records reads it."""

import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel.speaklater import LazyString

from caseapp.web.fates import Erased

Named = tuple[str, uuid.UUID]
"""A record of any feature: its kind and its id."""


@dataclass(frozen=True)
class Description:
    """How a record is named on other features' pages: its reference or kind, its name if the reader may know it."""

    label: str
    url: str | None


@dataclass(frozen=True)
class Kind:
    """A kind of record: its model, by whose ``__kind__`` it is known, and its word for pages that list every kind."""

    model: Any
    word: LazyString
    erased: Erased
    """What erasing a person or a case does to its records."""
    describe: Callable[[Any, Collection[uuid.UUID]], Mapping[uuid.UUID, Description]] | None = None
    """``describe(user, ids)``: how those that this user may know of are named, by id. None has no page of its own."""
    form: Any = None
    """The form it is edited with: its labels name the fields in the record's history."""
