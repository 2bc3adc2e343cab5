"""Invented people. Every family name means "sample", "trial" or "invented", so that nobody can be meant."""

from dataclasses import dataclass
from random import Random

from caseapp.dates import Calendar, PartialDate

GIVEN = {
    "male": (
        ("Arash", "آرش"), ("Dara", "دارا"), ("Farhad", "فرهاد"), ("Hamid", "حمید"), ("Iman", "ایمان"),
        ("Kaveh", "کاوه"), ("Nader", "نادر"), ("Omid", "امید"), ("Ramin", "رامین"),
    ),
    "female": (
        ("Bita", "بیتا"), ("Elham", "الهام"), ("Golnar", "گلنار"), ("Jaleh", "ژاله"), ("Laleh", "لاله"),
        ("Mahin", "مهین"), ("Parvin", "پروین"), ("Shirin", "شیرین"), ("Tara", "تارا"),
    ),
}  # fmt: skip
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
WHOSE_TELEPHONE = {
    "en": ("their own", "a friend's", "the hostel's"),
    "fa": ("خودش", "یکی از دوستانش", "خوابگاه"),
}
WHO_KNOWS = {
    "en": ("Only the friend who drove.", "Nobody yet. Wants it to stay so.", "Two people who left before."),
    "fa": (
        "فقط دوستی که او را با ماشین آورد.",
        "هنوز هیچ‌کس. می‌خواهد همین‌طور بماند.",
        "دو نفر که پیش‌تر جدا شده‌اند.",
    ),
}
HURT = {
    "en": ("Sleeps badly, otherwise well.", "Needs tablets for blood pressure.", "Nothing that cannot wait."),
    "fa": ("بد می‌خوابد، وگرنه خوب است.", "قرص فشار خون لازم دارد.", "چیزی نیست که نتواند صبر کند."),
}
ORGANISATION = {
    "en": "Open Door (demonstration)",
    "fa": "خانهٔ درِ باز (نمایشی)",
    "ar": "منظمة الباب المفتوح (للعرض التجريبي)",
    "sq": "Dera e Hapur (demonstrim)",
}
"""The name of the organisation, as its letters in each language print it."""
ADDRESS = "1 Sample Street\n1000 Sample Town"
CONTACT_LINE = "office@example.org"
INTERPRETER = {"en": "none needed, we speak Persian", "fa": "لازم نیست، فارسی حرف می‌زنیم"}
LEFT_WHERE = {"en": "Camp (invented)", "fa": "قرارگاه (ساختگی)"}


@dataclass(frozen=True)
class Invented:
    """An invented person: names in both scripts and a birth date as stated."""

    latin: str
    persian: str
    alias: str
    born: PartialDate
    sex: str
    family: tuple[str, str]


def invent(dice: Random, sex: str = "", family: tuple[str, str] | None = None) -> Invented:
    """Return an invented person; the same dice give the same person."""
    sex = sex or dice.choice(tuple(GIVEN))
    given, family = dice.choice(GIVEN[sex]), family or dice.choice(FAMILY)
    year = dice.randint(1335, 1365)
    stated = (
        PartialDate(Calendar.JALALI, year, None, None, circa=True),
        PartialDate(Calendar.JALALI, year, dice.randint(1, 12), None),
        PartialDate(Calendar.GREGORIAN, year + 621, dice.randint(1, 12), dice.randint(1, 28)),
    )
    return Invented(
        f"{given[0]} {family[0]}",
        f"{given[1]} {family[1]}",
        dice.choice(GIVEN[sex])[0],
        dice.choice(stated),
        sex,
        family,
    )
