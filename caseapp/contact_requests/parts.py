"""The parts of a search: actions, checklists, points compared, agreements. The caller reached the request."""

import uuid
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Select, select

from caseapp.contact_requests.checklists import PRESSURE, Checklist
from caseapp.contact_requests.models import (
    ContactRequest,
    MatchPoint,
    Search,
    SearchAction,
    SearchAgreement,
    SearchChecklist,
)
from caseapp.db import Record, db
from caseapp.db.engine import among_given, given_ids
from caseapp.workflow import Step, read_steps_ahead, steps_of

P = TypeVar("P", bound=Record)


def request_of(search: Search) -> ContactRequest:
    """Return the request that a search belongs to."""
    found = db.session.get(ContactRequest, search.request_id)
    assert found is not None
    return found


def read_ahead(searches: Collection[Search]) -> None:
    """Read the parts and the steps of many searches at once; until the next write they are not asked for again."""
    read = _read()
    models: tuple[Any, ...] = (SearchAction, MatchPoint, SearchAgreement, SearchChecklist)
    for model in models:
        read.update({(model, search.id): [] for search in searches})
        for row in _asked(model, {search.id for search in searches}):
            read[(model, row.search_id)].append(row)
    read_steps_ahead(searches)


def actions_of(search: Search) -> list[SearchAction]:
    """Return what was done for a search, the last written first."""
    return _rows(SearchAction, search)[::-1]


def points_of(search: Search) -> list[MatchPoint]:
    """Return the points compared, oldest first."""
    return _rows(MatchPoint, search)


def points_taken_out(search: Search) -> list[MatchPoint]:
    """Return the points that were taken out since the search was last looking for somebody else."""
    other = [step.seq for name in ("no_match", "look_again") if (step := last_step(search, name)) is not None]
    since = max(other, default=0)
    return [row for row in _all_rows(MatchPoint, search) if row.removed_on is not None and row.seq > since]


def agreements_to(search: Search, purpose: str) -> list[SearchAgreement]:
    """Return who agreed to the step ``purpose`` of a search as it stands.

    Of what is written into its facts, its lists of questions and the points compared, of a point taken out, and of
    each step that it takes, nobody has agreed who agreed before; the number of the latest change tells.
    """
    content = [search, *_all_rows(SearchChecklist, search), *_all_rows(MatchPoint, search)]
    latest = max(row.seq for row in content)
    return [
        agreement
        for agreement in _rows(SearchAgreement, search)
        if agreement.purpose == purpose and agreement.seq > latest
    ]


def checklist_of(search: Search, kind: str) -> SearchChecklist | None:
    """Return the answers to one list of questions, None before anybody filled it in."""
    return next((filled for filled in _rows(SearchChecklist, search) if filled.kind == kind), None)


def answers_to(search: Search, checklist: Checklist) -> Mapping[str, Any]:
    """Return the answers to one list of questions by code; empty before anybody filled it in."""
    filled = checklist_of(search, checklist.kind)
    answers: Mapping[str, Any] = (filled.answers or {}) if filled is not None else {}
    return answers


def last_step(search: Search, transition: str) -> Step | None:
    """Return the last step of one name that a search made."""
    found = [step for step in steps_of(search) if step.transition == transition]
    return found[-1] if found else None


def _rows(model: type[P], search: Search) -> list[P]:
    return [row for row in _all_rows(model, search) if row.removed_on is None]


def _all_rows(model: type[P], search: Search) -> list[P]:
    """Return the rows of a search with those that were taken out."""
    known: list[P] | None = _read().get((model, search.id))
    return _asked(model, {search.id}) if known is None else list(known)


def _asked(model: type[P], search_ids: Collection[uuid.UUID]) -> list[P]:
    return list(db.session.scalars(_parts(model), given_ids(search_ids)))


@cache
def _parts(model: type[P]) -> Select[P]:
    part: Any = model
    return select(model).where(among_given(part.search_id)).order_by(model.seq)


def _read() -> dict[tuple[type[Record], uuid.UUID], Any]:
    found: dict[tuple[type[Record], uuid.UUID], Any] = db.session.info.setdefault("parts-of-searches", {})
    return found


def reads_concern(answers: Mapping[str, Any]) -> bool:
    """Tell whether a screening raises a protection concern, so that a second person has to agree."""
    pressed = any(answers.get(code) in ("no", "unsure") for code in PRESSURE)
    return pressed or answers.get("concern") in ("some", "serious")
