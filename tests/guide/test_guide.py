"""The guide as it is read: on its own page, and on the pages of the work."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from caseapp.clock import today
from caseapp.i18n import OFFERED
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person


def headings(person: Person) -> list[str]:
    return re.findall(r'<h2 id="for-([a-z]+)">', person.get("/guide/").text)


def test_everybody_reads_the_guide_and_finds_their_own_work_first(people: dict[str, Person]) -> None:
    assert headings(people["amina"])[0] == "support"
    assert headings(people["clara"])[0] == "coordinator"
    assert headings(people["drita"])[0] == "administrator"
    assert headings(people["edon"])[0] == "auditor"


def test_amina_finds_how_to_start_a_case_with_the_words_of_its_button(amina: Person) -> None:
    text = amina.get("/guide/").text
    assert 'href="#start-a-case"' in text
    assert 'id="start-a-case"' in text
    assert "<b>Save the case</b>" in text
    assert "<b>Save the case</b>" in amina.get("/cases/new").text


def test_a_page_tells_how_it_works_and_leads_to_its_place_in_the_guide(amina: Person) -> None:
    page = amina.get(start_case(amina)).text
    folded = re.search(r'<details class="page-help">.*?</details>', page, re.DOTALL)
    assert folded, "folded until somebody asks"
    assert "How this works" in folded.group(0)
    assert 'href="/guide/#work-in-a-case"' in folded.group(0)


def test_help_tells_each_role_its_own_part(amina: Person, clara: Person) -> None:
    assert "See what waits for you" in clara.get("/").text
    assert "See what waits for you" not in amina.get("/").text


def test_nobody_learns_anything_without_signing_in(stranger: Any) -> None:
    assert stranger.get("/guide/").status_code == 302


def test_a_new_colleague_is_led_to_the_guide_for_a_fortnight(amina: Person) -> None:
    assert "New here?" in amina.page("/").text
    with time_machine.travel(today() + timedelta(days=20), tick=False):
        again = Person("amina", amina.app, amina.app.test_client()).sign_in()
        assert "New here?" not in again.page("/").text
        assert "/guide/" in again.get("/").text


@pytest.mark.parametrize("language", OFFERED)
def test_the_guide_is_read_in_every_language(amina: Person, language: str) -> None:
    amina.post("/language", {"locale": language, "return_to": "/guide/"})
    page = amina.page("/guide/")
    assert page.html_attributes["lang"] == language
    assert "%(" not in page.text
