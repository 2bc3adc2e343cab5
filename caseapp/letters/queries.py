"""Reading letters."""

import uuid
from collections.abc import Iterable

from sqlalchemy import select

from caseapp.access import get_visible, list_visible
from caseapp.accounts import User
from caseapp.cases import Case
from caseapp.letters.models import Letter

PAGE = 50


def get_letter(user: User, letter_id: uuid.UUID) -> Letter:
    """Return a letter that ``user`` may see.

    Raises:
        NotFound: there is none.
    """
    return get_visible(user, Letter, letter_id)


def letters_of_case(user: User, case: Case) -> list[Letter]:
    """Return the letters of a case, the last changed first."""
    return list_visible(user, select(Letter).where(Letter.case_id == case.id).order_by(Letter.seq.desc()))


def list_letters(
    user: User,
    *,
    statuses: Iterable[str] = (),
    mine: bool = False,
    before: int | None = None,
    limit: int = PAGE,
) -> list[Letter]:
    """Return letters that ``user`` may see, the last changed first; one more than ``limit`` tells of a further page."""
    query = select(Letter).order_by(Letter.seq.desc()).limit(limit + 1)
    wanted = list(statuses)
    if wanted:
        query = query.where(Letter.status.in_(wanted))
    if mine:
        query = query.where(Letter.author_id == user.id)
    if before is not None:
        query = query.where(Letter.seq < before)
    return list_visible(user, query)


def letters_by_ids(user: User, letter_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Letter]:
    """Return letters by their ids; those that ``user`` may not see are left out."""
    found = list_visible(user, select(Letter).where(Letter.id.in_(set(letter_ids))))
    return {letter.id: letter for letter in found}
