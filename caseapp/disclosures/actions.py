"""``disclose``: the single door. It writes the ledger and returns the token that sending asks for."""

import uuid
from datetime import date, timedelta
from typing import Any

from caseapp.accounts import User
from caseapp.audit import record
from caseapp.clock import today
from caseapp.db import current_act, db
from caseapp.disclosures.alerting import second_person, somebody_else
from caseapp.disclosures.deciding import decide
from caseapp.disclosures.definition import Audience, Basis, Decision, Disclosure, Manner, Refused
from caseapp.disclosures.models import DisclosureReview, LedgerEntry, ReviewStatus
from caseapp.people.models import Person
from caseapp.web.installed import add_next_step, describe
from caseapp.web.sentences import Sentence

SATURDAY = 5
_DOOR = object()


class DisclosureToken:
    """Proof that a disclosure stands in the ledger. Only this module makes one; it ends with its transaction."""

    def __init__(
        self, door: object, disclosure_id: uuid.UUID, disclosure: Disclosure, decision: Decision
    ) -> None:
        if door is not _DOOR:
            raise TypeError("a disclosure token comes from disclose() alone")
        self.id = disclosure_id
        self.disclosure = disclosure
        self.decision = decision
        self._act_id = current_act().id

    def check(
        self, *, audience: Audience, items: tuple[tuple[str, uuid.UUID], ...] = (), subjects: Any = ()
    ) -> None:
        """Make sure that this token was given for what is about to be sent, in this very transaction.

        Raises:
            ValueError: it was given for another audience, or does not cover an item or a subject.
        """
        told = self.disclosure
        if current_act().id != self._act_id or told.audience != audience:
            raise ValueError("this disclosure was decided for something else")
        if set(items) - set(told.items) or set(subjects) - set(told.subjects):
            raise ValueError("this disclosure does not cover everything that would be sent")


def disclose(actor: User, disclosure: Disclosure) -> DisclosureToken:
    """Let a disclosure pass if every subject is covered: write it into the ledger, return the token.

    Raises:
        Refused: somebody is not covered; the decision says what is missing.
    """
    decision = decide(actor, disclosure)
    if not decision.allowed:
        raise Refused(decision)
    token = _enter(actor, disclosure, decision, Manner.DECIDED, "")
    record(actor, "disclosure.made", **_detail(token))
    return token


def disclose_for_vital_interest(
    actor: User, disclosure: Disclosure, reason: str, disclosure_id: uuid.UUID | None = None
) -> DisclosureToken:
    """Let a disclosure pass at once because life, liberty or removal is at stake today.

    A second person is alerted and looks at it by the next working day. The public is never told on this ground.

    Raises:
        ValueError: no reason is given, nobody is concerned, or the audience is the public.
    """
    if not reason.strip() or not disclosure.subjects or disclosure.audience.kind == "public":
        raise ValueError("a vital interest needs a person, a reason and an audience smaller than the public")
    decision = decide(actor, disclosure)
    token = _enter(actor, disclosure, decision, Manner.VITAL_INTEREST, reason, disclosure_id)
    review = _open_review(actor, token, Manner.VITAL_INTEREST, reason)
    record(actor, "disclosure.vital_interest", review, **_detail(token))
    return token


def record_disclosure(actor: User, disclosure: Disclosure, said_by: str) -> DisclosureToken:
    """Write down a disclosure that has already happened. It is never refused: where it would have been, a review opens.

    Raises:
        ValueError: nobody says so.
    """
    if not said_by.strip():
        raise ValueError("somebody has to say that it happened")
    decision = decide(actor, disclosure)
    token = _enter(actor, disclosure, decision, Manner.AFTERWARDS, said_by)
    if not decision.allowed:
        _open_review(actor, token, Manner.AFTERWARDS, said_by)
    record(actor, "disclosure.recorded", **_detail(token))
    return token


def next_working_day(day: date) -> date:
    """Return the next day that is neither Saturday nor Sunday."""
    following = day + timedelta(days=1)
    while following.weekday() >= SATURDAY:
        following += timedelta(days=1)
    return following


def _enter(
    actor: User,
    disclosure: Disclosure,
    decision: Decision,
    manner: Manner,
    words: str,
    disclosure_id: uuid.UUID | None = None,
) -> DisclosureToken:
    disclosure_id = disclosure_id or uuid.uuid4()
    for person_id in dict.fromkeys(disclosure.subjects):
        own = [basis for basis in decision.bases if basis.subject_id == person_id]
        db.session.add(
            LedgerEntry(
                scope_id=_person(person_id).scope_id,
                disclosure_id=disclosure_id,
                person_id=person_id,
                purpose=disclosure.purpose.value,
                disclosed_by=actor.id,
                day=disclosure.day,
                audience=audience_data(actor, disclosure.audience),
                items=[[kind, str(item_id)] for kind, item_id in disclosure.items],
                identified=disclosure.identified,
                bases=[_basis_data(basis) for basis in own],
                manner=manner.value,
                words=words,
            )
        )
    return DisclosureToken(_DOOR, disclosure_id, disclosure, decision)


def audience_data(actor: User, audience: Audience) -> dict[str, Any]:
    """Return an audience as rows keep it. An authority's name is kept as it is today; a person is only pointed at."""
    named = describe(actor, audience.kind, audience.id) if audience.id and audience.kind != "person" else None
    return {
        "kind": audience.kind,
        "id": str(audience.id) if audience.id else None,
        "name": named.label if named else "",
    }


def _basis_data(basis: Basis) -> list[str | None]:
    return [basis.record_kind, str(basis.record_id) if basis.record_id else None]


def _open_review(actor: User, token: DisclosureToken, manner: Manner, reason: str) -> DisclosureReview:
    person = _person(token.disclosure.subjects[0])
    seeing = second_person(actor.id, person.scope_id)
    review = DisclosureReview(
        scope_id=person.scope_id,
        status=ReviewStatus.OPEN.value,
        person_id=person.id,
        disclosure_id=token.id,
        opened_by=actor.id,
        asked_id=seeing or somebody_else(actor.id, person.scope_id),
        due_on=next_working_day(today()),
        manner=manner.value,
        reason=reason,
    )
    db.session.add(review)
    if seeing is not None:  # a next step lies in the case, where nobody else would find it
        text = Sentence("disclosure.review")
        add_next_step(actor, person, text, next_working_day(today()), seeing)
    record(actor, "disclosure.review_opened", review, asked=str(review.asked_id))
    return review


def _person(person_id: uuid.UUID) -> Person:
    person = db.session.get(Person, person_id)
    if person is None:
        raise ValueError("a disclosure names a person who is not there")
    return person


def _detail(token: DisclosureToken) -> dict[str, Any]:
    told = token.disclosure
    return {
        "disclosure_id": str(token.id),
        "purpose": told.purpose.value,
        "audience": told.audience.kind,
        "subjects": [str(person_id) for person_id in told.subjects],
    }
