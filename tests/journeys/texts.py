"""What people type on the journey, in English and in Persian. Everybody and everything in it is invented."""

from collections.abc import Mapping
from dataclasses import dataclass

from caseapp.dates import Calendar
from tests.journeys.long_letter import english_body, persian_body


@dataclass(frozen=True)
class Day:
    """A day as typed: the boxes left empty stay open."""

    year: str
    month: str = ""
    day: str = ""
    calendar: Calendar = Calendar.GREGORIAN
    about: bool = False


@dataclass(frozen=True)
class Texts:
    """The words of one journey, and its days as its people write them."""

    language: str
    words: Mapping[str, str]
    days: Mapping[str, Day]
    body: str
    points: tuple[str, str]

    def __getitem__(self, name: str) -> str:
        return self.words[name]


LATIN_NAME, PERSIAN_NAME, ALIAS = "Kaveh Nemunei", "کاوه نمونه‌ای", "Behzad"
BROTHER, BROTHER_PERSIAN = "Dara Nemunei", "دارا نمونه‌ای"
NEPHEW, NEPHEW_PERSIAN = "Omid Nemunei", "امید نمونه‌ای"
FRIEND, FRIEND_PERSIAN = "Nader Azmayeshi", "نادر آزمایشی"
IN_PERSIAN = {
    LATIN_NAME: PERSIAN_NAME,
    BROTHER: BROTHER_PERSIAN,
    NEPHEW: NEPHEW_PERSIAN,
    FRIEND: FRIEND_PERSIAN,
}


def shown(name: str, language: str) -> str:
    """The name as pages show it to a reader of this language: in the reader's own script."""
    return IN_PERSIAN[name] if language in ("fa", "ar") else name


MINISTER, MINISTER_PERSIAN = "Viktor Mesali", "ویکتور مثالی"

ENGLISH = Texts(
    language="en",
    words={
        "working_name": "Kaveh from the coast road",
        "tonight": "In our guest room until Monday.",
        "telephone": "+355 69 000 4711",
        "whose": "His own, bought yesterday",
        "who_knows": "Only the police station at Port Lumen.",
        "hurt": "Blisters on both feet, no medicine.",
        "interpreter": "none needed",
        "said_by": "he himself",
        "relative_note": "Left in the spring of 2019, married, one son.",
        "note": "He slept well and asked whether his brother knows that he is out.",
        "next_step": "Ring him and ask about the shoes",
        "declaration_title": "Declaration of separation",
        "declaration": "I declare that I left the Lantern Community of my own will on 3 March 2026.\n\n"
        "Nobody paid me, threatened me or promised me anything for saying so. I want to live as a free person.",
        "place": "Port Lumen",
        "taken_by": "Amina Test, support worker",
        "organisation": "Open Door",
        "organisation_title": "Statement of Open Door on Mr. Nemunei",
        "organisation_text": "We have known Mr. Nemunei since 4 March 2026.\n\n"
        "## What we can say\n\nHe came alone, with no papers, and has kept every appointment since.",
        "signed_as": "Clara Test, coordinator",
        "named_in_it": "Nobody but himself.",
        "risks": "The group may learn that he is out; it knows already.",
        "enquirer_words": "He has looked for his brother for seven years.",
        "authority": "Ministry of the Interior of the Republic of Valdria",
        "country": "Republic of Valdria",
        "address": "Square of the Constitution 1\n1000 Valdria City",
        "minister": MINISTER,
        "title": "Minister of the Interior of the Republic of Valdria",
        "form": "His Excellency Mr.",
        "salutation": "Your Excellency,",
        "subject": "What I saw in Camp Three, and two requests",
        "sender": "Kaveh Nemunei\nc/o Open Door\nP.O. Box 12, Port Lumen",
        "points_lead": "I ask Your Excellency for two things:",
        "closing": "With respect and with thanks for your attention,",
        "signs": LATIN_NAME,
        "advice_note": "The legal clinic of the university was offered by name.",
        "reason": "He himself asked a friend who left to speak about what was done to him.",
        "return_comment": "Please look at the second point once more: it should say which papers.",
        "changed_point": "That my papers, taken on my first evening (passport and birth certificate), be given back.",
        "approve_remark": "Checked against the two statements.",
        "tracking": "RR 123 456 789 VL",
        "old_subject": "First letter to the ministry, posted on paper",
        "old_body": "I ask for a hearing.\n\nI will answer every question.",
        "old_said_by": "Amina Test, from the post book",
        "purpose": "Quarterly report to the board",
        "other_case": "The man with the green bag",
    },
    days={
        "born": Day("1973", "3"),
        "left": Day("2026", "3", "3"),
        "given": Day("2026", "4", "20"),
        "next": Day("2026", "12", "30"),
        "review": Day("2027", "5", "31"),
    },
    body=english_body(),
    points=(
        "That an officer speak with everybody in Camp Three alone, in their own language, and with nobody listening.",
        "That my papers, taken on my first evening, be given back to me.",
    ),
)

