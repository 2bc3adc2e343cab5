"""Finding the people whom a letter names: those of the case, by every spelling on file."""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from caseapp.accounts import User
from caseapp.cases import Case
from caseapp.db import db, open_scopes
from caseapp.letters.models import Letter
from caseapp.letters.parts import enclosures_of, named_in, points_of
from caseapp.letters.sheets import words_of
from caseapp.names import fold
from caseapp.people.models import Person, PersonName
from caseapp.people.reached import everybody_of, people_of


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
    return _unlisted(letter, case, people_of(user, case.scope_id))


def all_suggestions(user: User, letter: Letter, case: Case) -> tuple[list[Suggestion], int]:
    """Return the suggestions that ``user`` may see, and how many more there are of persons whom they may not see."""
    visible = suggestions(user, letter, case)
    return visible, len(_unlisted(letter, case, everybody_of(case.scope_id))) - len(visible)


def spellings_of(person_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """Return every name on file of these persons, those among them that stand in records merged into theirs."""
    wanted = set(person_ids)
    merged = select(Person.id, Person.merged_into).where(Person.merged_into.in_(wanted))
    known = {row.id: row.merged_into for row in db.session.execute(merged)}
    query = select(PersonName).where(
        PersonName.person_id.in_([*wanted, *known]), PersonName.removed_on.is_(None)
    )
    rows = list(db.session.scalars(query.order_by(PersonName.seq)))
    open_scopes({row.scope_id for row in rows})
    spellings: dict[uuid.UUID, list[str]] = {person_id: [] for person_id in wanted}
    for row in rows:
        for person_id in (row.person_id, known.get(row.person_id)):
            if person_id in wanted:
                spellings[person_id].append(row.name)
    return spellings


def _unlisted(letter: Letter, case: Case, people: list[Person]) -> list[Suggestion]:
    words = words_to_search(letter)
    listed = {row.person_id for row in named_in(letter)} | {case.client_id}
    asked = [person for person in people if person.id not in listed and person.merged_into is None]
    spellings = spellings_of(person.id for person in asked)
    found = []
    for person in asked:
        standing = next((name for name in spellings[person.id] if stands_in(name, words)), None)
        if standing is not None:
            found.append(Suggestion(person.id, standing, person.whereabouts))
    return found
