"""An invented erasure for a demonstration: asked for, and waiting for a second person."""

from collections.abc import Iterator
from typing import Any

from caseapp.erasures.actions import ask_erasure
from caseapp.erasures.looking import note_mentions
from caseapp.erasures.mentions import links
from caseapp.erasures.models import Basis, WishedBy
from caseapp.erasures.queries import doomed_of

STORY = 10
"""The story that has something of everything."""
WORDS = {
    "en": "Came by in person and asked us to keep nothing of the case. We spoke alone; nobody waited outside.",
    "fa": "خودش آمد و خواست چیزی از پرونده نگه نداریم. تنها صحبت کردیم و کسی بیرون منتظرش نبود.",
}


def add_erasure(demo: Any) -> Iterator[float]:
    """Ask for the erasure of the case, as the client wishes; what mentions it is noted."""
    if demo.story != STORY:
        return
    yield 0.98
    erasure = ask_erasure(
        demo.support,
        demo.case,
        basis=Basis.WISH,
        wished_by=WishedBy.SELF,
        words=WORDS[demo.language],
    )
    doomed = doomed_of(erasure)
    if doomed is not None:
        note_mentions(demo.support, erasure, links(doomed))
