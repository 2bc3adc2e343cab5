"""The parts of a letter. The caller has reached the letter, whose scope they share."""

import uuid
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Select, bindparam, select

from caseapp.authorities.models import Authority
from caseapp.db import Record, asked_once, db
from caseapp.letters.models import (
    Dispatch,
    Enclosure,
    Letter,
    LetterAnswer,
    LetterComment,
    LetterCopy,
    LetterPoint,
    LetterSignature,
    NamedPerson,
    ReadBack,
)

P = TypeVar("P", bound=Record)


def points_of(letter: Letter) -> list[LetterPoint]:
    """Return the numbered points in their order."""
    return sorted(_rows(LetterPoint, letter), key=lambda point: (point.number or 0, point.seq))


def enclosures_of(letter: Letter) -> list[Enclosure]:
    """Return the enclosures in their order."""
    return sorted(_rows(Enclosure, letter), key=lambda enclosure: (enclosure.number or 0, enclosure.seq))


def copies_of(letter: Letter) -> list[LetterCopy]:
    """Return who gets a copy, in the order in which they were chosen."""
    return _rows(LetterCopy, letter)


def copy_lines(letter: Letter) -> list[str]:
    """Return who gets a copy as the letter prints them: the name in the register, then what was added by hand.

    The name stands first, because it is the register's authority that consents and clearances were asked for.
    """
    lines = []
    for copy in copies_of(letter):
        authority = db.session.get(Authority, copy.authority_id)
        name = authority.name_in(letter.language) if authority is not None else ""
        lines.append(" – ".join(dict.fromkeys(part for part in (name, copy.line) if part)))
    return lines


def named_in(letter: Letter) -> list[NamedPerson]:
    """Return everybody written down as named in the letter."""
    return _rows(NamedPerson, letter)


def struck_part(model: type[P], letter: Letter, row_id: str) -> P | None:
    """Return a part that was struck off the letter, by its id as a page sends it; None when it stands or is none."""
    try:
        row = db.session.get(model, uuid.UUID(row_id))
    except ValueError:
        return None
    part: Any = row
    return row if part is not None and part.letter_id == letter.id and part.removed_on else None


def read_backs_of(letter: Letter) -> list[ReadBack]:
    """Return the readings, the last one first."""
    return _rows(ReadBack, letter)[::-1]


def comments_of(letter: Letter) -> list[LetterComment]:
    """Return what colleagues said, oldest first."""
    return _rows(LetterComment, letter)


def signatures_of(letter: Letter) -> list[LetterSignature]:
    """Return the signatures, oldest first."""
    return _rows(LetterSignature, letter)


def dispatches_of(letter: Letter) -> list[Dispatch]:
    """Return every sending, oldest first."""
    return _rows(Dispatch, letter)


def answers_of(letter: Letter) -> list[LetterAnswer]:
    """Return what came from the authority, oldest first."""
    return _rows(LetterAnswer, letter)


def _rows(model: type[P], letter: Letter) -> list[P]:
    values = {"letter": letter.id}
    return list(asked_once((model, letter.id), lambda: db.session.scalars(_parts(model), values).all()))


@cache
def _parts(model: type[P]) -> Select[P]:
    part: Any = model
    there = part.letter_id == bindparam("letter")
    return select(model).where(there, model.removed_on.is_(None)).order_by(model.seq)
