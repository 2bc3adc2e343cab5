"""The rules of pages notice what breaks them; test_reach holds every page in every role to them."""

import re
from pathlib import Path

import pytest
from flask import Response
from werkzeug.test import Client, TestResponse

from caseapp.web.headers import ALWAYS
from tests.conftest import Person
from tests.page_rules import Page, check_page

SCRIPTS = Path(__file__).parents[2] / "caseapp" / "static" / "js"


def test_no_answer_opens_itself_to_another_origin(amina: Person) -> None:
    for path in ("/", "/cases/", "/no/such/page", "/health", "/static/css/app.css"):
        response = amina.client.get(path, headers={"Origin": "https://elsewhere.example"})
        check_page(response)
        response.close()


def test_no_script_keeps_anything_in_the_browser() -> None:
    for script in SCRIPTS.glob("*.js"):
        found = re.findall(
            r"localStorage|sessionStorage|indexedDB|document\.cookie|caches\.", script.read_text("utf-8")
        )
        assert not found, f"{script.name}: {found}"


def answer(
    body: str, path: str = "/somewhere", headers: dict[str, str] | None = None, status: int = 200
) -> TestResponse:
    """An answer as the application gives it, with this body."""
    sent = Response(body, 200, {**ALWAYS, "Cache-Control": "no-store", **(headers or {})})
    sent.content_type = "text/html; charset=utf-8"
    return Client(sent).get(path)


SOUND = """<!doctype html><html lang="en" dir="ltr"><head><title>Case C-26-7KQ3</title></head><body><h1>Case</h1>
<form method="post" action="/cases/new"><input name="csrf_token" value="x"><label for="a">A</label>
<input id="a"></form>%s
</body></html>"""


def test_the_rules_let_a_sound_page_pass() -> None:
    check_page(answer(SOUND % ""), {"Bahram Kian"})


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("a second h1", SOUND % "<h1>Again</h1>"),
        ("no title", (SOUND % "").replace("<title>Case C-26-7KQ3</title>", "")),
        ("a name in the title", (SOUND % "").replace("C-26-7KQ3", "of Bahram Kian")),
        ("a language that is not there", (SOUND % "").replace('dir="ltr"', 'dir="rtl"')),
        ("an id twice", SOUND % '<p id="a"></p>'),
        ("a form without its token", SOUND % '<form method="post" action="/x"></form>'),
        ("a token in an address", SOUND % '<form method="get"><input name="csrf_token" value="x"></form>'),
        ("a label for nothing", SOUND % '<label for="b">B</label>'),
        ("a description that is not there", SOUND % '<input aria-describedby="a b">'),
        ("a script in the page", SOUND % "<script>1</script>"),
        ("a style in the page", SOUND % "<style>p {}</style>"),
        ("a style at an element", SOUND % '<p style="color: red">'),
        ("an act at an element", SOUND % '<p onclick="x()">'),
        ("a link elsewhere", SOUND % '<a href="https://elsewhere.example/">'),
        ("a picture from elsewhere", SOUND % '<img src="//elsewhere.example/x.png">'),
        ("a script as a link", SOUND % '<a href="javascript:x()">'),
        ("a name in a link", SOUND % '<a href="/cases/?q=Bahram+Kian">'),
        ("a name in the address of a form", SOUND % '<form action="/find/Bahram%20Kian"></form>'),
    ],
)
def test_the_rules_notice(what: str, body: str) -> None:
    with pytest.raises(AssertionError):
        check_page(answer(body), {"Bahram Kian"})
    assert Page(body), what


@pytest.mark.parametrize("name", sorted(ALWAYS))
def test_the_rules_notice_a_header_that_is_loosened(name: str) -> None:
    with pytest.raises(AssertionError):
        check_page(answer(SOUND % "", headers={name: f"{ALWAYS[name]} *"}))


def test_the_rules_notice_a_page_that_is_kept_or_asked_for_by_name() -> None:
    with pytest.raises(AssertionError):
        check_page(answer(SOUND % "", headers={"Cache-Control": "private"}))
    with pytest.raises(AssertionError):
        check_page(answer(SOUND % "", path="/cases/?name=Bahram%20Kian"), {"Bahram Kian"})
