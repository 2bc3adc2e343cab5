"""Who a caller may be: people and earlier contacts with the same number or name, as far as the reader may see them.

Only what callers say of themselves is looked up. Whom they ask about never is: the page must read the same for somebody
whom we know well and for somebody of whom we never heard.
"""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from caseapp.access import list_visible, visible_to
from caseapp.accounts import User
from caseapp.db import db, memory
from caseapp.incoming_contacts.models import IncomingContact
from caseapp.keeper import Ask, at_keeper, bytes_of_ids, call, ids_of_bytes, is_keeper
from caseapp.names import NameIndex
from caseapp.people.following import Follower
from caseapp.people.models import Person
from caseapp.people.name_index import TELLING, likely_people
from caseapp.people.number_book import KeptNumberBook, NumberBook, is_route, people_by_route
from caseapp.people.queries import ShownName, list_people, shown_name

_NAMES = "callers-by-name"
_NUMBERS = KeptNumberBook(
    "callers-by-number", lambda: NumberBook(IncomingContact, IncomingContact.number, "id")
)
MOST = 5
"""Of people and of earlier contacts: whoever speaks to a caller has no time for more."""


@dataclass(frozen=True)
class KnownPerson:
    """A person who may be the caller; ``by_number`` tells whether the number is theirs or only the name alike."""

    person: Person
    name: ShownName
    by_number: bool


@dataclass(frozen=True)
class CallerFound:
    """Who the caller may be. Nobody says that they are."""

    people: tuple[KnownPerson, ...] = ()
    contacts: tuple[IncomingContact, ...] = ()

    @property
    def ids(self) -> list[str]:
        """Return the ids of all that is shown, for the audit log."""
        return [*(str(each.person.id) for each in self.people), *(str(each.id) for each in self.contacts)]


class CallersByName:
    """What callers called themselves, by contact. Safe to share between threads."""

    def __init__(self) -> None:
        self._follower = Follower(IncomingContact, IncomingContact.caller, "id")
        self._index: NameIndex[uuid.UUID] = NameIndex()

    def search(self, name: str, allowed: set[uuid.UUID]) -> list[uuid.UUID]:
        """Return the contacts whose callers gave a name much like ``name``; only those ``allowed`` are ranked."""
        with self._follower.lock:
            for change in self._follower.changes():
                self._index.remove(change.row_id)
                if change.text:
                    self._index.add(change.row_id, change.text)
            found = self._index.search(name, MOST, allowed)
        return [contact_id for contact_id, likeness in found if likeness >= TELLING]


def look_up_caller(user: User, name: str, number: str, besides: uuid.UUID | None = None) -> CallerFound:
    """Return the people and earlier contacts that ``user`` may see whose number or name the caller gave.

    ``besides`` is the contact that is being looked at. A number counts before a name.
    """
    return CallerFound(_people(user, name, number), _contacts(user, name, number, besides))


def contacts_by_number(user: User, number: str) -> list[IncomingContact]:
    """Return the contacts that ``user`` may see whose caller gave this number or address, the last one first."""
    if not is_route(number):
        return []
    query = select(IncomingContact).where(IncomingContact.id.in_(_NUMBERS.owners(number)))
    return list_visible(user, query.order_by(IncomingContact.seq.desc()))


def _people(user: User, name: str, number: str) -> tuple[KnownPerson, ...]:
    by_number = set(people_by_route(user, number))
    likely = likely_people(user, name, MOST) if name else []
    alike = [each.person_id for each in likely if each.likeness >= TELLING]
    found = list_people(user, [*sorted(by_number), *alike])[:MOST]
    return tuple(KnownPerson(person, shown_name(person), person.id in by_number) for person in found)


def _contacts(user: User, name: str, number: str, besides: uuid.UUID | None) -> tuple[IncomingContact, ...]:
    if not name and not is_route(number):
        return ()
    visible = set(db.session.scalars(select(IncomingContact.id).where(visible_to(user, IncomingContact))))
    visible.discard(besides)
    found = set(_named(name, visible)) if name else set()
    if is_route(number):
        found |= _NUMBERS.owners(number) & visible
    query = select(IncomingContact).where(IncomingContact.id.in_(found))
    return tuple(list_visible(user, query.order_by(IncomingContact.seq.desc()).limit(MOST), few=False))


def _named(name: str, allowed: set[uuid.UUID]) -> list[uuid.UUID]:
    """Return the contacts among those ``allowed`` whose callers gave a name much like ``name``."""
    if is_keeper():
        return _names().search(name, allowed)
    return ids_of_bytes(call(_NAMES, bytes_of_ids(allowed), name=name)[1])


@at_keeper(_NAMES)
def _search(said: dict[str, Any], body: bytes, _ask: Ask) -> tuple[dict[str, Any], bytes]:
    return {}, bytes_of_ids(_names().search(str(said["name"]), set(ids_of_bytes(body))))


def _names() -> CallersByName:
    index = memory().setdefault(_NAMES, CallersByName())
    assert isinstance(index, CallersByName)
    return index
