"""Small words that have to fit what happened: heads of errors, ways back, who is asked, what a button does."""

import re

from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person


def test_two_different_passphrases_say_that_both_have_to_be_typed_anew(drita: Person) -> None:
    page = drita.post(
        "/staff/invite",
        {
            "new_id": "0190b6a2-7f3a-7c3e-8e6a-5d2f1c9b7a10",
            "name": "Farid Test",
            "sign_in_name": "farid",
            "roles": "support",
            "team": "",
            "language": "en",
        },
        200,
    ).text
    link = re.search(r"/activate/[\w-]+", page)
    assert link
    answer = drita.post(link[0], {"passphrase": "five quiet lamps and a door", "repeated": "another"}, 422)
    assert "The account is not open yet" in answer.text
    assert "Nothing you typed is lost" not in answer.text


def test_an_invitation_begins_in_the_language_of_whoever_writes_it(drita: Person) -> None:
    drita.post("/language", {"locale": "fa", "return_to": "/"})
    assert re.search(r'<option selected value="fa">', drita.get("/staff/invite").text)


def test_an_auditor_keeps_watch_and_runs_nothing(drita: Person, edon: Person) -> None:
    assert "Keeping watch" in edon.page("/").text
    assert "Running the house" in drita.page("/").text


def test_a_note_leads_back_to_the_case_and_to_the_list_of_cases(amina: Person) -> None:
    case = start_case(amina)
    page = amina.get(f"/notes/on/case/{case.rpartition('/')[2]}").text
    trail = page.partition('class="trail"')[2].partition("</nav>")[0]
    assert 'href="/cases/"' in trail
    assert f'href="{case}"' in trail


def test_a_missing_name_of_an_authority_is_asked_of_no_language_in_particular(clara: Person) -> None:
    page = clara.post(
        "/authorities/new",
        {"new_id": "0190b6a2-7f3a-7c3e-8e6a-5d2f1c9b7a11", "kind": "ministry", "counted_in": "days"},
        422,
    ).text
    assert 'id="name-error"' in page
    assert "English: Give the name" not in page
