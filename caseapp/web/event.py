"""What a feature writes into the audit log: which events, what each keeps, and how that is put into words."""

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from flask_babel.speaklater import LazyString


class Keeps:
    """The keys of what an event keeps: those that each one of its code must have, and those that it ``may`` have.

    ``record`` refuses any other, and one that lacks a key: what the log says years later must not depend on who wrote
    the call.
    """

    def __init__(self, *must: str, may: tuple[str, ...] = ()) -> None:
        self.must, self.may = frozenset(must), frozenset(may)

    @property
    def all(self) -> frozenset[str]:
        """Return every key that may be there."""
        return self.must | self.may

    def objection(self, keys: Collection[str]) -> str:
        """Return what speaks against these keys, empty when nothing does."""
        lacking, unknown = self.must.difference(keys), set(keys).difference(self.all)
        said = [f"lacks {key}" for key in sorted(lacking)] + [
            f"keeps {key}, which is not declared" for key in sorted(unknown)
        ]
        return ", ".join(said)


NOTHING = Keeps()


@dataclass(frozen=True)
class Event:
    """Something that is written into the audit log under a code; beside its time it ``keeps`` these keys alone."""

    code: str
    label: LazyString
    keeps: Keeps = NOTHING
    watched: bool = False
    """Whoever reads the log sees it counted first: refusals, exports, ways round a rule."""
    by_itself: bool = False
    """The application causes it itself when nobody is named as its author."""
    taking_out: bool = False
    """Records leave in a file: as many as its ``rows``, or as many as it touches."""
    looked_at_again: bool = False
    """One person does it alone, and a colleague looks at it again within the week."""


@dataclass(frozen=True)
class Detail:
    """How the audit log shows what an event keeps under a key: its name, and ``words(value)`` where it is a code.

    What people said or decided in a case is ``withheld``: whoever reads the log reads no cases. Of what has
    ``told(reader, actor_id)`` somebody who reads of the event hears only if it says so.
    """

    label: LazyString
    words: Callable[[Any], str] | None = None
    withheld: bool = False
    told: Callable[[Any, uuid.UUID | None], bool] | None = None
