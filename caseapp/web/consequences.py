"""What follows in a feature from what was done in another, inside the write that does it."""

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any


def nothing(*_done: Any) -> None:
    """Do nothing, as most features do about most of it."""


@dataclass(frozen=True)
class Consequences:
    """What a feature does when another one has acted, in the hands of the same actor."""

    merged: Callable[[Any, Any, Any], None] = nothing
    """``merged(actor, person, known)``: point this feature's records from ``person`` to ``known``, who is the same
    human being."""
    brought_in: Callable[[Any, Any, uuid.UUID], None] = nothing
    """``brought_in(actor, person, scope_id)``: let those who reach a scope, into which a person has just come, reach
    what this feature keeps about that person beside them."""
    kept_out: Callable[[Any, Any, Any], None] = nothing
    """``kept_out(actor, scope, user)``: see to what must not stay with ``user``, who was kept out of ``scope`` because
    of somebody who came to stand in it."""
    keeping_out_changed: Callable[[Any, Collection[uuid.UUID], Any], None] = nothing
    """``keeping_out_changed(actor, scope_ids, user)``: see to records that stand in none of these scopes and tell of
    somebody in them; ``user`` was kept out of these or let in again."""
    handed_over: Callable[[Any, Any, Any, Any], None] = nothing
    """``handed_over(actor, record, giver, to)``: let ``to`` know that they answer for a record of another feature from
    now on, in place of ``giver``."""
    withdrawn: Callable[[Any, Any], None] = nothing
    """``withdrawn(actor, consent)``: stop what a consent that a person takes back was allowing."""
