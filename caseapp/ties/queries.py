"""Reading ties: one's own, and for the two who are named, those of all colleagues."""

import uuid
from dataclasses import dataclass

from sqlalchemy import select

from caseapp.access import check_reach, get_visible, list_visible
from caseapp.accounts import User
from caseapp.accounts.keepers import is_keeper
from caseapp.db import db, open_scopes
from caseapp.people.models import Person
from caseapp.people.queries import ShownName, shown_names
from caseapp.ties.models import Tie, TieConnection
from caseapp.web.errors import NotFound


@dataclass(frozen=True)
class Connected:
    """A connection as a page shows it; the name is None for a person whom the reader does not see."""

    connection: TieConnection
    name: ShownName | None


def own_ties(user: User) -> list[Tie]:
    """Return what ``user`` declared, whatever their role: who reads no cases has ties, too."""
    query = select(Tie).where(Tie.user_id == user.id, Tie.removed_on.is_(None)).order_by(Tie.seq)
    found = list(db.session.scalars(query))
    scopes = {tie.scope_id for tie in found}
    check_reach(scopes)
    open_scopes(scopes)
    return found


def get_own(user: User, tie_id: uuid.UUID) -> Tie:
    """Return a tie of one's own.

    Raises:
        NotFound: there is none.
    """
    found = next((tie for tie in own_ties(user) if tie.id == tie_id), None)
    if found is None:
        raise NotFound
    return found


def all_ties(user: User) -> list[Tie]:
    """Return the ties of all colleagues that ``user``, who is named to read them, reads; their own left out.

    Raises:
        NotFound: they are not named.
    """
    if not is_keeper(user):
        raise NotFound
    query = select(Tie).where(Tie.user_id != user.id).order_by(Tie.seq.desc())
    return list_visible(user, query, few=False)


def get_kept(user: User, tie_id: uuid.UUID) -> Tie:
    """Return a tie of a colleague for one of the two who are named to read it.

    Raises:
        NotFound: there is none, it is their own, or they are not named.
    """
    tie = get_visible(user, Tie, tie_id)
    if tie.user_id == user.id or not is_keeper(user):
        raise NotFound
    return tie


def connections_of(user: User, ties: list[Tie]) -> dict[uuid.UUID, list[Connected]]:
    """Return with whom ties are connected, by tie: each of them, by name where ``user`` sees the person."""
    query = select(TieConnection).where(
        TieConnection.tie_id.in_([tie.id for tie in ties]), TieConnection.removed_on.is_(None)
    )
    found = list(db.session.scalars(query.order_by(TieConnection.seq)))
    names = shown_names(user, [each.person_id for each in found])
    by_tie: dict[uuid.UUID, list[Connected]] = {tie.id: [] for tie in ties}
    for each in found:
        by_tie[each.tie_id].append(Connected(each, names.get(each.person_id)))
    return by_tie


def get_connection(tie: Tie, connection_id: uuid.UUID) -> TieConnection:
    """Return a connection of a tie.

    Raises:
        NotFound: there is none.
    """
    found = db.session.get(TieConnection, connection_id)
    if found is None or found.tie_id != tie.id or found.removed_on is not None:
        raise NotFound
    check_reach([found.scope_id])
    return found


def people_named(user: User, ids: list[uuid.UUID]) -> list[tuple[Person, ShownName]]:
    """Return people that ``user`` sees with their names, in the order of ``ids``."""
    names = shown_names(user, ids)
    people = {person.id: person for person in list_visible(user, select(Person).where(Person.id.in_(ids)))}
    return [(people[each], names[each]) for each in ids if each in people and each in names]
