"""Invented people. Every family name means "sample", "trial" or "invented", so that nobody can be meant."""

from dataclasses import dataclass
from random import Random

from caseapp.dates import Calendar, PartialDate

GIVEN = (
    ("Arash", "آرش"), ("Bita", "بیتا"), ("Dara", "دارا"), ("Elham", "الهام"), ("Farhad", "فرهاد"), ("Golnar", "گلنار"),
    ("Hamid", "حمید"), ("Iman", "ایمان"), ("Jaleh", "ژاله"), ("Kaveh", "کاوه"), ("Laleh", "لاله"), ("Mahin", "مهین"),
    ("Nader", "نادر"), ("Omid", "امید"), ("Parvin", "پروین"), ("Ramin", "رامین"), ("Shirin", "شیرین"), ("Tara", "تارا"),
)  # fmt: skip
FAMILY = (
    ("Nemunei", "نمونه‌ای"), ("Azmayeshi", "آزمایشی"), ("Farzi", "فرضی"), ("Sakhtegi", "ساختگی"),
    ("Emtehani", "امتحانی"), ("Khiali", "خیالی"), ("Mesali", "مثالی"), ("Tamrini", "تمرینی"),
)  # fmt: skip
SYNTHETIC = {
    "en": "Synthetic: this person and everything about them is invented.",
    "fa": "ساختگی: این شخص و همهٔ آنچه دربارهٔ اوست اختراع شده است.",
}
TONIGHT = {
    "en": (
        "In the guest room of the office.",
        "With a former colleague until Friday.",
        "In a hotel near the station.",
    ),
    "fa": ("در اتاق مهمان دفتر.", "نزد همکار سابقش تا جمعه.", "در هتلی نزدیک ایستگاه."),
}


@dataclass(frozen=True)
class Invented:
    """An invented person: names in both scripts and a birth date as stated."""

    latin: str
    persian: str
    alias: str
    born: PartialDate


def invent(dice: Random) -> Invented:
    """Return an invented person; the same dice give the same person."""
    given, family = dice.choice(GIVEN), dice.choice(FAMILY)
    year = dice.randint(1335, 1365)
    stated = (
        PartialDate(Calendar.JALALI, year, None, None, circa=True),
        PartialDate(Calendar.JALALI, year, dice.randint(1, 12), None),
        PartialDate(Calendar.GREGORIAN, year + 621, dice.randint(1, 12), dice.randint(1, 28)),
    )
    return Invented(
        f"{given[0]} {family[0]}", f"{given[1]} {family[1]}", dice.choice(GIVEN)[0], dice.choice(stated)
    )
