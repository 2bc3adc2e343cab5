"""What was answered before about how words came about, until when, and who changed it: read from the history."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel.speaklater import LazyString
from sqlalchemy import select

from caseapp.db import db
from caseapp.history.queries import FormerState, former_states_of
from caseapp.statements.models import StatementPerson
from caseapp.statements.voluntariness import CARRIED, worded_answers
from caseapp.vault import Tampered


@dataclass(frozen=True)
class FormerAnswers:
    """The answers of one maker as they stood before somebody changed them, with what was decided about them."""

    until: date
    changed_by: uuid.UUID | None
    answers: list[tuple[LazyString, LazyString]]
    remark: str
    decision: str


def former_answers(maker: StatementPerson) -> list[FormerAnswers | None]:
    """Return the former answers of one maker, the latest first.

    None stands for a former state that was edited outside the application.
    """
    return [
        FormerAnswers(
            state.until,
            state.by,
            worded_answers(before := _answers_in(state)),
            before.get("remark", ""),
            str(state.values.get("decision") or ""),
        )
        if state is not None
        else None
        for state in _changes(maker)
        if state is None or _answers_in(state)
    ]


def answered_by(maker: StatementPerson) -> set[uuid.UUID]:
    """Return the colleagues who changed an answer of this maker, in whichever row of the statement it stood.

    Raises:
        Tampered: a former state was edited outside the application, so that nobody knows who changed it.
    """
    query = select(StatementPerson).where(
        StatementPerson.statement_id == maker.statement_id, StatementPerson.person_id == maker.person_id
    )
    changes = [change for row in db.session.scalars(query) for change in _changes(row)]
    if None in changes:
        raise Tampered("a former state of a maker's answers was edited outside the application")
    return {state.by for state in changes if state is not None and state.by is not None}


def _changes(maker: StatementPerson) -> list[FormerState | None]:
    """Return the states that other answers replaced, and None for each that cannot be read."""
    changes: list[FormerState | None] = []
    after: dict[str, Any] | None = maker.voluntariness or {}
    for state in former_states_of(maker):
        if state is None:
            changes.append(None)
            after = None
            continue
        before = _answers_in(state)
        if after is not None and _as_answered(before) != _as_answered(after):
            changes.append(state)
        after = before
    return changes


def _answers_in(state: FormerState) -> dict[str, Any]:
    answers: dict[str, Any] = state.values.get("voluntariness") or {}
    return answers


def _as_answered(answers: dict[str, Any]) -> dict[str, Any]:
    return {code: answer for code, answer in answers.items() if code != CARRIED}
