"""Writing down what people allow, and what they take back."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from caseapp.access import refuse_visitor
from caseapp.accounts import User
from caseapp.audit import record
from caseapp.clock import today
from caseapp.consents.models import Answer, ConditionsKept, Consent, GivenBy, How, KeepingGround
from caseapp.db import db
from caseapp.disclosures.actions import next_working_day
from caseapp.disclosures.definition import Purpose
from caseapp.disclosures.models import LedgerEntry
from caseapp.disclosures.queries import ledger_of
from caseapp.disclosures.wording import AUDIENCES
from caseapp.people.models import Person
from caseapp.web.installed import add_next_step, features
from caseapp.web.sentences import Sentence

ASK_AGAIN_BEFORE = timedelta(days=30)
"""How long before its last day a consent is asked again."""


@dataclass(frozen=True)
class Said:
    """The answer to one question, with its conditions."""

    answer: Answer
    conditions: str = ""
    only: tuple[str, ...] = ()
    without_name: bool = False

    @property
    def terms(self) -> dict[str, object]:
        """Return the conditions that the program keeps by itself, as they are stored."""
        return {"only": list(self.only), "without_name": self.without_name}


@dataclass(frozen=True)
class Circumstances:
    """How answers were given, filled in once for a whole sheet."""

    given_on: date
    given_by: GivenBy = GivenBy.SELF
    given_by_name: str = ""
    own_view: str = ""
    how: How = How.IN_PERSON
    language: str = ""
    interpreter: str = ""
    witness: str = ""
    until: date | None = None
    document_id: uuid.UUID | None = None
    sheet_id: uuid.UUID = field(default_factory=uuid.uuid4)


def record_answers(
    actor: User, person: Person, answers: Mapping[Purpose, Said], circumstances: Circumstances
) -> list[Consent]:
    """Write down a person's answers; each is a new row beside the former ones."""
    rows = [
        _row(actor, person.id, person.scope_id, purpose, said, circumstances)
        for purpose, said in answers.items()
    ]
    db.session.add_all(rows)
    if circumstances.until is not None and any(row.answer in {Answer.YES, Answer.CONDITIONS} for row in rows):
        _remember_to_ask_again(actor, person, circumstances.until)
    record(actor, "consent.recorded", person, purposes=[purpose.value for purpose in answers])
    return rows


def withdraw_consent(actor: User, consent: Consent, words: str, circumstances: Circumstances) -> Consent:
    """Write down that a person takes a consent back. It holds at once; every feature stops what is under way.

    Raises:
        ValueError: there is nothing to take back, or it would lie before the consent itself.
    """
    if consent.answer not in {Answer.YES, Answer.CONDITIONS}:
        raise ValueError("only a consent can be withdrawn")
    if consent.given_on is not None and circumstances.given_on < consent.given_on:
        raise ValueError("a consent is not withdrawn before it is given")
    said = Said(Answer.WITHDRAWN, words)
    taken = _row(actor, consent.person_id, consent.scope_id, Purpose(consent.purpose), said, circumstances)
    db.session.add(taken)
    for feature in features():
        feature.consequences.withdrawn(actor, taken)
    _ask_to_recall(actor, consent)
    record(actor, "consent.withdrawn", consent, purposes=[consent.purpose])
    return taken


def _remember_to_ask_again(actor: User, person: Person, until: date) -> None:
    """Put a next step on the person for the day from which a consent that runs out should be asked again."""
    if until >= today():
        text = Sentence("consent.runs_out")
        add_next_step(actor, person, text, max(today(), until - ASK_AGAIN_BEFORE), actor.id)


def _ask_to_recall(actor: User, consent: Consent) -> None:
    """Put a next step on the person for each recipient who already has something under this purpose."""
    person = db.session.get_one(Person, consent.person_id)
    told = [entry for entry in ledger_of(actor, person) if entry.purpose == consent.purpose]
    for name in dict.fromkeys(_recipient(entry) for entry in told):
        text = Sentence("consent.recall", recipient=name)
        add_next_step(actor, person, text, next_working_day(today()), actor.id)


def _recipient(entry: LedgerEntry) -> str:
    # Persons are named only in their own records.
    audience = entry.audience or {}
    kind = audience.get("kind", "")
    return audience.get("name") or Sentence(f"audience.{kind}" if kind in AUDIENCES else "consent.recipient")


def confirm_conditions(
    actor: User, consent: Consent, audience: str, words: str, kept_id: uuid.UUID | None = None
) -> ConditionsKept:
    """Give one's word that the conditions of a consent are kept for one audience, and how.

    Raises:
        ReadsOnly: ``actor`` sees the person by emergency access alone.
    """
    refuse_visitor(actor, consent.scope_id)
    kept = ConditionsKept(
        id=kept_id or uuid.uuid4(),
        scope_id=consent.scope_id,
        consent_id=consent.id,
        confirmed_by=actor.id,
        audience=audience,
        words=words,
    )
    db.session.add(kept)
    record(actor, "consent.conditions_checked", consent)
    return kept


def record_keeping_ground(
    actor: User, person: Person, *, ground: str, words: str, review_on: date
) -> KeepingGround:
    """Write down why we hold what we know about somebody who was not spoken to, and when to look at it again."""
    row = KeepingGround(
        scope_id=person.scope_id,
        person_id=person.id,
        recorded_by=actor.id,
        ground=ground,
        words=words,
        review_on=review_on,
    )
    db.session.add(row)
    text = Sentence("consent.keeping_ground")
    add_next_step(actor, person, text, review_on, actor.id)
    record(actor, "consent.keeping_ground_recorded", person)
    return row


def _row(
    actor: User,
    person_id: uuid.UUID,
    scope_id: uuid.UUID,
    purpose: Purpose,
    said: Said,
    circumstances: Circumstances,
) -> Consent:
    return Consent(
        scope_id=scope_id,
        person_id=person_id,
        purpose=purpose.value,
        sheet_id=circumstances.sheet_id,
        document_id=circumstances.document_id,
        recorded_by=actor.id,
        answer=said.answer.value,
        terms=said.terms,
        conditions=said.conditions,
        given_on=circumstances.given_on,
        until=circumstances.until,
        given_by=circumstances.given_by.value,
        given_by_name=circumstances.given_by_name,
        own_view=circumstances.own_view,
        how=circumstances.how.value,
        language=circumstances.language,
        interpreter=circumstances.interpreter,
        witness=circumstances.witness,
    )
