"""Where the invented cases of a demonstration stand."""

from collections.abc import Iterator
from typing import Any

from caseapp.cases.actions import move_case
from caseapp.workflow import StepDetails

CLOSED = {
    1: {
        "en": "In touch with the family, papers in hand, needs us no longer.",
        "fa": "با خانواده در تماس است، مدارکش را گرفته و دیگر به ما نیازی ندارد.",
    },
    2: {
        "en": "Moved to another country; a partner organisation there goes on, at their wish.",
        "fa": "به کشور دیگری رفت؛ به خواست خودش سازمان همکاری در آنجا ادامه می‌دهد.",
    },
}
QUIET = (3, 6)
NEW = (11, 12)


def move_on(demo: Any) -> Iterator[float]:
    """Take most cases up, let some rest and close some with a reason."""
    if demo.story in NEW and demo.is_recent:
        return
    yield 0.05
    move_case(demo.support, demo.case, "take_up", StepDetails())
    if demo.story in QUIET:
        yield 1
        move_case(demo.support, demo.case, "rest", StepDetails())
    elif demo.story in CLOSED:
        yield 1
        reason = CLOSED[demo.story][demo.language]
        move_case(demo.coordinator, demo.case, "close", StepDetails(reason=reason))
