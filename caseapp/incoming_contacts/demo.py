"""Invented incoming contacts for a demonstration."""

from datetime import timedelta
from typing import Any

from caseapp.clock import today
from caseapp.incoming_contacts.actions import Said, take_contact
from caseapp.incoming_contacts.wording import NEITHER_CONFIRM_NOR_DENY
from caseapp.notes.models import Medium

EVERY = 3
"""One contact with so many cases."""
CALLERS = {
    "en": ("A man who says he is an uncle", "Wants to know whether his niece has come to us."),
    "fa": ("زنی که می‌گوید مادر یکی از آن‌هاست", "می‌خواهد بداند پسرش پیش ما آمده یا نه."),
}


def add_contact(demo: Any) -> None:
    """Log a call that asks about somebody, with the answer that every caller gets."""
    if demo.number % EVERY:
        return
    caller, wanted = CALLERS[demo.language]
    take_contact(
        demo.support,
        Said(
            medium=Medium.CALL,
            happened_on=today() - timedelta(days=demo.dice.randint(0, 3)),
            caller=caller,
            number=f"+355 69 111 {demo.dice.randint(1000, 9999)}",
            about="",
            wanted=wanted,
            answered=NEITHER_CONFIRM_NOR_DENY[demo.language],
        ),
    )
