"""Reading consents."""

import uuid
from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from caseapp.access import get_visible, list_visible
from caseapp.accounts import User
from caseapp.clock import today
from caseapp.consents.models import Consent, KeepingGround
from caseapp.consents.questions import QUESTIONS
from caseapp.consents.standing import Standing, standing
from caseapp.db import asked_of_each
from caseapp.db.engine import among_given, given_ids
from caseapp.people.models import Person
from caseapp.people.queries import relations_of


def get_consent(user: User, consent_id: uuid.UUID) -> Consent:
    """Return a consent that ``user`` may see; raises ``NotFound``."""
    return get_visible(user, Consent, consent_id)


def consents_of(user: User, person_ids: Collection[uuid.UUID]) -> list[Consent]:
    """Return every answer of some persons, the latest written first."""
    answers = [each for found in _by_person(user, person_ids).values() for each in found]
    return sorted(answers, key=lambda consent: consent.seq, reverse=True)


def standings_of(
    user: User, person_ids: Collection[uuid.UUID], day: date | None = None
) -> dict[uuid.UUID, list[Standing]]:
    """Return where the five purposes stand for some persons, in the order of the sheet."""
    consents = _by_person(user, person_ids)
    on = day or today()
    return {
        person_id: [standing(consents.get(person_id, ()), question.purpose, on) for question in QUESTIONS]
        for person_id in person_ids
    }


def _by_person(user: User, person_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Consent]]:
    def ask(unknown: set[uuid.UUID]) -> dict[uuid.UUID, list[Consent]]:
        found: dict[uuid.UUID, list[Consent]] = {}
        for consent in list_visible(user, _OF_PERSONS, given_ids(unknown)):
            found.setdefault(consent.person_id, []).append(consent)
        return found

    return asked_of_each(("consents-seen", user.id), person_ids, ask)


_OF_PERSONS = select(Consent).where(among_given(Consent.person_id)).order_by(Consent.seq.desc())


def keeping_grounds_of(user: User, person_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, KeepingGround]:
    """Return the latest ground for keeping of those persons that have one."""

    def ask(unknown: set[uuid.UUID]) -> dict[uuid.UUID, KeepingGround]:
        found = list_visible(user, _GROUNDS_OF_PERSONS, given_ids(unknown))
        return {ground.person_id: ground for ground in found}

    return asked_of_each(("keeping-grounds", user.id), person_ids, ask)


_GROUNDS_OF_PERSONS = (
    select(KeepingGround).where(among_given(KeepingGround.person_id)).order_by(KeepingGround.seq)
)


def last_written(user: User, person: Person) -> int:
    """Return the change number of what was written last about a person's consents; 0 when there is nothing."""
    answers = [each.seq for each in consents_of(user, [person.id])]
    grounds = [each.seq for each in keeping_grounds_of(user, [person.id]).values()]
    return max([*answers, *grounds], default=0)


def related_ids(user: User, person: Person) -> list[uuid.UUID]:
    """Return the persons related to ``person`` by what ``user`` may see, each once."""
    ends = (
        end for relation in relations_of(user, person) for end in (relation.person_id, relation.relative_id)
    )
    return [end for end in dict.fromkeys(ends) if end != person.id]
