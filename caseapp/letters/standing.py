"""What somebody named in a letter is: inside, a relative of such a person, a minor. The file has the last word."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from caseapp.accounts import User
from caseapp.cases import Case
from caseapp.clock import today
from caseapp.db import db
from caseapp.letters.models import Letter, NamedPerson
from caseapp.letters.parts import named_in
from caseapp.people.models import Person, Relation
from caseapp.people.queries import shown_names

OF_AGE = 18
"""Years after which nobody is a minor."""
NO_RELATIVES = frozenset({"friend", "other"})
"""Relations on file that make nobody a relative."""


@dataclass(frozen=True)
class NamedLine:
    """Somebody on the list of those named, as pages show them."""

    row: NamedPerson
    standing: str
    """A code of ``labels.STANDINGS``: what the file says, else what was said here."""
    on_file: str
    """The name of the record that the row means, where the reader sees it and it is another name than the row's."""


def named_lines(user: User, letter: Letter) -> list[NamedLine]:
    """Return everybody on the list of those named, with what they are and whom on file each row means."""
    rows = named_in(letter)
    names = shown_names(user, [row.person_id for row in rows if row.person_id])
    lines = []
    for row in rows:
        shown = names.get(row.person_id) if row.person_id else None
        on_file = shown.name if shown is not None and row.name not in (shown.name, shown.other) else ""
        lines.append(NamedLine(row, standing_of(letter, row), on_file))
    return lines


def standing_of(letter: Letter, row: NamedPerson) -> str:
    """Return what somebody named is. Nobody who writes a letter can say less than what is on file about them."""
    return (on_file(letter, row.person_id) if row.person_id else "") or row.standing


def on_file(letter: Letter, person_id: uuid.UUID) -> str:
    """Return what a person is by their record and the relations that this case states; empty where nothing says so.

    Whoever may not have come of age yet counts as a minor: of a birth known by its year alone, the last day counts.
    """
    person = db.session.get(Person, person_id)
    if person is None:
        return ""
    if person.whereabouts == "inside":
        return "inside"
    if person.born is not None and _comes_of_age(person.born.interval()[1]) > today():
        return "minor"
    return "relative" if _has_relative_inside(letter, person_id) else ""


def _comes_of_age(born: date) -> date:
    try:
        return born.replace(year=born.year + OF_AGE)
    except ValueError:  # born on 29 February
        return born.replace(year=born.year + OF_AGE, month=3, day=1)


def _has_relative_inside(letter: Letter, person_id: uuid.UUID) -> bool:
    ends = [
        row.relative_id if row.person_id == person_id else row.person_id
        for row in _relations(letter, person_id)
        if row.kind not in NO_RELATIVES
    ]
    return any(relative.whereabouts == "inside" for relative in _people(ends))


def _relations(letter: Letter, person_id: uuid.UUID) -> Iterable[Relation]:
    stated_here = select(Case.scope_id).where(Case.id == letter.case_id).scalar_subquery()
    query = select(Relation).where(
        Relation.scope_id == stated_here,
        Relation.removed_on.is_(None),
        or_(Relation.person_id == person_id, Relation.relative_id == person_id),
    )
    return db.session.scalars(query).all()


def _people(person_ids: list[uuid.UUID]) -> Iterable[Person]:
    return db.session.scalars(select(Person).where(Person.id.in_(person_ids))).all()
