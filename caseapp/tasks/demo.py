"""Invented next steps for a demonstration."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from caseapp.db import db
from caseapp.tasks.actions import add_next_step, close_next_step
from caseapp.tasks.models import NextStep, StepStatus

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


DONE = {"en": "Done, they were glad.", "fa": "انجام شد، خوشحال شد."}
DROPPED = {"en": "A friend has found one meanwhile.", "fa": "در این میان یکی از دوستانش پیدا کرد."}
DROPPED_IN = (2, 6, 10)
DUE_IN = {3: 11, 4: -1, 5: 4, 6: 25, 7: 0, 8: -3, 9: -1, 10: 0, 11: 1, 12: 2}
"""Days from now until the next step of each story is due: some late, some today, most later."""
OF_THE_COORDINATOR = (4, 7)
REVIEWED_IN = (2, 6)
"""Stories in which the coordinator has reviewed what was told about the client."""


def add_steps(demo: Any) -> Iterator[float]:
    """Add a next step that was done, one that was dropped, and, where the case goes on, one that is to be done."""
    texts = STEPS[demo.language]
    done, dropped, due = demo.dice.sample(range(len(texts)), 3)
    yield 0.2
    step = add_next_step(demo.support, demo.case, texts[done], demo.day(0.5), demo.support.id)
    yield 0.5
    close_next_step(demo.support, step, StepStatus.DONE, DONE[demo.language] if demo.story % 2 else "")
    if demo.story in DROPPED_IN:
        step = add_next_step(demo.support, demo.case, texts[dropped], demo.day(0.8), demo.support.id)
        yield 0.7
        close_next_step(demo.support, step, StepStatus.DROPPED, DROPPED[demo.language])
    if demo.story in REVIEWED_IN:
        yield 0.9
        _close_reviews(demo)
    if demo.story in DUE_IN:
        yield 1
        day = demo.present + timedelta(days=DUE_IN[demo.story])
        who = demo.coordinator if demo.story in OF_THE_COORDINATOR else demo.support
        add_next_step(demo.support, demo.case, texts[due], day, who.id)


def _close_reviews(demo: Any) -> None:
    query = select(NextStep).where(
        NextStep.record_id == demo.client.id,
        NextStep.assignee_id == demo.coordinator.id,
        NextStep.status == StepStatus.OPEN.value,
    )
    for step in db.session.scalars(query):
        close_next_step(demo.coordinator, step, StepStatus.DONE)
