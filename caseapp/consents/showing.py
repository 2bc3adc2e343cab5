"""Consents as pages show them: codes turned into words for one reader."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask import url_for

from caseapp.accounts import User
from caseapp.clock import today
from caseapp.consents.labels import HOW, KEEPING_GROUNDS, STATES, TONES
from caseapp.consents.models import Answer, Consent, KeepingGround
from caseapp.consents.queries import consents_of, keeping_grounds_of, standings_of
from caseapp.consents.standing import Standing
from caseapp.db import is_locked
from caseapp.disclosures.audiences import audience_of
from caseapp.disclosures.wording import PURPOSES, audience_label
from caseapp.people.queries import ShownName, shown_names


@dataclass(frozen=True)
class StandingLine:
    """Where one purpose stands, in words."""

    purpose: str
    label: str
    state: str
    tone: str
    conditions: str
    only: list[str]
    without_name: bool
    given_on: date | None
    until: date | None
    how: str
    withdraw_url: str | None


@dataclass(frozen=True)
class PersonLines:
    """One person of a case with the standing of each purpose."""

    id: uuid.UUID
    name: ShownName
    lines: list[StandingLine]
    ground: str
    review_on: date | None
    review_is_due: bool
    is_asked: bool


def standing_lines(user: User, standings: Iterable[Standing]) -> list[StandingLine]:
    """Word the standings of one person for ``user``."""
    return [_line(user, each) for each in standings]


def person_lines(user: User, person_ids: list[uuid.UUID]) -> list[PersonLines]:
    """Word the standings of several persons, in the order given; those that ``user`` may not see are left out."""
    names = shown_names(user, person_ids)
    visible = [person_id for person_id in person_ids if person_id in names]
    standings = standings_of(user, visible)
    grounds = keeping_grounds_of(user, visible)
    return [_person(user, each, names[each], standings[each], grounds.get(each)) for each in visible]


def history_of_answers(user: User, person_id: uuid.UUID) -> list[tuple[Consent, str, str]]:
    """Return every answer a person ever gave, the latest first, with the words for purpose and answer."""
    return [
        (each, str(PURPOSES[each.purpose]), _state_label(each)) for each in consents_of(user, [person_id])
    ]


def _state_label(consent: Consent) -> str:
    return str(STATES["locked" if is_locked(consent.answer) else consent.answer])


def _person(
    user: User, person_id: uuid.UUID, name: ShownName, standings: list[Standing], ground: KeepingGround | None
) -> PersonLines:
    lines = standing_lines(user, standings)
    review_on = ground.review_on if ground else None
    return PersonLines(
        person_id,
        name,
        lines,
        str(KEEPING_GROUNDS.get(ground.ground, ground.ground)) if ground else "",
        review_on,
        review_on is not None and review_on <= today(),
        any(each.consent is not None for each in standings),
    )


def _line(user: User, standing: Standing) -> StandingLine:
    consent = standing.consent
    terms = (consent.terms if consent else None) or {}
    holds = standing.state in {Answer.YES, Answer.CONDITIONS}
    return StandingLine(
        standing.purpose.value,
        str(PURPOSES[standing.purpose]),
        str(STATES[standing.state]),
        TONES[standing.state],
        consent.conditions if consent else "",
        [audience_label(user, audience_of(code)) for code in terms.get("only") or ()],
        bool(terms.get("without_name")),
        consent.given_on if consent else None,
        consent.until if consent else None,
        str(HOW.get(consent.how, consent.how)) if consent else "",
        url_for("consents.withdraw", consent_id=consent.id) if consent and holds else None,
    )
