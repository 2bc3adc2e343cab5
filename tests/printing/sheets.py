"""Letters of people who do not exist, in the four languages, long enough to turn pages."""

from datetime import date

from caseapp.dates import localise_digits
from caseapp.printing.letter import LetterForm, Letterhead, LetterSheet, Signatory
from caseapp.printing.statement import StatementSheet

DAY = date(2026, 11, 24)
REFERENCE = "L-26-7KQ3"

ENGLISH_SENTENCES = (
    "I left the camp on the night of {n} March and walked to the police station at kilometre {n}.",
    "The officer on duty, whose name I did not learn, gave me tea and wrote down file number C-26-{n}XQ.",
    "My brother Dara Sample (دارا نمونه) was told in room {n} that his family had stopped asking for him.",
    'They said: "Nobody out there remembers you" – and for {n} years I believed it.',
    "You can reach the office that looks after me at +355 69 000 00{n} or at office{n}@example.org.",
    "I ask nothing for myself, but I ask that the others may write one letter of {n} lines a year.",
)
PERSIAN_SENTENCES = (
    "شب {p} اسفند از قرارگاه بیرون آمدم و پیاده تا پاسگاه پلیس در کیلومتر {p} رفتم.",
    "افسر نگهبان که نامش را نمی‌دانم برایم چای آورد و پرونده‌ای به شمارهٔ C-26-{n}XQ نوشت.",
    "به برادرم دارا نمونه (Dara Sample) در اتاق {p} گفته بودند که خانواده‌اش دیگر سراغی از او نمی‌گیرد.",
    "می‌گفتند: «هیچ‌کس آن بیرون شما را به یاد نمی‌آورد» و من {p} سال این را باور می‌کردم.",
    "با دفتری که از من حمایت می‌کند، با شمارهٔ +355 69 000 00{n} یا نشانی office{n}@example.org تماس بگیرید.",
    "برای خودم چیزی نمی‌خواهم، اما می‌خواهم دیگران بتوانند سالی یک نامهٔ {p} سطری بنویسند.",
)


def long_body(sentences: tuple[str, ...], paragraphs: int) -> str:
    """Paragraphs of six sentences; no two are alike, so that a lost or moved word shows."""
    numbers = [10 + at % 89 for at in range(paragraphs * len(sentences))]
    filled = [
        sentences[at % len(sentences)].format(n=number, p=localise_digits(str(number), "fa"))
        for at, number in enumerate(numbers)
    ]
    return "\n\n".join(" ".join(filled[at : at + 6]) for at in range(0, len(filled), 6))


LETTERHEAD = Letterhead(
    name="House of Return",
    address_lines=("12 Linden Street", "1001 Tirana, Albania"),
    contact_line="+355 4 000 0000 · office@example.org · example.org",
)


def english_letter(paragraphs: int = 4, **changes: object) -> LetterSheet:
    """The organisation's letter to an invented ministry."""
    values: dict[str, object] = {
        "language": "en",
        "form": LetterForm.ORGANISATION,
        "letterhead": LETTERHEAD,
        "reference": REFERENCE,
        "place": "Tirana",
        "day": DAY,
        "addressee_lines": (
            "His Excellency Mr Agron Shembull",
            "Minister for Lost Papers",
            "Ministry for Lost Papers",
            "1 Square of Examples",
            "1000 Tirana",
        ),
        "salutation": "Excellency,",
        "subject": "Request for protection and for contact between a family and their son",
        "body": "## What happened\n\n" + long_body(ENGLISH_SENTENCES, paragraphs),
        "points_lead": "For these reasons, and with reference to {point:2} below, we ask that you:",
        "points": (
            "confirm in writing that the file exists and who is responsible for it;",
            "allow **one supervised meeting** between Dara Sample (دارا نمونه) and his mother before "
            "21 March 2027, at a place that both of them choose;",
            "tell us which office decides if yours does not.",
        ),
        "closing": "Yours respectfully,",
        "signatories": (
            Signatory("Mira Provë", "Director, House of Return"),
            Signatory("Dara Sample", "in his own name"),
        ),
        "enclosures": ("Statement of Dara Sample of 3 November 2026", "Copy of a birth certificate"),
        "copies": ("Office of the Ombudsman",),
    }
    return LetterSheet(**(values | changes))  # type: ignore[arg-type]


def persian_letter(paragraphs: int = 4, **changes: object) -> LetterSheet:
    """A person's own letter, without a letterhead and with a care-of address."""
    values: dict[str, object] = {
        "language": "fa",
        "form": LetterForm.PERSON,
        "sender_lines": ("سارا نمونه", "به نشانی: خانهٔ بازگشت، خیابان زیزفون ۱۲، تیرانا"),
        "reference": REFERENCE,
        "place": "تیرانا",
        "day": DAY,
        "addressee_lines": (
            "جناب آقای آگرون شمبول",
            "وزیر محترم اسناد گمشده",
            "وزارت اسناد گمشده",
            "میدان مثال ۱، تیرانا 1000",
        ),
        "salutation": "جناب آقای وزیر،",
        "subject": "درخواست حمایت و تماس با خانواده",
        "body": "## آنچه گذشت\n\n" + long_body(PERSIAN_SENTENCES, paragraphs),
        "points_lead": "با توجه به {point:2} از شما خواهشمندم:",
        "points": (
            "وجود پروندهٔ C-26-7KQ3 و نام مسئول آن را کتباً اعلام فرمایید؛",
            "با **یک دیدار** میان دارا نمونه (Dara Sample) و مادرش پیش از (21 March 2027) موافقت فرمایید؛",
            "اگر تصمیم با ادارهٔ دیگری است، نام آن را به ما بگویید.",
        ),
        "closing": "با احترام،",
        "signatories": (Signatory("سارا نمونه", "نویسندهٔ نامه"),),
        "enclosures": ("اظهارات دارا نمونه، ۱۲ آبان ۱۴۰۵", "رونوشت شناسنامه"),
        "copies": ("دفتر بازرس کل (Ombudsman)",),
    }
    return LetterSheet(**(values | changes))  # type: ignore[arg-type]


def statement(**changes: object) -> StatementSheet:
    """A statement with every kind of block in it."""
    values: dict[str, object] = {
        "language": "en",
        "reference": "S-26-4MZ8",
        "title": "What I saw in the winter of 2002",
        "kind": "Testimony",
        "maker": "Dara Sample",
        "place": "Tirana",
        "day": DAY,
        "body": (
            "# The winter\n\nI was there.\n\n- first\n- second\n\n1. one\n2. two\n\n> They said no.\n\n"
            "!! Translated from Persian.\n\n"
            "| Year | Place |\n|---|---|\n| 2002 | Hall 4 |\n| 2003 | Hall 5 |\n\n"
            "نامه‌های مادرم به دستم نرسید."
        ),
        "truth": "I believe that the facts stated here are true.",
        "signatories": (Signatory("Dara Sample", "maker"), Signatory("Ina Shembull", "interpreter")),
    }
    return StatementSheet(**(values | changes))  # type: ignore[arg-type]
