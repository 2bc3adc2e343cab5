"""Addresses of the log narrowed down, for pages that lead to it."""

import uuid
from datetime import date

from flask import url_for

from caseapp.dates import from_day
from caseapp.i18n import calendar
from caseapp.web.values import digits


def log_of(first: date, last: date, *, codes: tuple[str, ...] = (), actor_id: uuid.UUID | None = None) -> str:
    """Return where the log shows what was done from one day to another, of these kinds and by this colleague.

    The days stand in the boxes as their reader counts them.
    """
    boxes = {
        f"{name}-{part}": value
        for name, day in (("day", first), ("until", last))
        for part, value in _boxes_of(day).items()
    }
    return url_for("audit.index", code=list(codes), actor=actor_id, **boxes)  # type: ignore[arg-type]  # parts of an address


def log_of_record(record_id: uuid.UUID) -> str:
    """Return where the log shows all that touched a record."""
    return url_for("audit.index", record=record_id)


def _boxes_of(day: date) -> dict[str, str]:
    stated = from_day(day)
    shown = stated.to_calendar(calendar()) or stated
    parts = {"day": shown.day, "month": shown.month, "year": shown.year}
    return {part: digits(number) for part, number in parts.items()} | {"calendar": shown.calendar.value}
