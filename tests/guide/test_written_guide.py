"""The guide in docs/guide says what the pages say in every language, and every picture of it is there."""

import re

from flask import Flask

from caseapp.i18n import LANGUAGES, OFFERED, direction
from caseapp.web.roles import Role
from tests.frame.served import ROOT
from tests.journeys.guide import FOLDER, VIEWS, pages

ROOM = 3 * 1024 * 1024
"""What all pictures together may take, in bytes: they are in every clone."""


def test_each_role_has_a_page_in_every_language_that_is_offered_in_its_direction(app: Flask) -> None:
    found = dict(pages(app))
    assert found.keys() == {FOLDER / tag / f"{role}.md" for tag in OFFERED for role in Role}
    turned = {place.parent.name for place, text in found.items() if text.startswith('<div dir="rtl">')}
    assert turned == {tag for tag in OFFERED if direction(tag) == "rtl"}


def test_the_readme_leads_to_every_page_of_the_guide_and_to_no_other(app: Flask) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    linked = {ROOT / found for found in re.findall(r"\((docs/guide/.*?)\)", readme)}
    assert linked == {place for place, _text in pages(app)}
    assert f"| | {' | '.join(LANGUAGES[tag] for tag in OFFERED)} |" in readme


def test_the_written_guide_says_what_the_pages_say(app: Flask) -> None:
    said = dict(pages(app))
    outdated = [
        place.relative_to(FOLDER).as_posix()
        for place, text in said.items()
        if not place.exists() or place.read_text(encoding="utf-8") != text
    ]
    assert set(FOLDER.rglob("*.md")) <= said.keys(), "a page that nobody writes any more"
    assert outdated == [], "write it anew with make guide"


def test_every_picture_of_the_written_guide_is_there_and_none_is_left_over(app: Flask) -> None:
    shown = {
        place.parent / name for place, text in pages(app) for name in re.findall(r"\((.*?\.png)\)", text)
    }
    assert shown == set(FOLDER.rglob("*.png"))
    assert {place.stem for place in shown} == VIEWS.keys(), "each view belongs to a topic"
    assert sum(place.stat().st_size for place in shown) < ROOM
