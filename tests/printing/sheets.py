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

# Readers of PDFs repeat the letter under a vowel sign, so these sentences do without.
ARABIC_SENTENCES = (
    "في ليلة {n} مارس خرجت من المعسكر ومشيت حتى مركز الشرطة عند الكيلومتر {n}.",
    "أعطاني الضابط المناوب، ولا أعرف اسمه، كأس شاي وكتب الملف رقم C-26-{n}XQ.",
    "قيل لأخي دارا نمونه (Dara Sample) في الغرفة {n} إن عائلته لم تعد تسأل عنه.",
    "كانوا يقولون: «لا أحد في الخارج يتذكركم»، وقد صدقت ذلك {n} سنة.",
    "يمكنكم الاتصال بالمكتب الذي يرعاني على الرقم +355 69 000 00{n} أو على office{n}@example.org.",
    "لا أطلب لنفسي أي شيء؛ أطلب أن يتمكن الآخرون من كتابة رسالة من {n} كلمة كل عام.",
)
ALBANIAN_SENTENCES = (
    "Natën e {n} marsit dola nga kampi dhe eca deri te stacioni i policisë në kilometrin {n}.",
    "Oficeri i rojës, emrin e të cilit nuk e di, më dha çaj dhe shënoi dosjen C-26-{n}XQ.",
    "Vëllait tim Dara Sample (دارا نمونه) i thanë në dhomën {n} se familja nuk pyeste më për të.",
    "Ata thoshin: „Askush atje jashtë nuk ju kujton“, dhe unë e besova këtë për {n} vjet.",
    "Zyrën që kujdeset për mua e gjeni në +355 69 000 00{n} ose në office{n}@example.org.",
    "Për vete nuk kërkoj gjë, por kërkoj që të tjerët të mund të shkruajnë çdo vit një letër me {n} rreshta.",
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


def arabic_letter(paragraphs: int = 4, **changes: object) -> LetterSheet:
    """The organisation's letter in Arabic, with digits as the pages of that language show them."""
    values: dict[str, object] = {
        "language": "ar",
        "form": LetterForm.ORGANISATION,
        "letterhead": LETTERHEAD,
        "reference": REFERENCE,
        "place": "تيرانا",
        "day": DAY,
        "addressee_lines": (
            "معالي السيد أغرون شمبول",
            "وزير الأوراق المفقودة",
            "وزارة الأوراق المفقودة",
            "ساحة الأمثلة 1، تيرانا 1000",
        ),
        "salutation": "معالي الوزير، تحية طيبة وبعد،",
        "subject": "طلب حماية وتواصل بين عائلة وابنها",
        "body": "## ما حدث\n\n" + long_body(ARABIC_SENTENCES, paragraphs),
        "points_lead": "لهذه الأسباب، وبالإشارة إلى {point:2} أدناه، نرجو منكم ما يلي:",
        "points": (
            "إبلاغنا بوجود الملف C-26-7KQ3 وباسم المسؤول عنه؛",
            "السماح **بلقاء واحد** بين دارا نمونه (Dara Sample) ووالدته قبل (21 March 2027)؛",
            "ذكر اسم المكتب المختص إن لم يكن مكتبكم.",
        ),
        "closing": "وتفضلوا بقبول فائق الاحترام،",
        "signatories": (Signatory("ميرا بروفا", "مديرة المنظمة"),),
        "enclosures": ("إفادة دارا نمونه المؤرخة في 3 نوفمبر 2026", "صورة عن شهادة الميلاد"),
        "copies": ("مكتب أمين المظالم (Ombudsman)",),
    }
    return LetterSheet(**(values | changes))  # type: ignore[arg-type]


def albanian_letter(paragraphs: int = 4, **changes: object) -> LetterSheet:
    """A person's own letter in Albanian, without a letterhead and with a care-of address."""
    values: dict[str, object] = {
        "language": "sq",
        "form": LetterForm.PERSON,
        "sender_lines": ("Sara Shembulli", "pranë Shtëpisë së Kthimit, rruga e Blirit 12, Tiranë"),
        "reference": REFERENCE,
        "place": "Tiranë",
        "day": DAY,
        "addressee_lines": (
            "Shkëlqesisë së Tij, z. Agron Shembull",
            "Ministër i Dokumenteve të Humbura",
            "Ministria e Dokumenteve të Humbura",
            "Sheshi i Shembujve 1, 1000 Tiranë",
        ),
        "salutation": "Shkëlqesi,",
        "subject": "Kërkesë për mbrojtje dhe për kontakt me familjen",
        "body": "## Çfarë ndodhi\n\n" + long_body(ALBANIAN_SENTENCES, paragraphs),
        "points_lead": "Për këto arsye ju kërkoj (më e rëndësishmja është {point:2}):",
        "points": (
            "të më konfirmoni me shkrim se dosja C-26-7KQ3 ekziston dhe kush përgjigjet për të;",
            "të lejoni **një takim** të Dara Sample (دارا نمونه) me nënën e tij para datës 21 mars 2027;",
            "të më njoftoni se cila zyrë vendos, nëse nuk vendos zyra juaj.",
        ),
        "closing": "Me respekt,",
        "signatories": (Signatory("Sara Shembulli", "autorja e letrës"),),
        "enclosures": ("Deklaratë e Dara Sample e datës 3 nëntor 2026", "Kopje e certifikatës së lindjes"),
        "copies": ("Avokati i Popullit",),
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
