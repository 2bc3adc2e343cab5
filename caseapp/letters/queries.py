"""Reading letters."""

import uuid
from collections.abc import Iterable

from sqlalchemy import ColumnElement, bindparam, select

from caseapp.access import (
    ON_A_TILE,
    Sort,
    Tally,
    by_colleague,
    count_up_to,
    counted,
    first_visible,
    get_visible,
    in_steps,
    list_visible,
    page_of,
    records_on,
    visible_to,
)
from caseapp.accounts import User
from caseapp.cases import Case
from caseapp.db import db
from caseapp.letters.listing import narrow_letters
from caseapp.letters.models import Letter
from caseapp.letters.workflow import LETTER_WORKFLOW
from caseapp.people.name_order import by_person
from caseapp.web.listing import ListPage, ListState
from caseapp.workflow import Manner, Step


def get_letter(user: User, letter_id: uuid.UUID) -> Letter:
    """Return a letter that ``user`` may see.

    Raises:
        NotFound: there is none.
    """
    return get_visible(user, Letter, letter_id)


def letters_of_case(user: User, case: Case) -> list[Letter]:
    """Return the letters of a case, the last changed first."""
    return list_visible(user, _OF_CASE, {"case_id": case.id})


_OF_CASE = select(Letter).where(Letter.case_id == bindparam("case_id")).order_by(Letter.seq.desc())


def list_letters(user: User, state: ListState) -> ListPage[Letter]:
    """Return the page of letters that ``state`` asks for, of those that ``user`` may see."""
    conditions = narrow_letters(user, state)
    return records_on(user, Letter, page_of(user, Letter, state, _sort(user, state.order.code), conditions))


def latest_letters(
    user: User, *, statuses: Iterable[str] = (), mine: bool = False, limit: int
) -> list[Letter]:
    """Return letters that ``user`` may see, the last changed first, in some statuses or begun by themselves."""
    query = select(Letter).where(*_waiting(user, statuses, mine=mine))
    return list_visible(user, query.order_by(Letter.seq.desc()).limit(limit), few=False)


def count_letters(user: User, *, statuses: Iterable[str] = (), mine: bool = False) -> Tally:
    """Return how many such letters there are that ``user`` may see, as far as a tile counts."""
    query = select(Letter.id).where(*_waiting(user, statuses, mine=mine), visible_to(user, Letter))
    (total,) = count_up_to(ON_A_TILE, query)
    return total


def waiting_for_confirmation(user: User, limit: int) -> tuple[list[Letter], Tally]:
    """Return letters that ``user`` approved by telephone and has not confirmed yet, and how many there are."""
    approved = select(Step.record_id).where(
        Step.record_kind == "letter",
        Step.manner == Manner.BY_TELEPHONE.value,
        Step.approver_id == user.id,
        Step.confirmed_on.is_(None),
    )
    waiting = select(Letter.id).where(Letter.id.in_(approved)).order_by(Letter.seq.desc())
    of_theirs = Letter.id.in_(approved.where(Step.record_id == Letter.id, visible_to(user, Step, few=True)))
    found = first_visible(user, Letter, db.session.scalars(waiting).all(), ON_A_TILE, [of_theirs])
    shown = select(Letter).where(Letter.id.in_(found[:limit])).order_by(Letter.seq.desc())
    return list_visible(user, shown), counted(len(found), ON_A_TILE)


def _waiting(user: User, statuses: Iterable[str], *, mine: bool) -> list[ColumnElement[bool]]:
    wanted = list(statuses)
    found: list[ColumnElement[bool]] = [Letter.status.in_(wanted)] if wanted else []
    return [*found, Letter.author_id == user.id] if mine else found


def _sort(user: User, code: str) -> Sort:
    match code:
        case "created":
            return Letter.created_on
        case "name":
            return by_person(user, select(Case.client_id).where(Case.id == Letter.case_id).scalar_subquery())
        case "status":
            return in_steps(Letter.status, (state.code for state in LETTER_WORKFLOW.states))
        case "by":
            return by_colleague(Letter.author_id)
        case _:
            return None
