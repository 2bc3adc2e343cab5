import re
import time
from datetime import date
from io import BytesIO

import pikepdf
import pytest

from caseapp.printing.letter import CoverSheet, LetterForm, Signatory, print_cover_letter, print_letter
from caseapp.printing.markup import UnsafeText, parse, to_text
from caseapp.printing.pdf import PrintingError
from caseapp.printing.words import LANGUAGES

from .reading import comparable, needs_poppler, text_of, words_of
from .sheets import (
    DAY,
    LETTERHEAD,
    REFERENCE,
    albanian_letter,
    arabic_letter,
    english_letter,
    persian_letter,
)

FOOTERS = re.compile(
    r"^(?:L-26-7KQ3|Page \d+ of \d+|صفحۀ [۰-۹]+ از [۰-۹]+|الصفحة \d+ من \d+|Faqja \d+ nga \d+)$"
)


def body_words(pdf: bytes) -> list[str]:
    lines = comparable(text_of(pdf)).splitlines()
    return words_of("\n".join(line for line in lines if not FOOTERS.match(line.strip())))


@needs_poppler
def test_english_letter_of_2000_words_comes_back_word_for_word() -> None:
    sheet = english_letter(paragraphs=24)
    expected = words_of(to_text(parse(str(sheet.body))))
    assert len(expected) > 2000
    printed = body_words(print_letter(sheet).pdf)
    start = printed.index("happened") - 1
    assert printed[start : start + len(expected)] == expected


@needs_poppler
def test_persian_letter_of_2000_words_comes_back_word_for_word() -> None:
    sheet = persian_letter(paragraphs=24)
    expected = words_of(to_text(parse(str(sheet.body))))
    assert len(expected) > 2000
    printed = body_words(print_letter(sheet).pdf)
    start = printed.index("آنچه")
    assert printed[start : start + len(expected)] == expected


@needs_poppler
def test_arabic_letter_of_2000_words_comes_back_word_for_word() -> None:
    sheet = arabic_letter(paragraphs=30)
    expected = words_of(to_text(parse(str(sheet.body))))
    assert len(expected) > 2000
    printed = body_words(print_letter(sheet).pdf)
    start = printed.index("حدث") - 1
    assert printed[start : start + len(expected)] == expected


@needs_poppler
def test_albanian_letter_of_2000_words_comes_back_word_for_word() -> None:
    sheet = albanian_letter(paragraphs=24)
    expected = words_of(to_text(parse(str(sheet.body))))
    assert len(expected) > 2000
    printed = body_words(print_letter(sheet).pdf)
    start = printed.index("Çfarë")
    assert printed[start : start + len(expected)] == expected


@needs_poppler
def test_mixed_lines_of_an_arabic_letter_keep_their_order() -> None:
    text = comparable(text_of(print_letter(arabic_letter()).pdf))
    for run in ("+355 69 000 0014", "office14@example.org", "C-26-11XQ", "Dara Sample", "21 March 2027"):
        assert run in text


@needs_poppler
def test_arabic_and_albanian_letters_print_their_own_words_dates_and_digits() -> None:
    arabic = words_of(text_of(print_letter(arabic_letter()).pdf))
    for line in (
        "تيرانا 24 نوفمبر 2026",
        "المرجع L-26-7KQ3",
        "الموضوع طلب",
        "البند 2",
        "الملحق 2",
        "الصفحة 1 من 2",
        "نسخة إلى",
    ):
        assert set(line.split()) <= set(arabic), line
    albanian = " ".join(text_of(print_letter(albanian_letter()).pdf).split())
    for line in (
        "Tiranë, më 24 nëntor 2026",
        "Lënda: Kërkesë",
        "pika 2",
        "Shtojca 2",
        "Faqja 1 nga 2",
        "Kopje për",
    ):
        assert line in albanian


