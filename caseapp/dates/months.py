"""Month names of both calendars: as the four languages print them, and as people type them."""

import unicodedata

from caseapp.dates.calendars import Calendar
from caseapp.dates.digits import language_of


def _twelve(names: str) -> tuple[str, ...]:
    """Month names from the first month to the last, parted by spaces."""
    return tuple(names.split())


_LONG: dict[Calendar, dict[str, tuple[str, ...]]] = {
    Calendar.GREGORIAN: {
        "en": _twelve(
            "January February March April May June July August September October November December"
        ),
        "fa": _twelve("ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر"),
        "ar": _twelve("يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"),
        "sq": _twelve("janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor"),
    },
    Calendar.JALALI: {
        "en": _twelve("Farvardin Ordibehesht Khordad Tir Mordad Shahrivar Mehr Aban Azar Dey Bahman Esfand"),
        "fa": _twelve("فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند"),
        "ar": _twelve("فروردين أرديبهشت خرداد تير مرداد شهريور مهر آبان آذر دي بهمن إسفند"),
        "sq": _twelve("farvardin ordibehesht hordad tir mordad shahrivar mehr aban azar dej bahman esfand"),
    },
}

# Persian and Arabic do not abbreviate months, and Jalali names are short enough everywhere.
_SHORT: dict[str, tuple[str, ...]] = {
    "en": _twelve("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
    "sq": _twelve("jan shk mar pri maj qer korr gush sht tet nën dhj"),
}

# Other spellings that people type, month by month: the Levant's and Iraq's names, Persian borrowings from
# English, Afghan names of the Jalali months (which are those of the zodiac), and usual transliterations.
_TYPED: dict[Calendar, tuple[str, ...]] = {
    Calendar.GREGORIAN: (
        "كانون الثاني,جنوری,جانفي",
        "شباط,فبروری,فيفري,فورية",
        "آذار,مارچ",
        "نيسان,آپریل,أفريل,إبريل",
        "أيار,می,ماي",
        "حزيران,جون,جوان",
        "تموز,جولای,جويلية,ژوییه",
        "آب,آگوست,اگست,أوت,غشت",
        "sept,أيلول,شتنبر",
        "تشرين الأول,اکتوبر",
        "تشرين الثاني,نومبر",
        "كانون الأول,دسمبر,دجنبر",
    ),
    Calendar.JALALI: (
        "farvardeen,حمل,hamal",
        "ordibehest,ordybehesht,ordibihisht,ثور,sawr,saur,thawr",
        "xordad,khordaad,khurdad,جوزا,jawza,jauza",
        "teer,سرطان,saratan",
        "amordad,murdad,امرداد,اسد,asad",
        "shahrivar,shahriwar,shahrivar,sharivar,سنبله,sunbula,sonbola",
        "mihr,میزان,mizan",
        "abaan,عقرب,aqrab",
        "adhar,azhar,قوس,qaws,qaus",
        "dei,dai,جدی,jadi,jady",
        "bahmann,دلو,dalw,dalwa",
        "isfand,espand,حوت,hut,hoot",
    ),
}

_LETTERS = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "ـ": None, "\u200c": None, "\u200d": None})


def _folded(name: str) -> str:
    """A name without case, accents, hamza carriers, joiners and full stops, Arabic letters as Persian."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return " ".join(bare.translate(_LETTERS).replace(".", " ").split())


def _names() -> dict[str, tuple[Calendar, int]]:
    known: dict[str, tuple[Calendar, int]] = {}
    for calendar in Calendar:
        for number in range(1, 13):
            typed = [names[number - 1] for names in _LONG[calendar].values()]
            typed += _TYPED[calendar][number - 1].split(",")
            if calendar is Calendar.GREGORIAN:
                typed += [names[number - 1] for names in _SHORT.values()]
            for name in typed:
                if known.setdefault(_folded(name), (calendar, number)) != (calendar, number):
                    raise AssertionError(f"{name} names two months")
    return known


_KNOWN = _names()


def find_month(name: str) -> tuple[Calendar, int] | None:
    """Calendar and number (1 to 12) of a typed month name in any of our languages; «مردادماه» counts too."""
    folded = _folded(name)
    return _KNOWN.get(folded) or _KNOWN.get(folded.removesuffix("ماه").rstrip())


def month_name(calendar: Calendar, month: int, locale: str, *, short: bool = False) -> str:
    """The name of month 1 to 12 in a locale's language (English where we have no table)."""
    language = language_of(locale)
    if short and calendar is Calendar.GREGORIAN and language in _SHORT:
        return _SHORT[language][month - 1]
    tables = _LONG[calendar]
    return tables.get(language, tables["en"])[month - 1]
