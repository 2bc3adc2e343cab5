"""The letter on paper: whose letterhead, which language, which words."""

import io

from pypdf import PdfReader

from tests.authorities.test_list_of_authorities import add_authority, add_minister
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.doorway import prepared
from tests.letters.preparing import (
    approve,
    consent_to_tell_authorities,
    pdf_of,
    prepare,
    read_back,
    settle_advice,
    step,
    text_of,
    write,
)
from tests.printing.reading import needs_poppler, words_of
from tests.printing.reading import text_of as read_in_order
from tests.statements.writing import client_of


@prepared
def approved_letter(amina: Person, clara: Person, **changes: str) -> str:
    case = start_case(amina, name="Dara Sample")
    consent_to_tell_authorities(amina, case, client_of(amina, case))
    letter = prepare(amina, case, add_minister(amina, add_authority(amina)), **changes)
    if changes.get("language") == "fa":
        body = "من دارا نمونه هستم.\n\nدر سال ۱۴۰۲ (2023) از قرارگاه بیرون آمدم و می‌خواهم آزاد زندگی کنم."
        write(
            amina,
            letter,
            body=body,
            points=("مدارک من؛", "دیدار خانواده، {point:1}."),
            person_signs="دارا نمونه",
            place="تیرانا",
        )
    else:
        write(amina, letter)
    if changes.get("voice") != "organisation":
        read_back(amina, letter)
        settle_advice(amina, letter)
    step(amina, letter, "send_for_review")
    approve(clara, letter)
    return letter


def raw_pdf(person: Person, letter: str, label: str) -> bytes:
    import re

    found = re.search(
        rf'href="(/documents/[0-9a-f-]{{36}})">(?:(?!</a>).)*{label}</a>', person.get(letter).text
    )
    assert found
    return person.get(found.group(1)).data


def test_the_organisations_letter_carries_its_letterhead_and_signature(amina: Person, clara: Person) -> None:
    letter = approved_letter(amina, clara, voice="organisation")
    words = text_of(pdf_of(clara, letter, "Letter as PDF"))
    assert words.startswith("Open Door")
    assert "Amina Test for Open Door" in words
    assert "For these reasons we ask you:" in words
    assert "Our cover letter" not in clara.get(letter).text


def test_the_persons_letter_begins_with_their_name_and_a_care_of_address(
    amina: Person, clara: Person
) -> None:
    letter = approved_letter(amina, clara)
    words = text_of(pdf_of(clara, letter, "Letter as PDF"))
    assert words.startswith("Dara Sample c/o Open Door")
    assert "For these reasons I ask you:" in words
    assert "Amina Test" not in words


def test_a_letter_of_both_is_signed_by_both(amina: Person, clara: Person) -> None:
    letter = approved_letter(amina, clara, voice="both")
    words = text_of(pdf_of(clara, letter, "Letter as PDF"))
    assert words.startswith("Open Door")
    assert "Dara Sample" in words
    assert "in my own name" in words
    assert "Amina Test" in words


@needs_poppler
def test_a_persian_letter_prints_persian_words_whoever_prints_it(amina: Person, clara: Person) -> None:
    letter = approved_letter(amina, clara, language="fa")
    words = words_of(read_in_order(raw_pdf(clara, letter, "Letter as PDF")))
    for text in ("جناب آقای آگرون شمبول", "وزیر اسناد گمشده", "با سلام و احترام", "آزاد زندگی کنم", "بند ۱"):
        assert set(words_of(text)) <= set(words)


@needs_poppler
def test_a_persian_letter_bears_both_calendars(amina: Person, clara: Person) -> None:
    letter = approved_letter(amina, clara, language="fa")
    words = words_of(read_in_order(raw_pdf(clara, letter, "Letter as PDF")))
    assert {"آذر", "۱۴۰۵", "نوامبر", "۲۰۲۶", "تیرانا"} <= set(words)


def test_the_bundle_has_the_pages_of_the_letter_in_front_unchanged(amina: Person, clara: Person) -> None:
    letter = approved_letter(amina, clara)
    alone = PdfReader(io.BytesIO(raw_pdf(clara, letter, "Letter as PDF")))
    bound = PdfReader(io.BytesIO(raw_pdf(clara, letter, "Letter with enclosures")))
    for page, copy in zip(alone.pages, bound.pages, strict=False):
        assert page.get_contents().get_data() == copy.get_contents().get_data()  # type: ignore[union-attr]