@needs_poppler
def test_cover_letters_in_arabic_and_albanian_say_whose_words_the_enclosed_letter_is() -> None:
    arabic = " ".join(words_of(text_of(print_cover_letter(cover_sheet("ar")).pdf)))
    assert "المؤرخة في 20 نوفمبر 2026" in arabic
    assert "صاحبها وتحمل توقيعه" in arabic
    albanian = " ".join(text_of(print_cover_letter(cover_sheet("sq")).pdf).split())
    assert "Me kërkesë të Dara Sample, ju dërgojmë letrën bashkëlidhur të datës 20 nëntor 2026" in albanian


@needs_poppler
def test_mixed_lines_of__a_persian_letter_keep_their_order() -> None:
    text = comparable(text_of(print_letter(persian_letter()).pdf))
    for run in ("+355 69 000 0014", "office14@example.org", "C-26-11XQ", "Dara Sample", "21 March 2027"):
        assert run in text


@needs_poppler
def test_footer_counts_pages_in_the_digits_of_the_language_and_repeats_the_reference() -> None:
    persian = print_letter(persian_letter(paragraphs=8))
    text = comparable(text_of(persian.pdf))
    assert persian.pages == 3
    for page in ("۱", "۲", "۳"):
        assert f"صفحۀ {page} از ۳" in text
    english = print_letter(english_letter(paragraphs=8))
    assert f"Page {english.pages} of {english.pages}" in text_of(english.pdf)
    assert text.count(REFERENCE) == 1 + persian.pages


@needs_poppler
def test_every_part_of_the_sheet_is_printed() -> None:
    text = " ".join(comparable(text_of(print_letter(english_letter()).pdf)).split())
    for part in (
        "House of Return",
        "12 Linden Street",
        "His Excellency Mr Agron Shembull",
        "Tirana, 24 November 2026",
        "Subject: Request for protection",
        "Excellency,",
        "with reference to point 2 below",
        "1. confirm in writing",
        "Yours respectfully,",
        "Mira Provë Dara Sample Director, House of Return in his own name",
        "Enclosures",
        "Annex 2",
        "Copy of a birth certificate",
        "Copy to",
        "Office of the Ombudsman",
    ):
        assert part in text


@needs_poppler
def test_persian_letter_shows_both_calendars_and_no_letterhead() -> None:
    pdf = print_letter(persian_letter(letterhead=LETTERHEAD)).pdf
    words = " ".join(words_of(text_of(pdf)))
    assert "۳ آذر ۱۴۰۵ برابر با ۲۴ نوامبر ۲۰۲۶" in words
    text = comparable(text_of(pdf))
    assert "House of Return" not in text
    assert "پیوست ۲" in text


@needs_poppler
def test_organisations_letter_does_not_print_the_persons_address() -> None:
    text = text_of(print_letter(english_letter(sender_lines=("Dara Sample", "7 Secret Lane"))).pdf)
    assert "Secret Lane" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_prints_letter_and_cover_letter(language: str) -> None:
    letter = print_letter(english_letter(language=language))
    cover = print_cover_letter(cover_sheet(language))
    assert letter.pages >= 1
    assert cover.pages == 1


def cover_sheet(language: str = "en") -> CoverSheet:
    return CoverSheet(
        language=language,
        letterhead=LETTERHEAD,
        reference=REFERENCE,
        place="Tirana",
        day=DAY,
        addressee_lines=("Ministry for Lost Papers",),
        salutation="Excellency,",
        writer="Dara Sample",
        letter_day=date(2026, 11, 20),
        remarks="He asks for a reply in Persian.",
        closing="Yours respectfully,",
        signatories=(Signatory("Mira Provë", "Director"),),
        enclosures=("Letter of Dara Sample",),
    )


@needs_poppler
def test_cover_letter_says_whose_words_the_enclosed_letter_is() -> None:
    text = " ".join(text_of(print_cover_letter(cover_sheet()).pdf).split())
    assert "At the request of Dara Sample we send you the enclosed letter of 20 November 2026" in text
    assert "He asks for a reply in Persian." in text
    assert "House of Return" in text


