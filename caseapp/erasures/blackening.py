"""Blackening: what is left of a text when the words that name somebody are taken out of it."""

import re
from typing import Any

from caseapp.db import is_locked
from caseapp.erasures.needles import Needles
from caseapp.web.sentences import Lines, Sentence

BLACK = "█████"
"""What stands for words that were taken out: always as long, because a length tells something too."""
_BETWEEN = re.compile(r"(\s+)")
_NEIGHBOURS = re.compile(rf"{BLACK}(\s+{BLACK})+")


def blackened(value: Any, needles: Needles) -> Any:
    """Return a value of plain JSON, or a sentence of the application, without the words in which they are named."""
    if isinstance(value, dict):
        return {name: blackened(each, needles) for name, each in value.items()}
    if isinstance(value, list):
        return [blackened(each, needles) for each in value]
    if not isinstance(value, str) or is_locked(value) or not needles.are_in(value):
        return value
    if isinstance(value, Sentence):
        left = Sentence(value.code, **{name: blackened(each, needles) for name, each in value.values.items()})
        return BLACK if needles.are_in(left) else left
    if isinstance(value, Lines):
        lines = Lines(blackened(each, needles) for each in value.sentences)
        return BLACK if needles.are_in(lines) else lines
    return _without(value, needles)


def _without(text: str, needles: Needles) -> str:
    pieces = _BETWEEN.split(text)
    while places := needles.places_in(pieces):
        # What stood on both sides of it stands together now, as whoever looks through it again compares it.
        for place in places:
            pieces[place] = BLACK
    left = _NEIGHBOURS.sub(BLACK, "".join(pieces))
    return BLACK if needles.are_in(left) else left
