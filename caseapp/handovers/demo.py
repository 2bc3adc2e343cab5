"""An invented handover for a demonstration, and a note that its writer alone reads."""

import uuid
from typing import Any

from caseapp.audit import record
from caseapp.db import db
from caseapp.handovers.actions import write_private_note
from caseapp.handovers.models import Handover, HandoverStatus

HANDED_OVER_IN = 10
OWN_NOTE = {
    "en": "She cried when I asked about her sister. I should have waited.",
    "fa": "وقتی از خواهرش پرسیدم گریه کرد. باید صبر می‌کردم.",
}


def add_handover(demo: Any) -> None:
    """Add a handover that waits to be taken over, and a note of one's own, to one of the stories."""
    if demo.story != HANDED_OVER_IN:
        return
    given = Handover(
        scope_id=demo.case.scope_id,
        case_id=demo.case.id,
        from_id=demo.coordinator.id,
        to_id=demo.support.id,
        status=HandoverStatus.WAITING.value,
    )
    db.session.add(given)
    record(demo.coordinator, "handover.given", given, demo.case, demo.support)
    write_private_note(demo.support, demo.case, OWN_NOTE[demo.language], uuid.uuid4())
