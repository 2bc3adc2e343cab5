"""Asking ``decide`` as a worker would, inside a request."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from caseapp.accounts import User
from caseapp.clock import today
from caseapp.db import db
from caseapp.disclosures import Audience, Decision, Disclosure, Purpose, Verdict, decide
from tests.conftest import Person

MINISTRY = Audience("authority", uuid.UUID("11111111-1111-4111-8111-111111111111"))


@contextmanager
def working(person: Person) -> Iterator[User]:
    """The application as ``person`` uses it."""
    with person.app.test_request_context():
        yield db.session.get_one(User, person.id)


def disclosure(*subjects: uuid.UUID, **changes: Any) -> Disclosure:
    """A letter to a ministry about some persons, unless changed."""
    values: dict[str, Any] = {
        "purpose": Purpose.SHARE,
        "audience": MINISTRY,
        "items": (),
        "identified": "named",
        "day": today(),
        **changes,
    }
    return Disclosure(subjects=tuple(subjects), **values)


def asked(person: Person, *subjects: uuid.UUID, **changes: Any) -> Decision:
    """What ``decide`` answers."""
    with working(person) as user:
        return decide(user, disclosure(*subjects, **changes))


def verdict(person: Person, *subjects: uuid.UUID, **changes: Any) -> Verdict:
    """The verdict about the first subject that is not covered; ``ALLOWS`` when everything is."""
    decision = asked(person, *subjects, **changes)
    assert decision.allowed == (not decision.missing)
    return decision.missing[0].verdict if decision.missing else Verdict.ALLOWS


def on(day: date) -> dict[str, date]:
    return {"day": day}
