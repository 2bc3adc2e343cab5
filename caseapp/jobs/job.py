"""The description of a chore."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Job:
    """A chore: ``run`` opens its own write transaction and must do no harm when it is run twice or broken off."""

    name: str
    every: timedelta
    run: Callable[[], object]
