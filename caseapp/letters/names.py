"""Finding the people whom a letter names: those of the case, by every spelling on file."""

import re
import uuid
from dataclasses import dataclass

from sqlalchemy import select

from caseapp.accounts import User
from caseapp.cases import Case
from caseapp.db import db
from caseapp.letters.models import Letter
from caseapp.letters.parts import enclosures_of, named_in, points_of
from caseapp.letters.sheets import words_of
from caseapp.names import fold
from caseapp.people.models import Person, PersonName
from caseapp.people.reached import people_through


@dataclass(frozen=True)
class Suggestion:
    """A person of our records whose name stands in the letter and who is not on the list yet."""

    person_id: uuid.UUID
    name: str
    whereabouts: str


def words_to_search(letter: Letter) -> str:
    """Return the letter's words, folded for looking names up in them."""
    return fold(words_of(points_of(letter), enclosures_of(letter), letter))


def stands_in(name: str, words: str) -> bool:
    """Tell whether a name stands in folded words, as words of its own and not inside another word."""
    wanted = r"\s+".join(re.escape(part) for part in fold(name).split())
    return bool(wanted) and re.search(rf"(?<!\w){wanted}(?!\w)", words) is not None


def suggestions(user: User, letter: Letter, case: Case) -> list[Suggestion]:
    """Return the persons of the case whose name stands in the letter and who are not on its list.

    The client speaks for themselves and is not suggested.
    """
    words = words_to_search(letter)
    listed = {row.person_id for row in named_in(letter)} | {case.client_id}
    found = []
    for person in people_through(user, case.scope_id):
        if person.id not in listed:
            standing = next((name for name in _spellings(person) if stands_in(name, words)), None)
            if standing is not None:
                found.append(Suggestion(person.id, standing, person.whereabouts))
    return found


def _spellings(person: Person) -> list[str]:
    query = select(PersonName).where(PersonName.person_id == person.id, PersonName.removed_on.is_(None))
    return [row.name for row in db.session.scalars(query.order_by(PersonName.seq))]