PERSIAN = Texts(
    language="fa",
    words={
        "working_name": "کاوه از جادهٔ ساحلی",
        "tonight": "تا دوشنبه در اتاق مهمان ما.",
        "telephone": "+355 69 000 4711",
        "whose": "مال خودش، دیروز خریده",
        "who_knows": "فقط پاسگاه پلیس پورت لومن.",
        "hurt": "هر دو پا تاول زده، دارویی لازم ندارد.",
        "interpreter": "لازم نیست",
        "said_by": "خودش",
        "relative_note": "بهار ۱۳۹۸ رفته، زن گرفته و یک پسر دارد.",
        "note": "خوب خوابیده و پرسیده که آیا برادرش می‌داند بیرون آمده است.",
        "next_step": "به او زنگ بزنیم و دربارهٔ کفش بپرسیم",
        "declaration_title": "اعلام جدایی",
        "declaration": "اعلام می‌کنم که روز ۱۲ اسفند ۱۴۰۴ به خواست خودم از جماعت فانوس جدا شدم.\n\n"
        "کسی برای گفتن این حرف به من پولی نداده، تهدیدم نکرده و وعده‌ای نداده است. می‌خواهم آزاد زندگی کنم.",
        "place": "پورت لومن",
        "taken_by": "امینه، مددکار",
        "organisation": "خانهٔ باز",
        "organisation_title": "بیانیهٔ «خانهٔ باز» دربارهٔ آقای نمونه‌ای",
        "organisation_text": "آقای نمونه‌ای را از ۱۳ اسفند ۱۴۰۴ می‌شناسیم.\n\n"
        "## آنچه می‌توانیم بگوییم\n\nتنها و بی‌مدرک آمد و از آن روز سر هر قراری حاضر شده است.",
        "signed_as": "کلارا، هماهنگ‌کننده",
        "named_in_it": "جز خودش هیچ‌کس.",
        "risks": "شاید گروه بفهمد که او بیرون است؛ همین حالا هم می‌داند.",
        "enquirer_words": "هفت سال است که دنبال برادرش می‌گردد.",
        "authority": "وزارت کشور جمهوری والدریا",
        "country": "جمهوری والدریا",
        "address": "میدان قانون اساسی، شمارهٔ ۱\nوالدریاسیتی 1000",
        "minister": MINISTER_PERSIAN,
        "title": "وزیر کشور جمهوری والدریا",
        "form": "جناب آقای",
        "salutation": "عالی‌جناب،",
        "subject": "آنچه در قرارگاه سه دیدم و دو درخواست",
        "sender": "کاوه نمونه‌ای\nبه نشانی «خانهٔ باز»\nصندوق پستی ۱۲، پورت لومن",
        "points_lead": "از عالی‌جناب دو چیز می‌خواهم:",
        "closing": "با احترام و سپاس از توجه شما،",
        "signs": PERSIAN_NAME,
        "advice_note": "کلینیک حقوقی دانشگاه با نام پیشنهاد شد.",
        "reason": "خودش از دوستی که رفت خواسته بود آنچه را بر سرش آمده بگوید.",
        "return_comment": "لطفاً درخواست دوم را یک بار دیگر ببینید: باید بگوید کدام مدارک.",
        "changed_point": "این‌که مدارکم (گذرنامه و شناسنامه) که شب اول گرفتند به من پس داده شود.",
        "approve_remark": "با هر دو بیانیه سنجیده شد.",
        "tracking": "RR 123 456 789 VL",
        "old_subject": "نامهٔ نخست به وزارت‌خانه که با پست رفت",
        "old_body": "خواهش می‌کنم به حرف‌هایم گوش دهید.\n\nبه هر پرسشی پاسخ می‌دهم.",
        "old_said_by": "امینه، از دفتر پست",
        "purpose": "گزارش فصلی به هیئت امنا",
        "other_case": "مردی که کیف سبز داشت",
    },
    days={
        "born": Day("۱۳۵۲", "۱", "", Calendar.JALALI),
        "left": Day("۱۴۰۴", "۱۲", "۱۲", Calendar.JALALI),
        "given": Day("۱۴۰۵", "۱", "۳۱", Calendar.JALALI),
        "next": Day("۱۴۰۵", "۱۰", "۹", Calendar.JALALI),
        "review": Day("۱۴۰۶", "۳", "۱۰", Calendar.JALALI),
    },
    body=persian_body(),
    points=(
        "این‌که مأموری با هر کس در قرارگاه سه تنها و به زبان خودش حرف بزند، بی آن‌که کسی گوش کند.",
        "این‌که مدارکم که شب اول گرفتند به من پس داده شود.",
    ),
)
TEXTS = {"en": ENGLISH, "fa": PERSIAN}
