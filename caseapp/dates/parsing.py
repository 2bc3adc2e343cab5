"""Reading dates as people type them: three fields, or one line of text."""

import re
import unicodedata

from caseapp.dates.calendars import Calendar, calendar_of_year
from caseapp.dates.digits import latin_digits
from caseapp.dates.months import find_month
from caseapp.dates.partial import DateError, DateProblem, PartialDate, attempt, from_day

_ABOUT = """
    circa ca c about around approximately approx rreth afërsisht afersisht
    نحو حدود حدودا حوالی حوالي تقریبا تقريبا
"""
# A tanwin may close the adverb, so the word ends where no letter follows.
_CIRCA = re.compile(rf"^(?:~|≈|(?:{'|'.join(_ABOUT.split())})\u064b?(?!\w)\.?)\s*|\s*[~≈]$", re.IGNORECASE)
_AROUND_A_DATE = """
    of the in on year day month سال ماه روز در عام سنة في شهر یوم يوم viti vitit vit muaji më me i
"""
_SURROUNDING = frozenset(_AROUND_A_DATE.split())
_CALENDAR_WORDS = {
    **dict.fromkeys(("میلادی", "ميلادي", "ميلادية", "م", "ad", "ce", "gregorian"), Calendar.GREGORIAN),
    **dict.fromkeys(
        ("شمسی", "خورشیدی", "هجری شمسی", "ش", "ه ش", "هـ ش", "jalali", "sh", "shamsi", "persian"),
        Calendar.JALALI,
    ),
}
_LONGEST_FIRST = sorted(_CALENDAR_WORDS, key=len, reverse=True)
"""«هجری شمسی» is looked for before «شمسی», which it ends with."""
_NUMERIC = re.compile(r"\d{1,4}(?:(?P<mark>\s*[-/.]\s*|\s+)\d{1,4}(?:(?P=mark)\d{1,4})?)?", re.ASCII)
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|-?(?:ام|م))\b", re.IGNORECASE)
_WORD = re.compile(r"\d+|[^\W\d_]+")


Typed = dict[str, str | int | None]


def parse(day: str, month: str, year: str, calendar: Calendar, circa: bool = False) -> PartialDate:
    """The date of three fields, stated in `calendar`. Raises `DateError`.

    Digits may be of any script, the month a number or a name of either calendar. A month or year of the other
    calendar is never taken over silently: it is `MIXED_CALENDARS`, with what may have been meant.
    """
    day, month, year = (_plain(text) for text in (day, month, year))
    typed: Typed = {"day": day, "month": month, "year": year, "calendar": calendar}
    if not (day or month or year):
        raise DateError(DateProblem.EMPTY, typed)
    if not year:
        raise DateError(DateProblem.EMPTY, typed | {"part": "year"})
    month_calendar, month_number = _month(month, typed)
    day_number = _number(_ORDINAL.sub("", day), "day", typed)
    year_number = _number(year, "year", typed)
    if year_number is None:
        raise DateError(DateProblem.NOT_A_DATE, typed | {"part": "year"})
    if len(year) <= 2:
        raise _two_digit_year(year_number, month_number, day_number, month_calendar or calendar, typed)
    year_calendar = calendar_of_year(year_number) or calendar
    if {calendar, month_calendar or calendar} != {year_calendar}:
        mixed = typed | {"part": "year", "month_calendar": month_calendar, "year_calendar": year_calendar}
        meant = _meant(year_calendar, year_number, month_calendar, month_number, day_number, circa)
        raise DateError(DateProblem.MIXED_CALENDARS, mixed, meant)
    try:
        return PartialDate(calendar, year_number, month_number, day_number, circa)
    except DateError as error:
        raise DateError(error.code, error.values | typed, error.suggestions) from None


def parse_text(text: str, default_calendar: Calendar) -> PartialDate:
    """The date of one typed line, in any of our languages, such as `about March 2002`. Raises `DateError`.

    The calendar is the one named, else that of the year, else that of the month's name, else the default.
    Numbers are read day first; month first only where day first is impossible.
    """
    line = _plain(text).replace(",", " ").replace("،", " ")
    line, about = _CIRCA.subn("", line)
    if not line.strip():
        raise DateError(DateProblem.EMPTY)
    line, named = _take_calendar_word(line)
    day, month, year = _fields(line.strip(), text)
    calendar = named or _inferred(month, year) or default_calendar
    return parse(day, month, year, calendar, circa=bool(about))


def _plain(text: str) -> str:
    """Text with 0 to 9 for digits, without marks of direction and outer spaces."""
    kept = (letter for letter in unicodedata.normalize("NFKC", text) if unicodedata.category(letter) != "Cf")
    return latin_digits("".join(kept)).strip()


