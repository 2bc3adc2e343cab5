"""Invented incoming contacts for a demonstration: not filed yet, filed with their case, put aside."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from caseapp.clock import today
from caseapp.incoming_contacts.actions import Said, put_aside, take_contact
from caseapp.incoming_contacts.filing import file_contact
from caseapp.incoming_contacts.wording import NEITHER_CONFIRM_NOR_DENY
from caseapp.notes.models import Medium

NOT_FILED = (9, 10, 11, 12)
"""Stories whose contact waits to be filed, while it is fresh."""
FILED = (1, 4, 6, 10)
CALLS = (
    {
        "en": ("A man who says he is an uncle", "Wants to know whether his niece has come to us."),
        "fa": ("مردی که می‌گوید عموی یکی از آن‌هاست", "می‌خواهد بداند برادرزاده‌اش پیش ما آمده یا نه."),
    },
    {
        "en": ("A woman who says she is a mother", "Asks how her son is. Does not ask where he is."),
        "fa": ("زنی که می‌گوید مادر یکی از آن‌هاست", "می‌پرسد حال پسرش چطور است. نمی‌پرسد کجاست."),
    },
    {
        "en": ("Somebody from the hostel", "The room is free for one more week."),
        "fa": ("کسی از خوابگاه", "اتاق یک هفتهٔ دیگر هم خالی است."),
    },
)
ADVERTISEMENT = {
    "en": ("A cleaning company (invented)", "Offers to clean the office."),
    "fa": ("یک شرکت نظافتی (ساختگی)", "پیشنهاد می‌کند دفتر را نظافت کند."),
}
NOT_ABOUT_ANYBODY = {"en": "An advertisement, about nobody.", "fa": "تبلیغ بود و به کسی مربوط نمی‌شد."}


def add_contacts(demo: Any) -> Iterator[float]:
    """Log what came in around the case; the answer is the one that every caller gets."""
    if demo.story in FILED:
        yield 0.5
        file_contact(demo.support, _take(demo, Medium.MESSAGE, CALLS[2]), demo.case)
    if demo.story in NOT_FILED and demo.is_recent:
        yield 1
        _take(demo, Medium.CALL, CALLS[demo.story % 2])
    elif demo.story % 3 == 0:
        yield 0.7
        put_aside(demo.support, _take(demo, Medium.CALL, ADVERTISEMENT), NOT_ABOUT_ANYBODY[demo.language])


def _take(demo: Any, medium: Medium, call: dict[str, tuple[str, str]]) -> Any:
    caller, wanted = call[demo.language]
    return take_contact(
        demo.support,
        Said(
            medium=medium,
            happened_on=today() - timedelta(days=demo.dice.randint(0, 3)),
            caller=caller,
            number=f"+355 69 111 {demo.dice.randint(1000, 9999)}",
            about="",
            wanted=wanted,
            answered=NEITHER_CONFIRM_NOR_DENY[demo.language],
            language=demo.language,
        ),
    )
