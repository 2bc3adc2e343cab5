"""Addresses of the log narrowed down, for pages that lead to it."""

import uuid
from datetime import date

from flask import url_for


def log_of(first: date, last: date, *, codes: tuple[str, ...] = (), actor_id: uuid.UUID | None = None) -> str:
    """Return where the log shows what was done from one day to another, of these kinds and by this colleague."""
    boxes = {
        f"{name}-{part}": value
        for name, day in (("day", first), ("until", last))
        for part, value in (
            ("day", day.day),
            ("month", day.month),
            ("year", day.year),
            ("calendar", "gregorian"),
        )
    }
    return url_for("audit.index", code=list(codes), actor=actor_id, **boxes)  # type: ignore[arg-type]  # parts of an address
