"""Invented notes for a demonstration."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from caseapp.clock import today
from caseapp.db import db
from caseapp.notes.actions import Entry, correct_note, write_note
from caseapp.notes.models import Medium, Note, Reached

CALLS = {
    "en": (
        "Rang. The first nights were hard, sleeps better now. Would like to know what becomes of the papers.",
        "Rang twice, nobody answered. Left no word, as agreed.",
    ),
    "fa": (
        "زنگ زد. شب‌های اول سخت گذشت، حالا بهتر می‌خوابد. می‌خواهد بداند مدارکش چه می‌شود.",
        "دو بار زنگ زدیم، کسی جواب نداد. همان‌طور که قرار بود پیغامی نگذاشتیم.",
    ),
}
VISIT = {
    "en": "Came to the office with a friend. Asked about a doctor who speaks Persian, and about school.",
    "fa": "با یکی از دوستانش به دفتر آمد. دربارهٔ پزشکی که فارسی بداند و دربارهٔ مدرسه پرسید.",
}


MISHEARD = {
    "en": "Misheard: school was meant for the daughter of a friend, the rest stands.",
    "fa": "اشتباه شنیده بودم: مدرسه برای دختر یکی از دوستانش بود، بقیه درست است.",
}
CORRECTED = (4, 10)
"""Stories in which a note was put right."""
THE_OTHER_SIDE = {
    "en": "Somebody who would not give a name waited in front of the office. Did not come in.",
    "fa": "کسی که نامش را نگفت جلوی دفتر منتظر بود. داخل نیامد.",
}
SEEN_OUTSIDE = (5, 8)
WRITTEN_DOWN_LATER = timedelta(days=2)


def add_notes(demo: Any) -> Iterator[float]:
    """Add a visit and a call to the case of ``demo``, in the language it is kept in, and what else was seen."""
    language = demo.language
    yield 0.3
    visit = _note(demo, VISIT[language], Medium.VISIT, Reached.YES, today(), "")
    if demo.story in CORRECTED:
        correction = Entry(MISHEARD[language], Medium.VISIT, Reached.YES, today(), "", language)
        correct_note(demo.support, visit, correction)
    if demo.story in SEEN_OUTSIDE:
        yield 0.6
        _note(demo, THE_OTHER_SIDE[language], Medium.OTHER, Reached.NOT_TRIED, today(), "17:15")
    yield 0.9
    reached = demo.dice.random() < 0.7
    call = CALLS[language][0 if reached else 1]
    day = max(demo.case.created_on, today() - WRITTEN_DOWN_LATER)
    _note(demo, call, Medium.CALL, Reached.YES if reached else Reached.NO, day, "10:40")


def _note(demo: Any, text: str, medium: Medium, reached: Reached, happened_on: date, at_time: str) -> Note:
    entry = Entry(text, medium, reached, happened_on, at_time, demo.language)
    note = write_note(demo.support, demo.case, entry)
    db.session.flush()
    return note
