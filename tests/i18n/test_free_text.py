"""What people wrote, and sizes and lists, as a page in another direction shows them."""

import re

import pytest
from flask import Flask
from flask_babel import force_locale
from markupsafe import Markup

from caseapp.i18n import in_a_row
from caseapp.web.free_text import free_text, sentence, written
from caseapp.web.sizes import size_in_words
from tests.cases.test_starting_a_case import start_case
from tests.conftest import Person
from tests.frame.test_house_rules import MODULES, TEMPLATES, inside

FIRST, LAST = "\u2066", "\u2069"
TO_A_TERMINAL = {
    "audit/comparing.py",
    "cli.py",
    "commands/certificate.py",
    "commands/unlockers.py",
    "db/schema.py",
    "erasures/table.py",
    "setup/refusals.py",
    "web/event.py",
    "web/feature.py",
    "web/gate.py",
}
"""Modules whose lists are read in English by whoever runs the machine, or are SQL."""


def test_persian_text_that_begins_with_a_foreign_name_stays_persian(amina: Person) -> None:
    case = start_case(amina)
    amina.post(
        f"/notes/on/case/{case.rpartition('/')[2]}",
        {"kind": "conversation", "text": "Sara در ۴ آذر گفت که می‌آید.", "language": "fa"},
    )
    amina.post("/language", {"locale": "fa", "return_to": "/"})
    page = amina.get(case).text
    assert f'<span class="free-text" dir="rtl">{FIRST}Sara{LAST} در ۴ آذر گفت' in page


def test_each_paragraph_of_a_text_in_two_languages_has_its_own_direction(app: Flask) -> None:
    with app.test_request_context(), force_locale("fa"):
        blocks = re.findall(r'dir="(\w+)">([^<]*)<', str(free_text("او گفت:\n\nI came alone.")))
    assert [way for way, _words in blocks] == ["rtl", "rtl", "ltr"]
    assert blocks[2][1] == "I came alone."


def test_free_text_is_escaped_and_nothing_stays_nothing(app: Flask) -> None:
    with app.test_request_context():
        assert "&lt;b&gt;" in str(free_text("<b>bold</b>"))
        assert free_text(None) is None
        assert written(None) == "ltr"
        assert written("سلام") == "rtl"


@pytest.mark.parametrize(
    ("language", "size", "words"),
    [
        ("fa", 6_600_000, "۶٫۶ مگابایت"),
        ("en", 68_062_000_000, "68 GB"),
        ("en", 6_600_000, "6.6 MB"),
        ("en", 100, "1 kB"),
    ],
)
def test_sizes_are_told_as_the_language_writes_them(app: Flask, language: str, size: int, words: str) -> None:
    with app.test_request_context(), force_locale(language):
        assert size_in_words(size) == words


def test_a_list_of_html_escapes_its_words(app: Flask) -> None:
    with app.test_request_context():
        assert in_a_row([Markup("<bdi>a</bdi>"), "<b>"]) == Markup("<bdi>a</bdi>, &lt;b&gt;")


def test_no_list_is_joined_with_the_comma_of_one_language() -> None:
    by_hand = re.compile(
        r"""['"][,;] ['"]\.join|loop\.last %\}[,;]|['"], ['"] if not loop\.last|</bdi>, \{"""
    )
    found = [
        path.name
        for path in (*MODULES, *TEMPLATES)
        if by_hand.search(path.read_text("utf-8")) and not (path in MODULES and inside(path) in TO_A_TERMINAL)
    ]
    assert found == []


def test_no_free_text_leaves_its_direction_to_its_first_letter() -> None:
    guessed = re.compile(r"<(?!input|textarea)[a-z]+ [^>]*dir=\"auto\"")
    assert [path.name for path in TEMPLATES if guessed.search(path.read_text("utf-8"))] == []


def test_a_sentence_of_the_page_runs_as_the_page_does_around_a_foreign_title(app: Flask) -> None:
    title = "Extract from the register (invented)"
    with app.test_request_context(), force_locale("ar"):
        assert sentence(f"أودعت وثيقة: {title}") == f"أودعت وثيقة: \u2066{title}\u2069"
    with app.test_request_context(), force_locale("en"):
        assert sentence("Done: اعلام جدایی") == "Done: \u2067اعلام جدایی\u2069"
