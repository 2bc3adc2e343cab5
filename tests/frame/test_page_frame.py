"""The frame around a page is rendered once, and is nevertheless everybody's own."""

import re

import pytest

from caseapp.i18n import OFFERED, direction
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person

TOKEN = re.compile(r'name="(?:csrf_token" value|csrf-token" content)="([^"]+)"')
RETURN_TO = re.compile(r'name="return_to" value="([^"]+)"')


def test_every_form_of_the_frame_carries_the_token_of_the_session(amina: Person, besnik: Person) -> None:
    pages = [
        (person.name, person.get(path).text)
        for path in ("/cases/", "/letters/", "/cases/")
        for person in (amina, besnik)
    ]
    tokens = {name: set() for name in ("amina", "besnik")}
    for name, text in pages:
        found = TOKEN.findall(text)
        assert len(found) > 4
        assert len(set(found)) == 1, "all forms of one page carry one token"
        tokens[name] |= set(found)
    assert tokens["amina"].isdisjoint(tokens["besnik"])
    amina.known_token = TOKEN.findall(amina.get("/letters/").text)[-1]
    amina.post("/theme", {"theme": "dark", "return_to": "/letters/"})


def test_the_small_forms_come_back_to_the_page_that_they_stand_on(amina: Person) -> None:
    for path in ("/cases/", "/letters/", "/cases/"):
        assert set(RETURN_TO.findall(amina.get(path).text)) == {path}


def test_each_colleague_sees_their_own_name_menu_and_help(clara: Person, drita: Person) -> None:
    for _again in range(2):
        seen_by_clara, seen_by_drita = clara.get("/").text, drita.get("/").text
        assert "Clara" in seen_by_clara
        assert "Drita" in seen_by_drita
        assert "Drita" not in seen_by_clara.partition("<main")[0]
        assert 'href="/staff"' in seen_by_drita
        assert 'href="/staff"' not in seen_by_clara


def test_the_frame_follows_language_theme_and_the_place_in_the_menu(amina: Person) -> None:
    here = re.compile(r'href="([^"]+)" aria-current="page"')
    assert here.findall(amina.get("/cases/").text) == ["/cases/"]
    assert here.findall(amina.get("/letters/").text) == ["/letters/"]
    amina.post("/language", {"locale": "fa", "return_to": "/cases/"})
    persian = amina.get("/cases/").text
    assert "پرونده‌ها" in persian.partition("<main")[0]
    amina.post("/theme", {"theme": "dark", "return_to": "/cases/"})
    assert 'data-dark-sheet\n        media="screen"' in amina.get("/cases/").text
    assert 'name="theme" value="dark" aria-current="true"' in amina.get("/cases/").text


def test_the_menu_marks_the_list_that_a_page_belongs_to_however_deep_it_lies(
    amina: Person, clara: Person
) -> None:
    page = clara.get(f"{start_case(amina)}/access/").text
    assert re.findall(r'href="([^"]+)" aria-current="page"', page.partition("<main")[0]) == ["/cases/"]


def test_taking_the_log_out_belongs_to_the_log_in_the_menu(edon: Person) -> None:
    page = edon.get("/reports/log").text.partition("<main")[0]
    assert re.findall(r'href="([^"]+)" aria-current="page"', page) == ["/audit/"]


@pytest.mark.parametrize("language", OFFERED)
def test_the_page_that_a_hidden_screen_shows_is_in_its_language_and_never_names_the_application(
    amina: Person, language: str
) -> None:
    amina.post("/language", {"locale": language, "return_to": "/"})
    found = re.search(r'data-away-url="([^"]+)"', amina.get("/").text)
    assert found
    with amina.client.get(found.group(1)) as answer:
        text = answer.text
    assert f'<html lang="{language}" dir="{direction(language)}">' in text
    assert "caseapp" not in text
    away = amina.post("/sign-out", {"away": "1"}).headers["Location"]
    assert away.partition("?")[0] == found.group(1).partition("?")[0]


def test_the_menu_marks_nothing_on_pages_of_ones_own_account(drita: Person) -> None:
    assert 'href="/staff" aria-current="page"' in drita.get("/staff/teams").text
    for own in ("/me", "/me/sessions", "/me/factors", "/me/factors/app", "/ties/"):
        assert 'aria-current="page"' not in drita.get(own).text.partition("<main")[0]


def test_of_two_lists_about_the_same_the_menu_marks_the_one_that_is_shown(
    clara: Person, drita: Person
) -> None:
    drita.post(f"/staff/{clara.id}/roles", {"roles": ["administrator", "coordinator"]})
    clara.sign_in()
    here = re.compile(r'href="([^"]+)" aria-current="page"')
    for path in ("/incidents/", "/incidents/register"):
        assert here.findall(clara.get(path).text.partition("<main")[0]) == [path]
