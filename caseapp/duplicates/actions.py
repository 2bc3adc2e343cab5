"""Answering whether two persons are one."""

from datetime import date

from sqlalchemy import select

from caseapp.accounts import User
from caseapp.audit import record
from caseapp.db import db
from caseapp.duplicates.models import ToldApart
from caseapp.duplicates.queries import Two, names_told
from caseapp.people.actions import remove
from caseapp.people.models import Person, PersonName
from caseapp.web.installed import add_next_step


def tell_apart(actor: User, two: Two, remark: str) -> ToldApart:
    """Answer that two persons are not the same; it holds until a name of either changes."""
    first, second = two.in_order
    persons = {person.id: person for person in two.both}
    names = names_told(_names_of(persons[first]), _names_of(persons[second]))
    query = select(ToldApart).where(
        ToldApart.person_id == first, ToldApart.other_id == second, ToldApart.removed_on.is_(None)
    )
    answer = db.session.scalar(query)
    if answer is None:
        answer = ToldApart(scope_id=persons[first].scope_id, person_id=first, other_id=second)
        db.session.add(answer)
    answer.names, answer.remark = names, remark
    record(actor, "duplicate.told_apart", answer, *two.both)
    return answer


def take_back(actor: User, two: Two, answer: ToldApart) -> None:
    """Take the answer back that two persons are not the same: they are proposed again."""
    remove(actor, answer, "")
    record(actor, "duplicate.taken_back", answer, *two.both)


def leave_open(actor: User, two: Two, about: Person, next_step: str, due: date | None) -> None:
    """Note that it is not known yet whether two persons are one; a next step may be put on one of them."""
    record(actor, "duplicate.left_open", *two.both)
    if next_step and due is not None:
        add_next_step(actor, about, next_step, due, actor.id)


def _names_of(person: Person) -> list[str]:
    query = select(PersonName).where(PersonName.person_id == person.id, PersonName.removed_on.is_(None))
    return [name.name for name in db.session.scalars(query)]
