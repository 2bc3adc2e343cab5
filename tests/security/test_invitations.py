"""The link of an invitation: opens an account once, for three days; it stands on the page that shows it alone."""

import logging
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from caseapp.serving.server import options_from
from tests.conftest import Page, Person, settings_for, visible

INVITED = {"name": "Farid Sample", "sign_in_name": "farid", "roles": "support", "team": "", "language": "en"}
CHOSEN = "seven lanterns over the quiet harbour"
MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)


def link_on(text: str) -> str:
    found = re.search(r"/activate/[\w-]+", text)
    assert found
    return found.group()


def invite(drita: Person) -> str:
    return link_on(drita.post("/staff/invite", INVITED, status=200).text)


def use(app: Flask, link: str) -> int:
    visitor = app.test_client()
    page = visitor.get(link)
    if page.status_code != 200:
        return page.status_code
    token = Page(page.text).forms[-1]["fields"]["csrf_token"]
    sent = {"csrf_token": token, "passphrase": CHOSEN, "repeated": CHOSEN}
    return visitor.post(link, data=sent).status_code


def farid(app: Flask) -> str:
    return str(Person("farid", app, app.test_client()).id)


def test_a_link_opens_the_account_once(app: Flask, drita: Person) -> None:
    link = invite(drita)
    assert [use(app, link), use(app, link)] == [302, 404]


def test_a_form_opened_before_somebody_else_used_the_link_opens_nothing(app: Flask, drita: Person) -> None:
    link, late = invite(drita), app.test_client()
    token = Page(late.get(link).text).forms[-1]["fields"]["csrf_token"]
    assert use(app, link) == 302
    sent = {"csrf_token": token, "passphrase": CHOSEN + " two", "repeated": CHOSEN + " two"}
    assert late.post(link, data=sent).status_code == 404


@pytest.mark.parametrize(("days", "status"), [(3, 302), (4, 404)])
def test_a_link_holds_for_three_days(app: Flask, days: int, status: int) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        link = invite(Person("drita", app, app.test_client()).sign_in())
        clock.shift(timedelta(days=days))
        assert use(app, link) == status


def test_a_second_link_makes_the_first_one_void(app: Flask, drita: Person) -> None:
    first = invite(drita)
    second = link_on(drita.post(f"/staff/{farid(app)}/reset", status=200).text)
    assert [use(app, first), use(app, second)] == [404, 302]


def test_a_closed_account_has_no_link(app: Flask, drita: Person) -> None:
    link = invite(drita)
    drita.post(f"/staff/{farid(app)}/disable", {"reason": "A mistake"})
    assert use(app, link) == 404


def test_a_link_that_ran_out_and_one_that_never_was_show_the_same(app: Flask, drita: Person) -> None:
    used = invite(drita)
    use(app, used)
    pages = [app.test_client().get(link).text for link in (used, "/activate/" + "x" * 27)]
    shown = {re.sub(r"/activate/[\w-]+|(?<=\")[\w.-]{40,}(?=\")", "*", page) for page in pages}
    assert len(shown) == 1


def test_the_page_of_a_link_gives_its_address_to_nobody(
    app: Flask, drita: Person, stranger: FlaskClient
) -> None:
    page = stranger.get(invite(drita))
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"
    links = re.findall(r'(?:href|src)="([^"]+)"', page.text)
    assert [link for link in links if not link.startswith(("/static/", "#"))] == []
    assert "Farid" not in (re.search(r"<title>(.*?)</title>", page.text, re.DOTALL) or [""])[0]


def test_a_code_is_written_to_no_log_and_lies_nowhere(
    app: Flask,
    drita: Person,
    instance: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from caseapp.accounts import own_views

    caplog.set_level(logging.DEBUG)
    link = invite(drita)

    def break_down(*_given: object, **_named: object) -> bytes:
        raise RuntimeError(link)

    with monkeypatch.context() as patch:
        patch.setattr(own_views, "hash_password", break_down)
        assert use(app, link) == 500
    assert use(app, link) == 302
    code = link.rpartition("/")[2]
    assert code not in caplog.text
    assert not any(code.encode() in path.read_bytes() for path in instance.rglob("*") if path.is_file())


def test_the_server_keeps_no_log_of_addresses(tmp_path: Path) -> None:
    assert options_from(settings_for(tmp_path))["accesslog"] is None


def test_the_code_has_more_bits_than_anybody_can_guess(app: Flask, drita: Person) -> None:
    codes = {
        link_on(drita.post("/staff/invite", {**INVITED, "sign_in_name": f"f{n}"}, status=200).text)
        for n in range(3)
    }
    assert len(codes) == 3
    assert min(len(code.rpartition("/")[2]) for code in codes) >= 27, "160 bits"
    assert "shown only here and only now" in visible(drita.post(f"/staff/{drita.id}/reset", status=200))
