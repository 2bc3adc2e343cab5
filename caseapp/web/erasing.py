"""What a feature has to say when somebody is erased, beside the fate of each of its kinds of record."""

import uuid
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from caseapp.web.answers import nothing
from caseapp.web.fates import Erased
from caseapp.web.kind import Named


@dataclass(frozen=True)
class Erasing:
    """Which tables it has that hold no kind of record, what must not be erased yet, and what no backup knows."""

    tables: Mapping[str, Erased] = field(default_factory=dict)
    """Table without a kind of record to what erasing a person or a case does to it."""
    holds: Callable[[Collection[uuid.UUID], Collection[uuid.UUID]], Iterable[Named]] = nothing
    """``holds(persons, scopes)``: the records of this feature for which what lies in ``scopes``, with these persons in
    it, must not be erased yet. What they are and who may read of them is asked of whoever reads."""
    stops: Callable[[], Collection[Named]] = nothing
    """``stops()``: the records for which nothing at all may be destroyed in the house, whoever asked for it and
    whenever. Those who do not see them are told that erasing is paused, and nothing else."""
    recall: Callable[[list[dict[str, Any]], set[tuple[int, bytes]]], Iterable[Any]] = nothing
    """``recall(certificates, tokens)``: bring back what is kept outside the database about erasures that a restored
    backup knows nothing of, inside the write that erases them again and before it does; returns single rows to take out
    with them."""
