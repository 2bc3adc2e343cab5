"""The guide in docs/guide says what the pages say, and every picture of it is there."""

import re

from flask import Flask

from tests.journeys.guide import FOLDER, VIEWS, pages

ROOM = 3 * 1024 * 1024


def test_the_written_guide_says_what_the_pages_say(app: Flask) -> None:
    outdated = [
        place.relative_to(FOLDER).as_posix()
        for place, text in pages(app)
        if not place.exists() or place.read_text(encoding="utf-8") != text
    ]
    assert outdated == [], "write it anew with make guide"


def test_every_picture_of_the_written_guide_is_there_and_none_is_left_over(app: Flask) -> None:
    shown = {
        place.parent / name for place, text in pages(app) for name in re.findall(r"\((.*?\.png)\)", text)
    }
    assert shown == set(FOLDER.rglob("*.png"))
    assert {place.stem for place in shown} == VIEWS.keys(), "each view belongs to a topic"
    assert sum(place.stat().st_size for place in shown) < ROOM
