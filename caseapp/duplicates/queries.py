"""Reading who may be the same as whom, as far as the reader sees every record in which either stands."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from caseapp.access import ScopeExclusion, ScopeLink, list_visible, out_of_reach
from caseapp.accounts import User
from caseapp.db import Scope, db, while_unchanged
from caseapp.duplicates.book import people_compared
from caseapp.duplicates.likely import Proposed
from caseapp.duplicates.models import ToldApart
from caseapp.people.models import Person
from caseapp.people.queries import get_person, reached_through, visible_people
from caseapp.vault import fingerprint
from caseapp.web.errors import NotFound
from caseapp.web.installed import describe_all, model_of
from caseapp.web.kind import Description

PATIENCE = 1.5
"""Seconds for which a page compares; it shows how far it came, and the next one goes on."""


@dataclass(frozen=True)
class Two:
    """Two persons beside each other, in the order in which they were written down."""

    one: Person
    other: Person

    @property
    def both(self) -> tuple[Person, Person]:
        """Return the two."""
        return self.one, self.other

    @property
    def in_order(self) -> tuple[uuid.UUID, uuid.UUID]:
        """Return the ids, the smaller first: how answers name the two."""
        first, second = sorted((self.one.id, self.other.id))
        return first, second


def get_two(user: User, person_id: uuid.UUID, other_id: uuid.UUID) -> Two:
    """Return two persons whom ``user`` sees in every record in which they stand.

    Raises:
        NotFound: one is not there, not visible, or stands in a record that is not; or it is one person; all are the
            same.
    """
    two = sorted((get_person(user, person_id), get_person(user, other_id)), key=lambda person: person.seq)
    seen = wholly_seen(user)
    if person_id == other_id or any(
        person.id not in seen or person.merged_into is not None for person in two
    ):
        raise NotFound
    return Two(*two)


def propose(user: User) -> Proposed:
    """Return who may be the same as whom for ``user``, the likeliest first, without those that were told apart."""
    whole: list[Proposed] = []

    def ask() -> Proposed:
        proposed = people_compared().propose(user.id, wholly_seen(user), PATIENCE)
        whole.append(proposed)
        if not proposed.is_complete:
            raise _GoesOn
        return proposed

    try:
        proposed = while_unchanged(("persons-proposed", user.id), ask)
    except _GoesOn:
        proposed = whole[0]
    if not proposed.found:
        return proposed
    apart = told_apart(user)
    left = [each for each in proposed.found if each.couple not in apart]
    return replace(proposed, found=left)


class _GoesOn(Exception):
    """There is more to compare: what was found so far is no answer to keep."""


def told_apart(user: User) -> dict[tuple[uuid.UUID, uuid.UUID], ToldApart]:
    """Return the answers that two persons are not the same, as far as they still hold."""
    answers = list_visible(user, select(ToldApart).order_by(ToldApart.seq), few=False)
    names = people_compared().names_of({each for answer in answers for each in _of(answer)})
    return {
        _of(answer): answer
        for answer in answers
        if answer.names == names_told(names.get(answer.person_id, ()), names.get(answer.other_id, ()))
    }


def answer_about(user: User, two: Two) -> ToldApart | None:
    """Return the answer that these two are not the same; None without one, or when a name has changed since."""
    return told_apart(user).get(two.in_order)


def names_told(one: Sequence[str], other: Sequence[str]) -> str:
    """Return the fingerprint of the names of two persons that an answer keeps: no name can be read from it."""
    return fingerprint(*(name.encode() for name in (*sorted(one), "", *sorted(other))))


def wholly_seen(user: User) -> frozenset[uuid.UUID]:
    """Return the persons whom ``user`` sees in every record in which they stand.

    Of somebody who stands in a record besides that is not shared with ``user`` there is nothing to decide for them;
    that nothing is proposed may have many reasons.
    """

    def ask() -> frozenset[uuid.UUID]:
        hidden = (
            select(Person.id)
            .join(ScopeLink, ScopeLink.of_scope_id == Person.scope_id)
            .join(Scope, Scope.id == ScopeLink.through_scope_id)
            .where(ScopeLink.removed_on.is_(None), out_of_reach(user))
        )
        return visible_people(user) - set(db.session.scalars(hidden))

    return while_unchanged(("wholly-seen", user.id), ask)


def records_of(user: User, person: Person) -> list[Description]:
    """Return the records in which a person stands, as ``user`` may name them."""
    scopes = db.session.execute(select(Scope.kind, Scope.id).where(Scope.id.in_(reached_through(person))))
    kinds: dict[str, list[uuid.UUID]] = {}
    for kind, scope_id in scopes:
        kinds.setdefault(kind, []).append(scope_id)
    found = []
    for kind, scope_ids in sorted(kinds.items()):
        model = model_of(kind)
        rows = list_visible(user, select(model).where(model.scope_id.in_(scope_ids)).order_by(model.seq))
        named = describe_all(user, ((kind, row.id) for row in rows))
        found += [named[(kind, row.id)] for row in rows if (kind, row.id) in named]
    return found


def kept_out_of_either(two: Two) -> set[uuid.UUID]:
    """Return the colleagues who are kept out of a record in which one of the two stands, or of the person."""
    scopes = [scope for person in two.both for scope in (person.scope_id, *reached_through(person))]
    query = select(ScopeExclusion.user_id).where(
        ScopeExclusion.of_scope_id.in_(scopes), ScopeExclusion.removed_on.is_(None)
    )
    return set(db.session.scalars(query))


def _of(answer: ToldApart) -> tuple[uuid.UUID, uuid.UUID]:
    return answer.person_id, answer.other_id
