"""By when an authority must have answered, with the working shown line by line. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

SATURDAY = 5


@dataclass(frozen=True)
class ReplyDate:
    """The day by which a reply is due, and what it was counted from."""

    due: date
    start: date
    counted_from: str
    days: int
    counted_in: str
    source: str


def reply_date(rule: Mapping[str, Any] | None, happened: Mapping[str, date]) -> ReplyDate | None:
    """Count the day by which the authority must have answered.

    ``rule`` is an authority's ``reply_rule``; ``happened`` tells on which day the letter was ``dispatched``,
    ``delivered`` and ``acknowledged``. The start day itself is not counted. None without a rule, or before its start.
    """
    if not rule or rule["counted_from"] not in happened:
        return None
    start, days = happened[rule["counted_from"]], int(rule["days"])
    due = (
        _after_working_days(start, days) if rule["counted_in"] == "working_days" else start + timedelta(days)
    )
    return ReplyDate(due, start, rule["counted_from"], days, rule["counted_in"], rule.get("source", ""))


def _after_working_days(start: date, days: int) -> date:
    day = start
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < SATURDAY
    return day
