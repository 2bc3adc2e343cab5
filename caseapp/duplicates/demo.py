"""Clients of a demonstration who are written down a second time, as somebody whom another client names."""

from typing import Any

from sqlalchemy import select

from caseapp.dates import PartialDate
from caseapp.db import db
from caseapp.people.actions import add_relation, change_facts, create_person
from caseapp.people.demo import FRIEND, SAID_BY
from caseapp.people.models import NameKind, Person, PersonName

_STORIES = (3, 7)
"""In these stories the client names somebody who is a client already."""
_FIRST = 20
"""Among so many people of a demonstration there is a client of an earlier case."""


def add_double(demo: Any) -> None:
    """Write the client of an earlier case down once more, in Persian and with the year of birth alone."""
    if demo.story not in _STORIES:
        return
    earlier = select(Person).where(Person.id != demo.client.id).order_by(Person.seq).limit(_FIRST)
    clients = [(known, known.born) for known in db.session.scalars(earlier) if known.born is not None]
    place = _STORIES.index(demo.story)
    if place < len(clients):
        _write_down_again(demo, *clients[place])


def _write_down_again(demo: Any, known: Person, born: PartialDate) -> None:
    names = db.session.scalars(select(PersonName).where(PersonName.person_id == known.id))
    persian = next(name.name for name in names if name.script == "arabic")
    friend = create_person(demo.support, through=demo.case.scope_id, name=persian, kind=NameKind.LEGAL)
    year = PartialDate(born.calendar, born.year)
    change_facts(demo.support, friend, {"born": year, "whereabouts": "left"})
    add_relation(
        demo.support,
        demo.case.scope_id,
        demo.client,
        friend,
        "friend",
        said_by=SAID_BY[demo.language],
        note=FRIEND[demo.language],
    )
