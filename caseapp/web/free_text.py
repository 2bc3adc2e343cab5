"""Text that people wrote, as a page shows it: each paragraph in its own direction, what runs against it kept whole."""

from markupsafe import Markup

from caseapp.db import is_locked
from caseapp.i18n import direction
from caseapp.printing.direction import Direction, dominant_direction, isolate

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
"""Keeps the height of an empty line."""


def free_text(text: object) -> object:
    """Return free text line by line, each in the direction of most of its words; nothing for what is empty.

    A Persian note that begins with the name of a foreign colleague stays Persian. What is locked is handed on as it is,
    for the page to say so.
    """
    if text is None or is_locked(text):
        return text
    lines = str(text).splitlines()
    if len({written(line) for line in lines if line.strip()}) < 2:
        return _block(
            "\n".join(lines), written(text)
        )  # one direction for all: one block, its breaks as written
    return Markup().join(_block(line or NO_BREAK_SPACE, written(line)) for line in lines)


def written(text: object) -> Direction:
    """Return the direction of most words of a text, that of the page for none: for the ``dir`` of what holds it."""
    page: Direction = "rtl" if direction() == "rtl" else "ltr"
    return page if text is None or is_locked(text) else dominant_direction(str(text), page)


def sentence(text: object) -> str:
    """Return a sentence of the page in which values stand, with what runs against the page's direction kept whole.

    It runs as the page does, however many of its words are a foreign title's. For what has no ``dir`` of its own.
    """
    return isolate(str(text), "rtl" if direction() == "rtl" else "ltr")


def _block(text: str, way: Direction) -> Markup:
    lines = "\n".join(isolate(line, way) for line in text.split("\n"))
    return Markup('<span class="free-text" dir="{}">{}</span>').format(way, lines)
