"""The parts of a search: actions, checklists, points compared, agreements. The caller reached the request."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from caseapp.contact_requests.checklists import PRESSURE, Checklist
from caseapp.contact_requests.models import (
    ContactRequest,
    MatchPoint,
    Search,
    SearchAction,
    SearchAgreement,
    SearchChecklist,
)
from caseapp.db import db
from caseapp.workflow import Step, steps_of


def request_of(search: Search) -> ContactRequest:
    """Return the request that a search belongs to."""
    found = db.session.get(ContactRequest, search.request_id)
    assert found is not None
    return found


def actions_of(search: Search) -> list[SearchAction]:
    """Return what was done for a search, the last written first."""
    query = select(SearchAction).where(SearchAction.search_id == search.id, SearchAction.removed_on.is_(None))
    return list(db.session.scalars(query.order_by(SearchAction.seq.desc())))


def points_of(search: Search) -> list[MatchPoint]:
    """Return the points compared, oldest first."""
    query = select(MatchPoint).where(MatchPoint.search_id == search.id, MatchPoint.removed_on.is_(None))
    return list(db.session.scalars(query.order_by(MatchPoint.seq)))


def agreements_to(search: Search, purpose: str) -> list[SearchAgreement]:
    """Return who agreed to the step ``purpose`` of a search."""
    query = select(SearchAgreement).where(
        SearchAgreement.search_id == search.id,
        SearchAgreement.purpose == purpose,
        SearchAgreement.removed_on.is_(None),
    )
    return list(db.session.scalars(query.order_by(SearchAgreement.seq)))


def checklist_of(search: Search, kind: str) -> SearchChecklist | None:
    """Return the answers to one list of questions, None before anybody filled it in."""
    query = select(SearchChecklist).where(
        SearchChecklist.search_id == search.id, SearchChecklist.kind == kind
    )
    return db.session.scalar(query)


def answers_to(search: Search, checklist: Checklist) -> Mapping[str, Any]:
    """Return the answers to one list of questions by code; empty before anybody filled it in."""
    filled = checklist_of(search, checklist.kind)
    answers: Mapping[str, Any] = (filled.answers or {}) if filled is not None else {}
    return answers


def last_step(search: Search, transition: str) -> Step | None:
    """Return the last step of one name that a search made."""
    found = [step for step in steps_of(search) if step.transition == transition]
    return found[-1] if found else None


def reads_concern(answers: Mapping[str, Any]) -> bool:
    """Tell whether a screening raises a protection concern, so that a second person has to agree."""
    pressed = any(answers.get(code) in ("no", "unsure") for code in PRESSURE)
    return pressed or answers.get("concern") in ("some", "serious")
