"""The words that are printed on paper, in the language of the paper.

They do not come from the catalogs of the pages: a Persian letter prints Persian words whoever prints it.
Templates name their parts in braces; numbers are put in with the digits of the language.
"""

from dataclasses import dataclass

from caseapp.dates import localise_digits
from caseapp.printing.direction import Direction


@dataclass(frozen=True, slots=True)
class PrintedWords:
    """Everything that the sheets print of themselves, in one language."""

    direction: Direction
    reference: str
    date: str
    place_and_date: str
    subject: str
    page: str
    annex: str
    annex_page: str
    point: str
    enclosures: str
    copies: str
    letter: str
    index_title: str
    index_intro: str
    index_annex: str
    index_document: str
    index_pages: str
    index_from_page: str
    statement_by: str
    statement_kind: str
    signature: str
    cover_subject: str
    cover_text: str
    cover_reply: str


_WORDS: dict[str, PrintedWords] = {
    "en": PrintedWords(
        direction="ltr",
        reference="Reference",
        date="Date",
        place_and_date="{place}, {date}",
        subject="Subject",
        page="Page {page} of {pages}",
        annex="Annex {number}",
        annex_page="{annex} — page {page} of {pages}",
        point="point {number}",
        enclosures="Enclosures",
        copies="Copy to",
        letter="Letter",
        index_title="Index of enclosures",
        index_intro="Enclosed with the letter {reference}",
        index_annex="Annex",
        index_document="Document",
        index_pages="Pages",
        index_from_page="Page in this file",
        statement_by="Statement of",
        statement_kind="Kind",
        signature="Signature",
        cover_subject="Letter of {writer} of {date}",
        cover_text="At the request of {writer} we send you the enclosed letter of {date}, addressed to you. "
        "The letter is in the writer's own words and over the writer's own signature.",
        cover_reply="Please send your reply to us under the reference above; we shall pass it on at once.",
    ),
    "fa": PrintedWords(
        direction="rtl",
        reference="شماره",
        date="تاریخ",
        place_and_date="{place}، {date}",
        subject="موضوع",
        page="صفحهٔ {page} از {pages}",
        annex="پیوست {number}",
        annex_page="{annex} — صفحهٔ {page} از {pages}",
        point="بند {number}",
        enclosures="پیوست‌ها",
        copies="رونوشت به",
        letter="نامه",
        index_title="فهرست پیوست‌ها",
        index_intro="همراه نامهٔ {reference}",
        index_annex="پیوست",
        index_document="مدرک",
        index_pages="تعداد صفحه",
        index_from_page="شمارهٔ صفحه در این فایل",
        statement_by="اظهاریهٔ",
        statement_kind="نوع",
        signature="امضا",
        cover_subject="نامهٔ {writer}، مورخ {date}",
        cover_text="به درخواست {writer}، نامهٔ پیوست مورخ {date} را که خطاب به شما نوشته شده است، برای شما "
        "می‌فرستیم. متن نامه به قلم خود نویسنده و با امضای خود اوست.",
        cover_reply="خواهشمندیم پاسخ خود را با ذکر شمارهٔ بالا به نشانی ما بفرستید. پاسخ شما را بی‌درنگ به "
        "نویسنده می‌رسانیم.",
    ),
    "ar": PrintedWords(
        direction="rtl",
        reference="المرجع",
        date="التاريخ",
        place_and_date="{place}، {date}",
        subject="الموضوع",
        page="الصفحة {page} من {pages}",
        annex="الملحق {number}",
        annex_page="{annex} — الصفحة {page} من {pages}",
        point="البند {number}",
        enclosures="المرفقات",
        copies="نسخة إلى",
        letter="الرسالة",
        index_title="فهرس المرفقات",
        index_intro="مرفقات الرسالة {reference}",
        index_annex="الملحق",
        index_document="الوثيقة",
        index_pages="عدد الصفحات",
        index_from_page="الصفحة في هذا الملف",
        statement_by="إفادة",
        statement_kind="النوع",
        signature="التوقيع",
        cover_subject="رسالة {writer} المؤرخة في {date}",
        cover_text="بناءً على طلب {writer}، نرسل إليكم الرسالة المرفقة المؤرخة في {date} والموجهة إليكم. "
        "الرسالة مكتوبة بكلمات صاحبها وتحمل توقيعه.",
        cover_reply="نرجو إرسال ردكم إلينا مع ذكر المرجع أعلاه، وسنوصله إلى صاحب الرسالة دون تأخير.",
    ),
    "sq": PrintedWords(
        direction="ltr",
        reference="Referenca",
        date="Data",
        place_and_date="{place}, më {date}",
        subject="Lënda",
        page="Faqja {page} nga {pages}",
        annex="Shtojca {number}",
        annex_page="{annex} — faqja {page} nga {pages}",
        point="pika {number}",
        enclosures="Bashkëlidhur",
        copies="Kopje për",
        letter="Letra",
        index_title="Lista e dokumenteve bashkëlidhur",
        index_intro="Bashkëlidhur letrës {reference}",
        index_annex="Shtojca",
        index_document="Dokumenti",
        index_pages="Faqe",
        index_from_page="Faqja në këtë skedar",
        statement_by="Deklaratë e",
        statement_kind="Lloji",
        signature="Nënshkrimi",
        cover_subject="Letra e {writer}, e datës {date}",
        cover_text="Me kërkesë të {writer}, ju dërgojmë letrën bashkëlidhur të datës {date}, drejtuar juve. "
        "Letra është shkruar dhe nënshkruar nga vetë personi.",
        cover_reply="Ju lutemi ta dërgoni përgjigjen tuaj te ne, duke përmendur referencën e mësipërme. "
        "Ne do t'ia përcjellim pa vonesë personit që e ka shkruar letrën.",
    ),
}

LANGUAGES = tuple(_WORDS)


def words_for(language: str) -> PrintedWords:
    """Return the printed words of a language (``en``, ``fa``, ``ar``, ``sq``); ``KeyError`` for another."""
    return _WORDS[language]


def annex_label(language: str, number: int) -> str:
    """Return the name of an enclosure by its place: "Annex 2", «پیوست ۲»."""
    return words_for(language).annex.format(number=localise_digits(str(number), language))


def point_label(language: str, number: int) -> str:
    """Return how a text refers to a numbered point: "point 3", «بند ۳»."""
    return words_for(language).point.format(number=localise_digits(str(number), language))
