"""The clock of a breach: how long there is to tell the data-protection authority. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

HOURS = 72
"""Article 33 of the General Data Protection Regulation, and the laws that follow it, count so many hours from becoming
aware. Nights, weekends and holidays count; so do the hours that a change of the clocks adds or takes."""
SOON = timedelta(hours=24)


@dataclass(frozen=True)
class Deadline:
    """By when the authority must have been told, and how that stands at a moment. All instants are aware, in UTC."""

    aware: datetime
    due: datetime
    told: datetime | None
    at: datetime

    @property
    def left(self) -> timedelta:
        """Return how much time is left, or was left when it was told; negative once it is over."""
        return self.due - (self.told or self.at)

    @property
    def is_over(self) -> bool:
        """Tell whether the time ran out before it was told."""
        return self.left < timedelta(0)

    @property
    def is_soon(self) -> bool:
        """Tell whether less than a day is left and nobody has told it."""
        return self.told is None and not self.is_over and self.left <= SOON

    @property
    def whole_hours(self) -> int:
        """Return the whole hours that are left, or that it is late."""
        return int(abs(self.left).total_seconds() // 3600)

    @property
    def minutes(self) -> int:
        """Return the minutes beside the whole hours."""
        return int(abs(self.left).total_seconds() % 3600 // 60)


def deadline_from(aware: datetime, told: datetime | None, at: datetime) -> Deadline:
    """Count the hours from the moment of becoming aware; ``told`` is when it was told, ``at`` the present."""
    return Deadline(aware, aware + timedelta(hours=HOURS), told, at)
