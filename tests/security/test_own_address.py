"""Links begin with the address that the settings name; who asks for another host is sent away."""

import re
from pathlib import Path

import pytest
from flask import Flask

from caseapp.application import create_app
from caseapp.setup.installing import adopt_root, keys_folder
from caseapp.vault import open_file_root
from caseapp.web.addresses import link_to
from tests.conftest import Person, check_page, settings_for

DECLARED = "https://cases.example.org"


@pytest.fixture
def proxied(instance: Path) -> Flask:
    app = create_app(settings_for(instance, behind_proxy=True, address=DECLARED))
    with app.app_context():
        adopt_root(app, open_file_root(keys_folder(app)))
    return app


@pytest.mark.parametrize(
    "host", ["attacker.example", "localhost.attacker.example", "attacker.example:8000", "[", "a b"]
)
def test_a_request_for_another_host_is_refused_in_plain_words(app: Flask, host: str) -> None:
    for path in ("/sign-in", "/health", "/static/css/app.css", "/no-such-page"):
        answer = app.test_client().get(path, headers={"Host": host})
        assert (answer.status_code, answer.mimetype) == (400, "text/plain")
        assert "not served under this address" in answer.text
        assert host not in answer.text
        check_page(answer)


def test_the_refusal_speaks_the_language_of_the_browser(app: Flask) -> None:
    headers = {"Host": "attacker.example", "Accept-Language": "fa"}
    answer = app.test_client().get("/sign-in", headers=headers)
    assert answer.status_code == 400
    assert "caseapp" in answer.text


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:9123", "127.0.0.1:8000", "[::1]", "[::1]:8000", "LOCALHOST"]
)
def test_this_machine_is_asked_for_under_any_of_its_names_and_ports(app: Flask, host: str) -> None:
    assert app.test_client().get("/sign-in", headers={"Host": host}).status_code == 200


def test_a_handed_over_link_leads_to_the_own_address_whatever_the_request_asked_for(
    drita: Person, besnik: Person
) -> None:
    port = drita.app.config["SETTINGS"].port
    cookie = drita.client.get_cookie("caseapp")
    assert cookie is not None
    headers = {"Host": "127.0.0.1:4711", "Cookie": f"caseapp={cookie.value}"}
    sent = {"csrf_token": drita.token()}
    anywhere = drita.app.test_client(use_cookies=False)
    page = anywhere.post(f"/staff/{besnik.id}/reset", data=sent, headers=headers).text
    assert re.findall(r"http\S+/activate/", page) == [f"http://localhost:{port}/activate/"]


def test_behind_a_proxy_links_lead_to_the_declared_address(proxied: Flask) -> None:
    client = proxied.test_client()
    options = {"base_url": DECLARED, "headers": {"X-Forwarded-Proto": "https"}}
    assert client.get("/sign-in", **options).status_code == 200
    assert client.get("/sign-in", headers={"Host": "attacker.example"}).status_code == 400
    with proxied.test_request_context(base_url="http://localhost"):
        assert link_to("accounts.activate", code="x") == f"{DECLARED}/activate/x"
