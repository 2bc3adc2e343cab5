"""A statement on paper: whose words, what kind, where and when, and who signed."""

import io

from pypdf import PdfReader

from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person

from .writing import read_back, sign, write_statement


def text_of(person: Person, address: str) -> str:
    response = person.get(f"{address}/paper")
    assert response.mimetype == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("attachment")
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(response.data)).pages)


def test_a_draft_says_that_nobody_signed_it(amina: Person) -> None:
    text = text_of(amina, write_statement(amina))
    assert "Declaration of separation (draft, not signed)" in text
    assert "Reza from the camp" in text
    assert "Tirana, 24 November 2021" in text


def test_a_text_that_was_read_back_is_printed_as_the_copy_that_they_sign(amina: Person) -> None:
    address = write_statement(amina)
    read_back(amina, address)
    text = text_of(amina, address)
    assert "Declaration of separation (copy for signature)" in text
    assert "draft" not in text


def test_a_signed_one_carries_the_sentence_of_truth_and_its_witness(amina: Person) -> None:
    address = write_statement(amina)
    read_back(amina, address)
    sign(amina, address, witness="Ina Shembull")
    text = text_of(amina, address)
    assert "not signed" not in text
    assert "These are my own words." in text
    assert "Ina Shembull" in text


def test_a_month_is_printed_as_a_month(amina: Person) -> None:
    address = write_statement(amina, **{"given_on-day": "", "given_on-month": "3", "given_on-year": "2002"})
    assert "Tirana, March 2002" in text_of(amina, address)


def test_a_long_persian_text_comes_through(amina: Person) -> None:
    body = "\n\n".join(f"بند {number}: من با ارادهٔ خود رفتم و کسی مرا وادار نکرد." for number in range(400))
    address = write_statement(amina, language="fa", body=body)
    response = amina.get(f"{address}/paper")
    assert len(PdfReader(io.BytesIO(response.data)).pages) > 5
    assert "بند 399" in amina.get(address).text or "بند ۳۹۹" in amina.get(address).text


def test_an_organisation_prints_its_name_and_no_sentence_of_a_maker(amina: Person) -> None:
    case = start_case(amina)
    address = write_statement(
        amina, case, kind="organisation", makers=[], organisation_name="Open Door", title="On the camp"
    )
    text = text_of(amina, address)
    assert "Open Door" in text
    assert "my own words" not in text
