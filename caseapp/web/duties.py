"""What stands under the name of a member of staff, and what they came to know: both pass on when they leave."""

import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel.speaklater import LazyString
from sqlalchemy import ColumnElement


@dataclass(frozen=True)
class Duty:
    """Work that stands under somebody's name until it is done: ``of(user_id)`` is the condition on ``model`` for it.

    ``give(actor, record, to)`` puts it under another name. Without it, whoever takes the work on is ``asked`` by a next
    step on the record, or it is only shown so that somebody looks at it. ``words(record)`` tells what it is where its
    reference does not. What ``opens`` lets its taker in; anything else goes to those who reach it already.
    """

    name: str
    label: LazyString
    model: Any
    of: Callable[[uuid.UUID], ColumnElement[bool]]
    give: Callable[[Any, Any, Any], None] | None = None
    asked: bool = False
    opens: bool = False
    words: Callable[[Any], str] | None = None


@dataclass(frozen=True)
class Secret:
    """Something that somebody knew who leaves, and that is better changed: a word to say, an address, a passphrase.

    ``item`` tells it apart from all others; ``url`` is where it is changed.
    """

    item: str
    words: str
    url: str | None = None


Seen = Mapping[str, Collection[uuid.UUID]]
"""Kind of record to the ids of those whose pages somebody opened."""
