"""What was answered before about how words came about, until when, and who changed it: read from the history."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel.speaklater import LazyString
from sqlalchemy import select

from caseapp.db import db
from caseapp.history.queries import former_states_of
from caseapp.statements.models import StatementPerson
from caseapp.statements.voluntariness import CARRIED, worded_answers


@dataclass(frozen=True)
class FormerAnswers:
    """The answers of one maker as they stood before somebody changed them, with what was decided about them."""

    until: date
    changed_by: uuid.UUID | None
    answers: list[tuple[LazyString, LazyString]]
    remark: str
    decision: str


def former_answers(maker: StatementPerson) -> list[FormerAnswers]:
    """Return the former answers of one maker, the latest first."""
    return [
        FormerAnswers(until, by, worded_answers(before), before.get("remark", ""), decision)
        for until, by, before, decision in _changes(maker)
        if before
    ]


def answered_by(maker: StatementPerson) -> set[uuid.UUID]:
    """Return the colleagues who changed an answer of this maker, in whichever row of the statement it stood."""
    query = select(StatementPerson).where(
        StatementPerson.statement_id == maker.statement_id, StatementPerson.person_id == maker.person_id
    )
    changes = (change for row in db.session.scalars(query) for change in _changes(row))
    return {by for _until, by, _before, _decision in changes if by is not None}


def _changes(maker: StatementPerson) -> list[tuple[date, uuid.UUID | None, dict[str, Any], str]]:
    changes = []
    after = maker.voluntariness or {}
    for state in former_states_of(maker):
        before = state.values.get("voluntariness") or {}
        if _as_answered(before) != _as_answered(after):
            changes.append((state.until, state.by, before, str(state.values.get("decision") or "")))
        after = before
    return changes


def _as_answered(answers: dict[str, Any]) -> dict[str, Any]:
    return {code: answer for code, answer in answers.items() if code != CARRIED}
