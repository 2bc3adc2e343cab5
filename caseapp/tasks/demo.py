"""Invented next steps for a demonstration."""

from datetime import timedelta
from typing import Any

from caseapp.clock import today
from caseapp.tasks.actions import add_next_step

STEPS = {
    "en": (
        "Ring the hostel about a second week",
        "Ask for a copy of the birth certificate",
        "Find a doctor who speaks Persian",
        "Go through the draft letter together",
    ),
    "fa": (
        "تماس با خوابگاه دربارهٔ هفتهٔ دوم",
        "درخواست رونوشت شناسنامه",
        "پیدا کردن پزشکی که فارسی بداند",
        "مرور پیش‌نویس نامه با هم",
    ),
}


def add_steps(demo: Any) -> None:
    """Add a next step to the case of ``demo``: some late, some for today, most later."""
    due = today() + timedelta(days=demo.dice.choice((-3, -1, 0, 0, 4, 11)))
    add_next_step(demo.support, demo.case, demo.dice.choice(STEPS[demo.language]), due, demo.support.id)
