"""The main line in a real browser, in Arabic and in Albanian: from the first evening to the letter and the report.

The whole way is walked in English and in Persian; here each page is looked at as well.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys import letter_chapters as letters
from tests.journeys.careful import CarefulColleague
from tests.journeys.case_chapters import fill_the_consent_sheet, search_and_name, start_the_case
from tests.journeys.conftest import Desk
from tests.journeys.ending_chapters import export_the_numbers
from tests.journeys.shorter_texts import SHORTER

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", SHORTER)
def test_a_letter_goes_from_the_first_evening_to_the_post_and_into_the_report(
    desk: Callable[..., Desk], tmp_path: Path, language: str
) -> None:
    texts, seen = SHORTER[language], set[str]()
    amina, clara, drita = (
        CarefulColleague(desk(name, bypass_csp=True), language, seen) for name in ("amina", "clara", "drita")
    )
    case = start_the_case(amina, texts)
    search_and_name(amina, case, texts)
    fill_the_consent_sheet(amina, case, texts)

    letters.add_the_minister(amina, texts)
    letter = letters.write_the_letter(amina, case, texts)
    letters.settle_advice(amina, letter, texts)
    letters.read_it_back(amina, letter, texts)
    letters.send_for_review(amina, letter)
    letters.cannot_approve_it(amina, letter)
    letters.approve_it(clara, letter, texts)
    letters.the_letter_is_printed(clara, letter, texts)
    letters.sign_and_post_it(clara, letter, texts, tmp_path)
    export_the_numbers(drita, texts)
