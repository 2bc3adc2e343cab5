"""The printed report: in four languages, and without a name unless names were chosen."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.incidents.reporting import add_person, report
from tests.incidents.test_orders import write_order
from tests.people.walking import client_of


def text_of(pdf: bytes, folder: Path) -> str:
    file = folder / "report.pdf"
    file.write_bytes(pdf)
    found = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, check=True)
    return found.stdout.decode()


def print_report(person: Person, incident: str, **options: str) -> bytes:
    answer = person.get(f"{incident}/report", query_string=options)
    assert answer.mimetype == "application/pdf"
    return answer.data


def test_those_concerned_stand_in_it_by_numbers_unless_names_were_chosen(
    tmp_path: Path, amina: Person, clara: Person
) -> None:
    incident = report(amina, words="The list with Reza from the camp on it was in the bag.\nIt was blue.")
    add_person(amina, incident, client_of(amina, start_case(amina)))
    text = text_of(print_report(clara, incident), tmp_path)
    assert "Reza" not in text
    assert "Person 1" in text
    assert "It was blue." in text
    assert "72 hours" in text
    named = text_of(print_report(clara, incident, names="yes"), tmp_path)
    assert "Reza" in named
    assert "names people whose safety may depend on it" in named.replace("\n", " ")


@pytest.mark.parametrize("language", ["en", "fa", "ar", "sq"])
def test_it_is_printed_in_four_languages(tmp_path: Path, amina: Person, clara: Person, language: str) -> None:
    incident = report(amina, "order")
    write_order(amina, incident)
    assert "K-17/2026" in text_of(print_report(clara, incident, language=language), tmp_path)


def test_a_telephone_number_in_a_persian_line_is_printed_with_its_plus_before_it(
    tmp_path: Path, amina: Person, clara: Person
) -> None:
    incident = report(amina, words="تلفن مأمور: +355 69 000 6272 است.")
    (tmp_path / "report.pdf").write_bytes(print_report(clara, incident, language="fa"))
    found = subprocess.run(
        ["pdftotext", "-bbox", str(tmp_path / "report.pdf"), "-"], capture_output=True, check=True
    ).stdout.decode()
    places = dict(re.findall(r'xMin="([0-9.]+)"[^>]*>(\+|355)<', found))
    plus, number = sorted(places, key=lambda place: places[place])
    assert float(plus) < float(number)


def test_a_sign_that_no_font_has_is_named_and_breaks_nothing(amina: Person, clara: Person) -> None:
    incident = report(amina, words="It was taken \U0001f9ff from the car.")
    clara.get(f"{incident}/report", 302)
    assert "there is no shape for" in clara.page(incident).text


def test_a_support_worker_prints_none(amina: Person, drita: Person) -> None:
    incident = report(amina)
    amina.get(f"{incident}/report", 403)
    drita.get(f"{incident}/report", 403)
