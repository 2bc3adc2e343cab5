"""Invented notes for a demonstration."""

from datetime import timedelta
from typing import Any

from caseapp.clock import today
from caseapp.notes.actions import Entry, write_note
from caseapp.notes.models import Medium, Reached

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


def add_notes(demo: Any) -> None:
    """Add a visit and a call to the case of ``demo``, in the language it is kept in."""
    reached = demo.dice.random() < 0.7
    call = CALLS[demo.language][0 if reached else 1]
    day = today() - timedelta(days=demo.dice.randint(2, 20))
    write_note(
        demo.support,
        demo.case,
        Entry(VISIT[demo.language], Medium.VISIT, Reached.YES, day, "", demo.language),
    )
    write_note(
        demo.support,
        demo.case,
        Entry(
            call,
            Medium.CALL,
            Reached.YES if reached else Reached.NO,
            day + timedelta(days=2),
            "10:40",
            demo.language,
        ),
    )
