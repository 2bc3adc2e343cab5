"""The only clock of the code base: nothing else asks the system for the time.

Instants are aware and in UTC. Calendar days depend on where the organisation works, so `today` answers in its
zone: a letter approved at 00:30 in Tirana carries the Tirana day although it is still yesterday in UTC.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


class UnknownZone(ValueError):
    """The text is not the name of an IANA time zone, such as `Europe/Tirane`."""


_organisation_zone = ZoneInfo("UTC")
_behind: ContextVar[timedelta] = ContextVar("behind", default=timedelta(0))


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownZone(f"{name!r} is not the name of a time zone") from error


def set_zone(name: str) -> None:
    """Set the organisation's zone for this process; raises `UnknownZone` and then changes nothing."""
    global _organisation_zone
    _organisation_zone = _zone(name)


@contextmanager
def behind(days: int) -> Iterator[None]:
    """Let the clock of this thread run ``days`` late, so that a demonstration can tell of the year before.

    For nothing else: what an organisation writes bears the day on which it was written.

    Raises:
        ValueError: the clock would run ahead.
    """
    if days < 0:
        raise ValueError("a clock may run late, never ahead")
    before = _behind.set(timedelta(days=days))
    try:
        yield
    finally:
        _behind.reset(before)


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC) - _behind.get()


def today(zone: str | None = None) -> date:
    """The calendar day it is now in `zone`, or in the organisation's zone; raises `UnknownZone`."""
    return now().astimezone(_organisation_zone if zone is None else _zone(zone)).date()


def at_home(moment: datetime) -> datetime:
    """The same instant as the clocks show it where the organisation works."""
    return moment.astimezone(_organisation_zone)


def bounds_of(day: date) -> tuple[datetime, datetime]:
    """The instants at which `day` begins and ends where the organisation works, in UTC."""
    begins, ends = (
        datetime.combine(each, time(), _organisation_zone) for each in (day, day + timedelta(days=1))
    )
    return begins.astimezone(UTC), ends.astimezone(UTC)


def instant(day: date, at: time) -> datetime:
    """The instant, in UTC, at which the clocks where the organisation works show this time on this day."""
    return datetime.combine(day, at, _organisation_zone).astimezone(UTC)
