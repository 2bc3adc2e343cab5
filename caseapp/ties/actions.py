"""Declaring ties, naming who reads them, and keeping their authors out of the cases that they are about."""

import uuid
from collections.abc import Collection
from typing import Any

from sqlalchemy import select

from caseapp.access import (
    Level,
    ScopeMember,
    add_member,
    check_reach,
    is_for_a_time,
    keep_out,
    keep_out_of_persons,
    list_visible,
    open_scope,
    people_who_reach,
    remove_member,
    stands_in,
)
from caseapp.accounts import User
from caseapp.accounts.keepers import keeper_ids, name_keepers
from caseapp.audit import record
from caseapp.cases import Case
from caseapp.clock import today
from caseapp.db import Scope, db
from caseapp.people.merging import let_mean
from caseapp.people.models import Person
from caseapp.ties.models import Tie, TieConnection
from caseapp.web.sentences import Sentence

KEEPS, CONFLICT_OF_CASE = "tie.keeps", "tie.conflict_of_case"
"""The sentences that stand as the reason of who reads a tie, and of who is kept out of one case by hand."""


class IsResponsible(Exception):
    """The author of the tie is the responsible worker of a case that they would be kept out of."""


class WithThemselves(Exception):
    """Nobody connects, or ends, what keeps themselves out."""


def declare_tie(actor: User, tie_id: uuid.UUID, **said: str) -> Tie:
    """Write down a tie of ``actor``: ``about``, ``who``, ``kind``, ``words``."""
    scope = open_scope(actor, "tie", level=Level.ONLY_MEMBERS)
    tie = Tie(id=tie_id, scope_id=scope.id, user_id=actor.id, **said)
    db.session.add(tie)
    for user_id in keeper_ids() - {actor.id}:
        add_member(actor, scope, db.session.get_one(User, user_id), Sentence(KEEPS))
    record(actor, "tie.declared", tie)
    return tie


def change_tie(actor: User, tie: Tie, **said: str) -> None:
    """Correct a tie of one's own; ``said`` as in ``declare_tie``."""
    for name, value in said.items():
        setattr(tie, name, value)
    record(actor, "tie.changed", tie)


def change_keepers(actor: User, wanted: Collection[User]) -> None:
    """Let exactly ``wanted`` read all ties, those that stand already too.

    Raises:
        OwnNaming: ``actor`` would name themselves.
    """
    name_keepers(actor, wanted)
    ids = {user.id for user in wanted}
    for tie in db.session.scalars(select(Tie).where(Tie.removed_on.is_(None))):
        scope = db.session.get_one(Scope, tie.scope_id)
        members = {member.user_id for member in _members(scope)}
        for user_id in members - ids - {tie.user_id}:
            remove_member(actor, scope, db.session.get_one(User, user_id), Sentence(KEEPS))
        for user in wanted:
            if user.id not in members:
                add_member(actor, scope, user, Sentence(KEEPS))


def connect_tie(actor: User, tie: Tie, person: Person) -> None:
    """Say that a tie is one to ``person``: its author is kept out of every case in which that person stands.

    Raises:
        WithThemselves: the tie is the actor's own.
        IsResponsible: the author is the responsible worker of such a case; see ``_refuse_responsible``.
    """
    if tie.user_id == actor.id:
        raise WithThemselves
    _refuse_responsible(actor, tie.user_id, stands_in([person.scope_id]))
    found = db.session.scalar(
        select(TieConnection).where(TieConnection.tie_id == tie.id, TieConnection.person_id == person.id)
    )
    if found is None:
        found = TieConnection(
            scope_id=person.scope_id, tie_id=tie.id, person_id=person.id, user_id=tie.user_id
        )
        db.session.add(found)
    found.removed_on = found.removed_by = None
    record(actor, "tie.connected", found)
    _settle(actor, tie.user_id)


def end_connection(actor: User, connection: TieConnection, reason: str) -> None:
    """Say that a tie is none to this person: its author is let in again to what this alone kept them out of.

    Raises:
        WithThemselves: the tie is the actor's own.
    """
    if connection.user_id == actor.id:
        raise WithThemselves
    connection.removed_on, connection.removed_by = today(), actor.id
    connection.removed_reason = reason
    record(actor, "tie.disconnected", connection)
    _settle(actor, connection.user_id)


def keep_author_out(actor: User, tie: Tie, case: Case) -> None:
    """Keep the author of a tie out of one case, because of a place or of something that no person stands for.

    Raises:
        WithThemselves: the tie is the actor's own.
        IsResponsible: the author is the responsible worker.
    """
    if tie.user_id == actor.id:
        raise WithThemselves
    _refuse_responsible(actor, tie.user_id, {case.scope_id})
    author = db.session.get_one(User, tie.user_id)
    keep_out(actor, db.session.get_one(Scope, case.scope_id), author, Sentence(CONFLICT_OF_CASE))


def merge_ties(actor: Any, person: Person, known: Person) -> None:
    """Let what keeps somebody out of ``person`` keep them out of ``known``, who is the same human being."""
    connections = list(db.session.scalars(select(TieConnection).where(TieConnection.person_id == person.id)))
    let_mean(actor, person, known, connections, "person_id")
    for user_id in sorted({connection.user_id for connection in connections}):
        _settle(actor, user_id)


def _settle(actor: User, user_id: uuid.UUID) -> None:
    db.session.flush()
    # The person whom it was connected with first stays closed after a merge, too, which may be undone.
    rows = (
        select(TieConnection.scope_id, Person.scope_id)
        .join(Person, TieConnection.person_id == Person.id)
        .where(TieConnection.user_id == user_id, TieConnection.removed_on.is_(None))
    )
    persons = {scope_id for row in db.session.execute(rows) for scope_id in row}
    keep_out_of_persons(actor, db.session.get_one(User, user_id), persons)


def _refuse_responsible(actor: User, user_id: uuid.UUID, scope_ids: Collection[uuid.UUID]) -> None:
    """Refuse where the case should be handed over first: one that ``actor`` sees, or that nobody else would take over.

    Any other passes to somebody who reaches it, and ``actor`` hears nothing of it.
    """
    theirs = select(Case).where(Case.responsible_id == user_id, Case.scope_id.in_(scope_ids))
    if list_visible(actor, theirs) or not all(
        _has_another(case.scope_id, user_id) for case in db.session.scalars(theirs)
    ):
        raise IsResponsible


def _has_another(scope_id: uuid.UUID, user_id: uuid.UUID) -> bool:
    there = (each for each in people_who_reach(scope_id) if each.id != user_id)
    return any(not is_for_a_time(each, scope_id) for each in there)


def _members(scope: Scope) -> list[ScopeMember]:
    check_reach([scope.id])
    query = select(ScopeMember).where(ScopeMember.of_scope_id == scope.id, ScopeMember.removed_on.is_(None))
    return list(db.session.scalars(query))
