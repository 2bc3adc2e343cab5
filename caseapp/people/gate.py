"""Search before create: before a name is written down, the worker looks whether the person is here already.

What was searched for and found is kept in the worker's session, sealed, until the name is written; the audit log
keeps that a search was made, a keyed hash of what was asked, and whom it showed.
"""

import uuid
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any

from flask import session

from caseapp.access import get_by_kind, people_who_reach, team_of
from caseapp.accounts import User
from caseapp.accounts.models import Team
from caseapp.accounts.queries import members_of
from caseapp.audit import record
from caseapp.dates import PartialDate, from_storage
from caseapp.db import Record, db, keyring
from caseapp.names import normalise
from caseapp.people.comparing import Known
from caseapp.people.knowing import known_of
from caseapp.people.models import Person
from caseapp.people.name_index import find_people, known_elsewhere
from caseapp.people.queries import get_person, reached_through
from caseapp.vault import keyed_token, lp
from caseapp.web.errors import NotFound
from caseapp.web.kind import Description
from caseapp.web.roles import Role

_SESSION = "people-looked-up"
_MOST_AT_ONCE = 8


class Aim(StrEnum):
    """What the worker is about to write."""

    NAMES = "names"
    RELATIVE = "relative"


@dataclass(frozen=True)
class Errand:
    """For what a worker searches: names of, or a relative of, ``person`` in ``record`` (a case, or the person)."""

    aim: Aim
    record: Record
    named: Description
    person: Person

    @property
    def values(self) -> dict[str, Any]:
        """Return what stands in the addresses of the pages on this errand."""
        return {
            "aim": self.aim.value,
            "kind": self.record.__kind__,
            "record_id": self.record.id,
            "person_id": self.person.id,
        }

    @property
    def place(self) -> dict[str, Any]:
        """Return ``values`` without the aim."""
        return {name: value for name, value in self.values.items() if name != "aim"}


@dataclass(frozen=True)
class LookedUp:
    """A search that was made: the name, whom it found, and whether the coordinator may know more."""

    name: str
    found: tuple[str, ...]
    elsewhere: bool
    asked: bool = False
    picked: str = ""
    """The person who is the one sought, for a relation that is still to be worded."""
    born: str = ""
    """When the one sought was born, as ``PartialDate.storage`` keeps it; empty where nobody said."""

    @property
    def born_on(self) -> PartialDate | None:
        """Return when the one sought was born, as it was stated."""
        return from_storage(self.born) if self.born else None


def open_errand(user: User, aim: Aim, kind: str, record_id: uuid.UUID, person_id: uuid.UUID) -> Errand:
    """Load what a search is for.

    Raises:
        NotFound: not there, not visible, or the person is not in this record; all are the same.
    """
    about, named = get_by_kind(user, kind, record_id)
    person = get_person(user, person_id)
    if about.id != person.id and about.scope_id not in reached_through(person):
        raise NotFound
    if about.id == person.id and aim is Aim.RELATIVE:
        raise NotFound  # a relation belongs to the case that states it
    return Errand(aim, about, named, person)


def look_up(user: User, errand: Errand, name: str, born: PartialDate | None = None) -> LookedUp:
    """Search for ``name`` among the people that ``user`` may see, and tell whether others may bear it.

    Reads only; record it with ``record_look_up`` inside the write.
    """
    found = [person_id for person_id in find_people(user, name) if person_id != errand.person.id]
    shown = tuple(str(person_id) for person_id in found)
    elsewhere = known_elsewhere(user, name, people_who_reach(errand.record.scope_id))
    return LookedUp(name, shown, elsewhere, born=born.storage() if born else "")


def look_up_new(user: User, name: str, about: Record | None = None) -> LookedUp:
    """Search for the name under which somebody is about to be written down in a new record, perhaps one that belongs
    to what it is ``about``.
    """
    told = people_who_reach(about.scope_id) if about is not None else _coordinators_beside(user)
    return LookedUp(name, tuple(map(str, find_people(user, name))), known_elsewhere(user, name, told))


def keep_for_new(user: User, record_begun: Record, person: Person, looked_up: LookedUp) -> None:
    """Keep a search that found somebody for the page of the new record, and write its audit event. Inside a write."""
    if looked_up.found or looked_up.elsewhere:
        errand = Errand(Aim.NAMES, record_begun, Description("", None), person)
        record_look_up(user, errand, looked_up)
        remember(errand, looked_up)


def may_be_here(about: Record, person_id: uuid.UUID) -> bool:
    """Tell whether a search for the names of a person in a record found somebody and is not answered yet."""
    key = ":".join((Aim.NAMES, about.__kind__, str(about.id), str(person_id)))
    kept = session.get(_SESSION, {}).get(key)
    return kept is not None and bool(kept["found"] or kept["elsewhere"])


def typed_so_far(user: User, errand: Errand, looked_up: LookedUp) -> Known:
    """Return what was typed of the one sought: with the search and, where it is for their names, before it."""
    typed = Known((looked_up.name,), looked_up.born_on)
    if errand.aim is not Aim.NAMES:
        return typed
    before = known_of(user, [errand.person])[errand.person.id]
    names = tuple(dict.fromkeys((*typed.names, *before.names)))
    return replace(before, names=names, born=typed.born or before.born)


def record_look_up(user: User, errand: Errand, looked_up: LookedUp) -> None:
    """Write the audit event of a search."""
    record(
        user,
        "person.looked_up",
        errand.record,
        query=keyed_query(user, looked_up.name),
        shown=list(looked_up.found),
        elsewhere=looked_up.elsewhere,
    )


def keyed_query(user: User, text: str) -> str:
    """Return what the audit log keeps of a query: a keyed hash, the same however the name was spelled out.

    It is another one for each colleague: nobody finds out by a search of their own who else looked for a name.
    """
    folded = " ".join(part.text for part in normalise(text)) or text
    return keyed_token(keyring(), "search query", lp(user.id.bytes, folded.encode())).hex()


def remember(errand: Errand, looked_up: LookedUp) -> None:
    """Keep a search in the session until its errand is done; the oldest of too many is forgotten."""
    kept = {key: value for key, value in session.get(_SESSION, {}).items() if key != _key(errand)}
    newest = list(kept.items())[-_MOST_AT_ONCE + 1 :]
    session[_SESSION] = {**dict(newest), _key(errand): asdict(looked_up)}


def looked_up_for(errand: Errand) -> LookedUp | None:
    """Return the search that was made for an errand, None when there was none in this session."""
    kept = session.get(_SESSION, {}).get(_key(errand))
    return replace(LookedUp(**kept), found=tuple(kept["found"])) if kept else None


def errand_done(errand: Errand) -> None:
    """Forget the search of an errand: the next name asks for a search of its own."""
    session[_SESSION] = {
        key: value for key, value in session.get(_SESSION, {}).items() if key != _key(errand)
    }


def _coordinators_beside(user: User) -> list[User]:
    """Return the coordinators who will reach what ``user`` begins."""
    team_id = team_of(user)
    team = db.session.get(Team, team_id) if team_id is not None else None
    return [each for each in members_of(team) if each.has_role(Role.COORDINATOR)] if team is not None else []


def _key(errand: Errand) -> str:
    return ":".join(str(value) for value in errand.values.values())