INJECTION = '#import "x.typ": * ] [ $x$ \\u{41} #sys.inputs @label <script> `raw` // gone? {page}'


@needs_poppler
def test_typst_source_in_any_field_prints_as_text() -> None:
    sheet = english_letter(
        paragraphs=0,
        body=INJECTION,
        subject=INJECTION,
        salutation=INJECTION,
        closing=INJECTION,
        reference=INJECTION,
        place=INJECTION,
        points_lead=INJECTION,
        addressee_lines=(INJECTION,),
        points=(INJECTION,),
        signatories=(Signatory(INJECTION, INJECTION),),
        enclosures=(INJECTION,),
        copies=(INJECTION,),
    )
    words = re.sub(r"\s+", "", text_of(print_letter(sheet).pdf, "-raw"))
    assert words.count(re.sub(r"\s+", "", INJECTION)) >= 14


def test_override_of_the_direction_is_refused_in_every_field() -> None:
    for field in ("subject", "salutation", "closing", "reference", "place", "body", "points_lead"):
        with pytest.raises(UnsafeText):
            print_letter(english_letter(**{field: "abc\u202edef"}))


def test_character_without_a_glyph_is_refused_and_named_outside_the_message() -> None:
    with pytest.raises(PrintingError) as refused:
        print_letter(english_letter(subject="name 漢 here"))
    assert refused.value.unprintable == "漢"
    assert "漢" not in str(refused.value)


def test_same_sheet_gives_the_same_bytes() -> None:
    assert print_letter(persian_letter()).pdf == print_letter(persian_letter()).pdf


def test_letter_is_archival_embeds_its_fonts_and_holds_nothing_active() -> None:
    with pikepdf.open(BytesIO(print_letter(english_letter()).pdf)) as pdf:
        with pdf.open_metadata() as metadata:
            assert metadata.pdfa_status == "2B"
        assert "/OpenAction" not in pdf.Root
        assert "/AA" not in pdf.Root
        assert pdf.docinfo.get("/Title") == REFERENCE
        assert all("/Annots" not in page for page in pdf.pages)


def test_person_form_needs_no_letterhead_and_empty_parts_leave_no_trace() -> None:
    sheet = english_letter(
        paragraphs=1,
        form=LetterForm.PERSON,
        letterhead=None,
        points=(),
        points_lead="",
        enclosures=(),
        copies=(),
        subject="",
        place="",
        signatories=(Signatory("Dara Sample"),),
    )
    assert print_letter(sheet).pages == 1


@needs_poppler
def test_signature_never_stands_on_a_page_without_text_of_the_letter() -> None:
    for paragraphs in range(1, 12):
        sheet = english_letter(paragraphs=paragraphs, points=(), points_lead="")
        pages = text_of(print_letter(sheet).pdf).split("\f")
        (signed,) = [page for page in pages if "Yours respectfully" in page]
        assert "lines a year" in signed


@needs_poppler
def test_last_paragraph_longer_than_a_page_begins_on_the_first() -> None:
    sheet = english_letter(body="word " * 1500, points=(), points_lead="")
    first, *_ = text_of(print_letter(sheet).pdf).split("\f")
    assert first.count("word") > 300


def test_five_page_letter_takes_less_than_a_second_and_a_half() -> None:
    print_letter(english_letter())
    started = time.process_time()
    printed = print_letter(persian_letter(paragraphs=24))
    assert printed.pages >= 5
    assert time.process_time() - started < 1.5


@needs_poppler
def test_heading_never_stands_alone_at_the_foot_of_a_page() -> None:
    for lines in range(20, 44):
        body = "\n\n".join(
            [*["A short line."] * lines, "# What happened next", "It went on like this. " * 12]
        )
        first = text_of(print_letter(english_letter(body=body)).pdf).split("\f")[0]
        last = [line for line in first.splitlines() if line.strip() and "Page" not in line]
        assert "What happened next" not in last[-2:]
