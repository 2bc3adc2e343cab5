"""Finding people by name across scripts and spellings: one index in memory, made after unlocking.

It is kept fresh by the change counter, dropped when the process is locked, and never written anywhere. What a user
may not see is left out before anything is ranked or cut.
"""

import uuid
from collections.abc import Iterable, Set

from caseapp.accounts import User
from caseapp.db import db
from caseapp.names import Allowed
from caseapp.people.kept_names import people_by_name
from caseapp.people.names_in_memory import Likely, Reading
from caseapp.people.queries import as_known, known_nowhere_else, visible_among, visible_people
from caseapp.web.roles import Role

LIKELY = 0.5
"""From this likeness on a person is shown; 1 is the same sound of every part."""
_MOST_ALIKE = 20
TELLING = 0.75
"""From this likeness on a worker hears that someone else here may know the name."""


def names_being_read() -> Reading | None:
    """Return how far the names were read after unlocking, None where all were: until then a search finds fewer."""
    return people_by_name().reading


def find_people(user: User, name: str, limit: int = 20, *, unfinished: bool = False) -> list[uuid.UUID]:
    """Return the people whose names are like ``name`` and whom ``user`` may see, the likeliest first.

    Of an ``unfinished`` name the last part may go on. Somebody who was found to be the same as another is answered with
    that other.
    """
    return as_known(
        user, (likely.person_id for likely in likely_people(user, name, limit, unfinished=unfinished))
    )


def known_elsewhere(user: User, name: str, told: Iterable[User] = ()) -> bool:
    """Tell whether somebody of this name is here whom ``user`` does not see. Nothing more may be told.

    People from whom ``user`` is kept out do not count: for them the two answers must be the same. Nor do those from
    whom one of the colleagues is who are ``told`` of it: that it is asked would answer them.
    """
    hidden = visible_people(user) | known_nowhere_else((user, *told))
    found = people_by_name().search(name, 1, lambda person_ids: set(person_ids) - hidden)
    return bool(found) and found[0].likeness >= TELLING


def people_much_like(name: str, among: Set[uuid.UUID]) -> set[uuid.UUID]:
    """Return those ``among`` some people whose names are so much like ``name`` that somebody should be told."""
    found = people_by_name().search(name, _MOST_ALIKE, set(among)) if among else []
    return {likely.person_id for likely in found if likely.likeness >= TELLING}


def likely_people(user: User, name: str, limit: int, *, unfinished: bool = False) -> list[Likely]:
    """Return how much like ``name`` the names are of those whom ``user`` may see, the likeliest first."""
    # Several kinds of records are found by the names of people: one page asks the same again.
    known: dict[tuple[object, ...], list[Likely]] = db.session.info.setdefault("likely-people", {})
    asked = (user.id, name, limit, unfinished)
    if asked not in known:
        found = people_by_name().search(
            name, limit, _allowed(user), unfinished=unfinished, at_once=unfinished
        )
        known[asked] = [likely for likely in found if likely.likeness >= LIKELY]
    return known[asked]


def _allowed(user: User) -> Allowed[uuid.UUID]:
    """Whom ``user`` may see of those asked about.

    Who coordinates reaches nearly everybody, so that of a few hundred it is asked as they come. Whoever reaches few has
    them looked up before, all at once: how often it would be asked, and so how long it took, would tell how many bear a
    name whom they may not see.
    """
    if user.has_role(Role.COORDINATOR):
        return lambda person_ids: visible_among(user, person_ids)
    return visible_people(user)
