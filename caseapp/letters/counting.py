"""What letters contribute to the numbers: how long replies have been outstanding, and what became of each point."""

import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date

from sqlalchemy import select

from caseapp.access import Counted
from caseapp.access.ages import AGE_UNKNOWN, AGES, age_since
from caseapp.db import db, open_scopes
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.i18n.messages import ngettext
from caseapp.letters.labels import OUTCOMES, SUBJECTS
from caseapp.letters.models import Dispatch, Letter, LetterPoint
from caseapp.letters.workflow import LETTER_WORKFLOW, NOT_SENT, OUT
from caseapp.web.reported import CountChart
from caseapp.web.values import digits

NEVER_SENT = (*NOT_SENT, "withdrawn")
"""A letter that was withdrawn was never sent: what it would have asked was not asked."""
UNANSWERED = ("", "no_answer")
AT_ONCE = 500


def _awaiting(counted: Counted) -> Iterator[tuple[str, str, int]]:
    """Count the letters without a reply by how long ago they were first sent.

    The day stands sealed: it is opened for these letters alone. Where the key is not to be had, it is not known.
    """
    query = select(Letter.id, Letter.status).where(counted(Letter), Letter.status.in_((*OUT, "escalated")))
    statuses: dict[uuid.UUID, str] = {row[0]: row[1] for row in db.session.execute(query)}
    sent = _first_sent(list(statuses))
    found = Counter((status, age_since(sent.get(letter_id))) for letter_id, status in statuses.items())
    for (status, age), number in found.items():
        yield status, age, number


def _first_sent(letter_ids: list[uuid.UUID]) -> dict[uuid.UUID, date]:
    found: dict[uuid.UUID, date] = {}
    for start in range(0, len(letter_ids), AT_ONCE):
        query = select(
            Dispatch.id,
            Dispatch.scope_id,
            Dispatch.letter_id,
            Dispatch.sent_on_sealed,  # type: ignore[attr-defined]  # the ciphertext
        ).where(Dispatch.letter_id.in_(letter_ids[start : start + AT_ONCE]), Dispatch.removed_on.is_(None))
        rows = db.session.execute(query).all()
        open_scopes({row[1] for row in rows})
        for dispatch_id, scope_id, letter_id, sealed in rows:
            day = Dispatch.sent_on.open(Dispatch, dispatch_id, scope_id, sealed)
            if day is not None:
                found[letter_id] = min(day, found.get(letter_id, day))
    return found


def _points(counted: Counted) -> Iterator[tuple[str, str, int]]:
    """Count the points of letters that have been sent, by what they ask for and what became of it."""
    query = (
        select(LetterPoint.subject, LetterPoint.outcome)
        .join(Letter, Letter.id == LetterPoint.letter_id)
        .where(counted(Letter), LetterPoint.removed_on.is_(None), Letter.status.not_in(NEVER_SENT))
    )
    found: Counter[tuple[str, str]] = Counter()
    for subject, outcome in db.session.execute(query):
        known = subject if subject in SUBJECTS else "other"
        found[known, outcome if outcome in OUTCOMES else ""] += 1
    for (subject, outcome), number in found.items():
        yield subject, outcome, number


def _asked_and_answered(subject: str, numbers: Mapping[str, int]) -> str:
    """Return such as "safe exit: asked 41 times, answered 6"."""
    asked = sum(numbers.values())
    answered = asked - sum(numbers.get(outcome, 0) for outcome in UNANSWERED)
    return ngettext(
        "%(subject)s: asked %(asked)s time, answered %(answered)s",
        "%(subject)s: asked %(asked)s times, answered %(answered)s",
        asked,
        subject=subject,
        asked=digits(asked),
        answered=digits(answered),
    )


CHARTS = (
    CountChart(
        "letters_awaiting",
        _l("Letters without a reply, by how long ago they were sent"),
        _l("Where it stands"),
        {code: LETTER_WORKFLOW.state(code).label for code in (*OUT, "escalated")},
        {**AGES, AGE_UNKNOWN: _l("not known")},
        _awaiting,
    ),
    CountChart(
        "points",
        _l("What letters asked for, and what became of it"),
        _l("What was asked for"),
        {**{code: label for code, label in SUBJECTS.items() if code}, "": SUBJECTS[""]},
        OUTCOMES,
        _points,
        _asked_and_answered,
    ),
)
