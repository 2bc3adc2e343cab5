"""A colleague's days as a picture: five weeks by how much each day holds, and one day by the hour.

The days are those of the organisation. Where the page runs from right to left, so do the weeks and the hours.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from babel import Locale

from caseapp.audit.acts import Act
from caseapp.clock import at_home
from caseapp.dates import from_day
from caseapp.i18n import calendar, direction, locale_tag
from caseapp.web.values import digits

WEEKS, WEEK = 5, 7
DAYS = WEEKS * WEEK
CELL_WIDTH, CELL_HEIGHT = 50, 40
SHADES = 4
"""So many steps from a day with little in it to the fullest."""
NIGHT_ENDS, NIGHT_BEGINS = 6, 21
"""Hours that few work in: before the one and from the other on."""
MINUTES = 24 * 60
_MONDAY, _SATURDAY = 0, 5
_WEEK_BEGINS = {"fa": _SATURDAY, "ar": _SATURDAY}
"""A language alone does not tell Babel in which country its weeks begin."""


@dataclass(frozen=True)
class Cell:
    """A day of the calendar: where it stands, and what it holds."""

    day: date
    sign: str
    """The number of the day in the reader's calendar."""
    x: int
    y: int
    number: int
    at_night: int
    shade: int
    """0 for nothing, else 1 to ``SHADES``."""
    is_shown: bool
    """Its hours stand below."""


@dataclass(frozen=True)
class Lane:
    """The acts of one kind on one day: the minutes at which they were, as places from the left."""

    label: str
    number: int
    places: tuple[int, ...]


def first_day_of(last: date) -> date:
    """Return the first day of the five weeks whose last one holds ``last``; a week begins as the reader's does."""
    begins = _WEEK_BEGINS.get(locale_tag(), _MONDAY)
    week_began = last - timedelta(days=(last.weekday() - begins) % WEEK)
    return week_began - timedelta(days=DAYS - WEEK)


def weekdays_from(first: date) -> list[tuple[str, int]]:
    """Return the short names of the days of the week, each with the middle of its column."""
    names = Locale.parse(locale_tag(), sep="-").days["stand-alone"]["abbreviated"]
    days = (first + timedelta(days=number) for number in range(WEEK))
    return [(str(names[day.weekday()]), _column(number) + CELL_WIDTH // 2) for number, day in enumerate(days)]


def cells_of(acts: Iterable[Act], first: date, shown: date | None) -> list[Cell]:
    """Return the days from ``first`` on, the fullest of them the darkest."""
    numbers, nights = Counter[date](), Counter[date]()
    for act in acts:
        moment = at_home(act.at)
        numbers[moment.date()] += 1
        nights[moment.date()] += is_night(moment.hour)
    most = max(numbers.values(), default=0)
    found = []
    for place in range(DAYS):
        day = first + timedelta(days=place)
        number = numbers[day]
        found.append(
            Cell(
                day,
                _sign(day),
                _column(place % WEEK),
                place // WEEK * CELL_HEIGHT,
                number,
                nights[day],
                -(-number * SHADES // most) if number else 0,
                day == shown,
            )
        )
    return found


def lanes_of(acts: Iterable[Act], day: date, head_of: dict[str, str]) -> list[Lane]:
    """Return what a day holds, one lane for the events of each feature, the fullest first."""
    minutes: dict[str, list[int]] = {}
    for act in on_day(acts, day):
        moment = at_home(act.at)
        minutes.setdefault(head_of.get(act.code, act.code), []).append(moment.hour * 60 + moment.minute)
    lanes = [
        Lane(label, len(found), tuple(sorted({_across(minute) for minute in found})))
        for label, found in minutes.items()
    ]
    return sorted(lanes, key=lambda lane: -lane.number)


def on_day(acts: Iterable[Act], day: date) -> Sequence[Act]:
    """Return those of the acts that were on a day of the organisation."""
    return [act for act in acts if at_home(act.at).date() == day]


def is_night(hour: int) -> bool:
    """Tell whether an hour is one that few work in."""
    return hour < NIGHT_ENDS or hour >= NIGHT_BEGINS


def nights() -> list[tuple[int, int]]:
    """Return where the hours of the night stand on the line of a day, each with its width."""
    early, late = NIGHT_ENDS * 60, (24 - NIGHT_BEGINS) * 60
    if direction() == "rtl":
        return [(0, late), (MINUTES - early, early)]
    return [(0, early), (MINUTES - late, late)]


def _column(place: int) -> int:
    return (WEEK - 1 - place if direction() == "rtl" else place) * CELL_WIDTH


def _across(minute: int) -> int:
    return MINUTES - minute if direction() == "rtl" else minute


def _sign(day: date) -> str:
    stated = from_day(day)
    in_calendar = stated.to_calendar(calendar()) or stated
    return digits(in_calendar.day)