def _number(text: str, part: str, typed: Typed) -> int | None:
    if not text:
        return None
    if not (text.isdecimal() and len(text) <= 4):
        raise DateError(DateProblem.NOT_A_DATE, typed | {"part": part})
    return int(text)


def _month(text: str, typed: Typed) -> tuple[Calendar | None, int | None]:
    if not text or text.isdecimal():
        return None, _number(text, "month", typed)
    found = find_month(text)
    if found is None:
        raise DateError(DateProblem.NO_SUCH_MONTH, typed | {"part": "month"})
    return found


def _two_digit_year(
    year: int, month: int | None, day: int | None, calendar: Calendar, typed: Typed
) -> DateError:
    centuries = (1900, 2000) if calendar is Calendar.GREGORIAN else (1300, 1400)
    suggestions = [
        date for century in centuries for date in attempt(calendar, century + year, month, day, False)
    ]
    return DateError(DateProblem.AMBIGUOUS, typed | {"part": "year"}, suggestions)


def _meant(
    year_calendar: Calendar,
    year: int,
    month_calendar: Calendar | None,
    month: int | None,
    day: int | None,
    circa: bool,
) -> list[PartialDate]:
    """What a date with a foreign month or year may have been.

    Where month and year agree with each other, or the month is a number, only the stated calendar is wrong.
    Where they disagree, the month's calendar has the day in one of the years that the stated year touches;
    after it comes that day in the year's calendar, or, where no day was given, the months that it touches.
    """
    if month is None or month_calendar is None or month_calendar is year_calendar:
        return list(attempt(year_calendar, year, month, day, circa))
    whole_year = PartialDate(year_calendar, year)
    first, last = (from_day(edge, month_calendar).year for edge in whole_year.interval())
    found = [date for near in (first, last) for date in attempt(month_calendar, near, month, day, circa)]
    found = [date for date in found if day is None or whole_year.may_equal(date.interval()[0])]
    if day is not None:
        return [*found, *(same for date in found if (same := date.to_calendar(year_calendar)))]
    months = [PartialDate(year_calendar, year, number, None, circa) for number in range(1, 13)]
    found = [date for date in found if whole_year.may_equal(date)]
    return [*found, *(near for near in months if any(near.may_equal(date) for date in found))]


def _take_calendar_word(line: str) -> tuple[str, Calendar | None]:
    """The line without a closing word that names the calendar, such as «شمسی» or `AD`."""
    bare = re.sub(r"[.()]", " ", line)
    for word in _LONGEST_FIRST:
        if match := re.search(rf"(?<=[\d\s]){re.escape(word)}\s*$", " ".join(bare.split()), re.IGNORECASE):
            return " ".join(bare.split())[: match.start()].strip(), _CALENDAR_WORDS[word]
    return line, None


def _inferred(month: str, year: str) -> Calendar | None:
    if year.isdecimal() and (calendar := calendar_of_year(int(year))):
        return calendar
    found = find_month(month) if month and not month.isdecimal() else None
    return found[0] if found else None


def _fields(line: str, text: str) -> tuple[str, str, str]:
    """Day, month and year of a line, each as typed or empty."""
    if _NUMERIC.fullmatch(line):
        return _numeric_fields(re.findall(r"\d+", line))
    words = [word for word in _WORD.findall(_ORDINAL.sub("", line)) if word.casefold() not in _SURROUNDING]
    numbers = [word for word in words if word.isdecimal()]
    month = " ".join(word for word in words if not word.isdecimal())
    leftover = _WORD.sub("", line).strip(" .-/'’")
    if not month and numbers and not leftover:
        return _numeric_fields(numbers) if len(numbers) <= 3 else _refuse(text)
    if not month or leftover.strip(" .-/") or not 1 <= len(numbers) <= 2:
        _refuse(text)
    if len(numbers) == 1:
        return ("", month, numbers[0]) if len(numbers[0]) > 2 else (numbers[0], month, "")
    day, year = numbers if len(numbers[0]) <= 2 else reversed(numbers)
    return day, month, year


def _refuse(text: str) -> tuple[str, str, str]:
    raise DateError(DateProblem.NOT_A_DATE, {"text": text})


def _numeric_fields(numbers: list[str]) -> tuple[str, str, str]:
    if len(numbers) == 1:
        return "", "", numbers[0]
    year_first = len(numbers[0]) > 2 or (len(numbers[-1]) <= 2 and int(numbers[0]) > 31)
    if year_first:
        numbers = numbers[::-1]
    if len(numbers) == 2:
        return "", numbers[0], numbers[1]
    day, month, year = numbers
    if not year_first and int(month) > 12 >= int(day):
        day, month = month, day
    return day, month, year
