"""The security headers stand on every answer, errors and static files included, and no error tells a detail."""

import logging
import re
import threading

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from caseapp.db.unlocked import vault_of
from caseapp.vault import passwords
from caseapp.vault.gate import Gate
from caseapp.web.gate import public
from caseapp.web.headers import ALWAYS
from tests.conftest import PASSPHRASE, Person
from tests.page_rules import check_page


def held_to_the_rules(response: TestResponse, status: int) -> None:
    """This answer has the status, every header, and is kept by nobody."""
    assert response.status_code == status
    for name, value in ALWAYS.items():
        assert response.headers.getlist(name) == [value]
    if status != 200 or response.mimetype == "text/html":
        assert response.headers["Cache-Control"] == "no-store"
    assert "Server" not in response.headers
    if response.mimetype == "text/html" and response.data:
        check_page(response)


def test_the_policy_lets_nothing_in_from_elsewhere_and_nothing_inline() -> None:
    policy = dict(
        part.strip().split(" ", 1) for part in ALWAYS["Content-Security-Policy"].split(";") if part.strip()
    )
    assert policy["default-src"] == "'none'"
    for directive in ("base-uri", "frame-ancestors"):
        assert policy[directive] == "'none'"
    for value in policy.values():
        assert not re.search(r"unsafe|\*|https?:|//", value)
    assert "data:" not in policy["script-src"]


@pytest.mark.parametrize(
    "path", ["/no/such/page", "/cases/not-a-uuid", "/%00", "/static/no-such.css", "/static/../config.py"]
)
def test_404(amina: Person, path: str) -> None:
    held_to_the_rules(amina.client.get(path), 404)


def test_400_for_a_form_without_token(amina: Person) -> None:
    held_to_the_rules(amina.client.post("/cases/new", data={"name": "X"}), 400)


def test_403_for_a_role_that_does_not_include_it(amina: Person) -> None:
    held_to_the_rules(amina.client.get("/staff"), 403)


def test_405_names_what_is_possible(amina: Person) -> None:
    response = amina.client.post("/cases/", data={"csrf_token": amina.token()})
    held_to_the_rules(response, 405)
    assert set(re.findall(r"[A-Z]+", response.headers["Allow"])) == {"GET", "HEAD", "OPTIONS"}


def test_413_for_a_body_that_is_too_large_before_it_is_read(
    amina: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(amina.app.config, "MAX_CONTENT_LENGTH", 10_000)
    response = amina.client.post("/cases/new", data={"csrf_token": amina.token(), "name": "x" * 20_000})
    held_to_the_rules(response, 413)


def test_413_for_a_form_that_is_too_large(amina: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(amina.app.config, "MAX_FORM_MEMORY_SIZE", 10_000)
    response = amina.client.post(
        "/cases/new",
        data={"csrf_token": amina.token(), "name": "x" * 20_000},
        content_type="multipart/form-data",
    )
    held_to_the_rules(response, 413)


def test_429_when_too_many_sign_in_at_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate(slots=1, waiting=0)
    monkeypatch.setattr(passwords, "SIGN_IN_GATE", gate)
    client = app.test_client()
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/sign-in").text)
    assert found
    with gate.passage():
        response = client.post(
            "/sign-in",
            data={"csrf_token": found.group(1), "sign_in_name": "amina", "passphrase": PASSPHRASE},
        )
    held_to_the_rules(response, 429)


@pytest.fixture
def broken(app: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A page that fails with words in its exception that nobody may read."""

    def fail() -> str:
        raise RuntimeError("Reza رضا lives in Elm Street; SELECT secret FROM person")

    monkeypatch.setitem(app.view_functions, "home.health", public(fail))
    return app.test_client()


def test_500_tells_a_number_and_nothing_of_what_happened(
    broken: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        response = broken.get("/health")
    held_to_the_rules(response, 500)
    for secret in ("Reza", "رضا", "Elm Street", "SELECT", "RuntimeError"):
        assert secret not in response.text
    for secret in ("Reza", "رضا", "Elm Street", "SELECT"):
        assert secret not in caplog.text
    number = re.search(r"unexpected error ([0-9a-f]{8}) at home\.health: RuntimeError", caplog.text)
    assert number
    assert number.group(1) in response.text, "the number on the page finds the line in the log"


def test_503_while_locked_on_pages_and_forms(amina: Person) -> None:
    vault_of(amina.app).keys = None
    held_to_the_rules(amina.client.get("/cases/"), 503)
    held_to_the_rules(amina.client.post("/cases/new", data={}), 503)


def test_static_files_are_kept_by_browsers_and_carry_the_headers(stranger: FlaskClient) -> None:
    response = stranger.get("/static/css/app.css")
    assert response.headers["Cache-Control"].startswith("public")
    held_to_the_rules(response, 200)
    response.close()
    assert stranger.get_cookie("caseapp") is None


def test_a_static_file_has_another_address_after_it_changed(stranger: FlaskClient) -> None:
    """What may be kept for a year must not keep its address: an update would not arrive."""
    page = stranger.get("/sign-in").text
    sheets = re.findall(r'href="(/static/css/[^"]+)"', page)
    assert sheets
    assert all(re.search(r"\?v=[0-9a-f]{8,}$", sheet) for sheet in sheets), sheets


@pytest.mark.parametrize("method", ["OPTIONS", "HEAD", "PUT", "DELETE", "PATCH", "TRACE"])
def test_other_methods_open_no_page_to_a_stranger(app: Flask, method: str) -> None:
    response = app.test_client().open("/cases/", method=method)
    assert response.status_code in {302, 405}
    for name in ALWAYS:
        assert name in response.headers


def test_strict_transport_is_asked_for_only_where_there_is_tls(
    instance: object, stranger: FlaskClient
) -> None:
    from pathlib import Path

    from caseapp.application import create_app
    from tests.conftest import settings_for

    assert "Strict-Transport-Security" not in stranger.get("/sign-in").headers
    behind_tls = create_app(
        settings_for(Path(str(instance)), behind_proxy=True, address="https://cases.example.org")
    )
    told = behind_tls.test_client().get("/health").headers["Strict-Transport-Security"]
    assert told == "max-age=31536000; includeSubDomains"


def test_an_address_asked_for_by_many_at_once_still_answers(app: Flask) -> None:
    answers: list[int] = []
    threads = [
        threading.Thread(target=lambda: answers.append(app.test_client().get("/health").status_code))
        for _ in range(16)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [200] * 16
