"""The whole way once, in a real browser, in English and in Persian: from the first evening to the posted letter."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from caseapp.audit import verify
from caseapp.clock import today
from tests.journeys import letter_chapters as letters
from tests.journeys import request_chapters as requests
from tests.journeys.case_chapters import (
    add_relatives,
    clear_the_statements,
    fill_the_consent_sheet,
    say_why_relatives_are_kept,
    search_and_name,
    start_the_case,
    take_statements,
    write_a_note,
)
from tests.journeys.colleague import Colleague
from tests.journeys.conftest import Desk
from tests.journeys.ending_chapters import (
    export_the_numbers,
    sees_nothing_of_it,
    start_a_case_of_ones_own,
    the_log_shows_each_step,
)
from tests.journeys.texts import TEXTS

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_case_goes_from_the_first_evening_to_the_posted_letter(
    app: Flask, desk: Callable[..., Desk], tmp_path: Path, language: str
) -> None:
    texts = TEXTS[language]
    amina = Colleague(desk("amina"), language)
    clara = Colleague(desk("clara"), language)
    case = start_the_case(amina, texts)
    search_and_name(amina, case, texts)
    add_relatives(amina, case, texts)
    fill_the_consent_sheet(amina, case, texts)
    say_why_relatives_are_kept(amina, case, texts)
    write_a_note(amina, case, texts)
    statements = take_statements(amina, case, texts)

    letters.add_the_minister(amina, texts)
    clear_the_statements(clara, amina, statements, texts)
    letter = letters.write_the_letter(amina, case, texts)
    letters.enclose_both_statements(amina, letter, texts)
    letters.look_at_those_named(amina, letter, texts)
    letters.settle_advice(amina, letter, texts)
    letters.read_it_back(amina, letter, texts)
    letters.send_for_review(amina, letter)
    letters.return_it_once(clara, letter, texts)
    letters.put_it_right(amina, letter, texts)
    letters.cannot_approve_it(amina, letter)
    letters.approve_it(clara, letter, texts)
    letters.the_bundle_holds_everything(clara, letter, texts)
    letters.sign_and_post_it(clara, letter, texts, tmp_path)
    letters.record_the_old_letter(amina, case, texts, today() - timedelta(days=30))

    request = requests.open_the_request(amina, case, texts)
    requests.accept_one_search(clara, request)

    besnik = Colleague(desk("besnik"), language)
    start_a_case_of_ones_own(besnik, texts)
    sees_nothing_of_it(besnik, [case, letter, request, *statements], texts)
    drita = Colleague(desk("drita"), language)
    export_the_numbers(drita, texts)
    the_log_shows_each_step(drita, app)

    with app.app_context():
        assert list(verify()) == []
