"""The whole way once, in a real browser, in English and in Persian: from the first evening to the posted letter."""

from collections.abc import Callable

import pytest
from flask import Flask

from caseapp.audit import verify
from tests.journeys.case_chapters import (
    add_relatives,
    fill_the_consent_sheet,
    search_and_name,
    start_the_case,
    take_statements,
    write_a_note,
)
from tests.journeys.colleague import Colleague
from tests.journeys.conftest import Desk
from tests.journeys.texts import TEXTS

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_case_goes_from_the_first_evening_to_the_posted_letter(
    app: Flask, desk: Callable[..., Desk], language: str
) -> None:
    texts = TEXTS[language]
    amina = Colleague(desk("amina"), language)
    case = start_the_case(amina, texts)
    search_and_name(amina, case, texts)
    add_relatives(amina, case, texts)
    fill_the_consent_sheet(amina, case, texts)
    write_a_note(amina, case, texts)
    take_statements(amina, case, texts)
    with app.app_context():
        assert list(verify()) == []
