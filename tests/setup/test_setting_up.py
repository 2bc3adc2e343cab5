"""The set-up form: two people who can unlock, named by their role; three passphrases; a sheet typed back."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from caseapp.application import create_app
from caseapp.db import db
from caseapp.setup.installing import keys_folder
from caseapp.setup.migrating import migrate
from caseapp.vault import unlocker_names
from tests.accounts.second_factors import sign_in_for_the_first_time
from tests.conftest import Person, check_page, settings_for
from tests.setup.test_command_line import SET_UP

LINK = "/set-up/a-token-of-this-test"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Flask]:
    app = create_app(settings_for(tmp_path / "instance"))
    app.config["SETUP_TOKEN"] = LINK.rpartition("/")[2]
    with app.app_context():
        migrate()
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def send(app: Flask, **changes: str) -> TestResponse:
    client = app.test_client()
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(LINK).text)
    assert found
    return client.post(LINK, data={**SET_UP, **changes, "csrf_token": found.group(1)})


def test_the_form_asks_for_words_for_roles_and_says_why(empty: Flask) -> None:
    response = empty.test_client().get(LINK)
    check_page(response)
    assert "Such as “office” or “chair”, not a name." in response.text
    assert "readable in the keys file" in response.text


def finish(app: Flask, **changes: str) -> None:
    """Set the installation up, the recovery sheet typed back."""
    client = app.test_client()
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(LINK).text)
    assert found
    token = {"csrf_token": found.group(1)}
    client.post(LINK, data={**SET_UP, **changes, **token})
    sheet = client.get(f"{LINK}/recovery").text
    code = re.search(r'class="recovery-code">([^<]+)<', sheet)
    assert code
    groups = re.findall(r"[A-Z0-9]+", code.group(1))
    wrong = client.post(
        f"{LINK}/recovery", data={**token, "first": "AAAA", "second": "AAAA", "third": "AAAA"}
    )
    assert wrong.status_code == 422
    assert not keys_folder(app).exists(), "nothing is written before the sheet is confirmed"
    asked = [int(number) for number in re.findall(r"Group (\d+)", sheet)]
    typed = dict(zip(("first", "second", "third"), (groups[number - 1] for number in asked), strict=True))
    assert client.post(f"{LINK}/recovery", data={**token, **typed}).status_code == 302


def test_only_the_words_for_roles_stand_readable_beside_the_keys(empty: Flask) -> None:
    finish(empty)
    written = (keys_folder(empty) / "keyring.json").read_text()
    assert "office" in written
    assert "chair" in written
    assert not any(word in written for word in ("Drita", "drita", "Open Door"))


def test_a_persian_word_with_a_joiner_inside_names_somebody_who_can_unlock(empty: Flask) -> None:
    word = "دفتر\u200cدار"
    finish(empty, first_unlocker=word)
    assert word in unlocker_names(keys_folder(empty))


def test_a_word_that_is_too_long_is_refused_before_the_sheet_is_written_down(empty: Flask) -> None:
    answer = send(empty, second_unlocker="b" * 101)
    assert answer.status_code == 422
    assert "Please write a shorter name" in answer.text


def test_the_first_administrator_of_a_small_office_may_work_with_cases_too(empty: Flask) -> None:
    finish(empty, other_roles="coordinator")
    drita = sign_in_for_the_first_time(Person("drita", empty, empty.test_client()))
    drita.get("/staff")
    amina = {"name": "Amina Test", "sign_in_name": "amina", "roles": "support", "team": "", "language": "en"}
    drita.post("/staff/invite", amina, status=200)
    drita.get("/cases/")
    account = drita.get(f"/staff/{drita.id}").text
    assert re.search(r'name="teams"[^>]*checked|checked[^>]*name="teams"', account), (
        "and belongs to the first team"
    )


def test_whoever_asks_for_no_other_role_reads_no_cases(empty: Flask) -> None:
    finish(empty)
    sign_in_for_the_first_time(Person("drita", empty, empty.test_client())).get("/cases/", 403)


def test_no_role_but_those_of_case_work_is_given_at_set_up(empty: Flask) -> None:
    assert "Please choose of the list." in send(empty, other_roles="auditor").text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"first_unlocker": "Drita Test"}, "Please use one for the role instead of a name."),
        ({"second_unlocker": "DRITA"}, "Please use one for the role instead of a name."),
        ({"second_unlocker": "Office"}, "Please give each of the two a word of their own"),
        ({"second_passphrase": SET_UP["first_passphrase"]}, "Please use a passphrase of its own"),
        ({"first_passphrase": SET_UP["passphrase"]}, "Please use a passphrase of its own"),
        ({"repeated": "four green windows and a lamb"}, "The two are not the same."),
        ({"passphrase": "short", "repeated": "short"}, "At least 15 characters, please."),
        ({"organisation": " "}, "Please fill this in."),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
def test_what_would_be_unsafe_is_explained_beside_its_field(
    empty: Flask, changes: dict[str, str], sentence: str
) -> None:
    response = send(empty, **changes)
    assert response.status_code == 422
    assert sentence in response.text
    check_page(response)


def test_a_wrong_link_opens_nothing(empty: Flask) -> None:
    client = empty.test_client()
    assert client.get("/set-up/a-guess").status_code == 404
    assert client.get("/set-up/a-guess/recovery").status_code == 404


def test_before_set_up_every_page_says_where_the_link_is(empty: Flask) -> None:
    response = empty.test_client().get("/cases/")
    assert response.status_code == 503
    assert "The terminal in which caseapp was started shows a link." in response.text
