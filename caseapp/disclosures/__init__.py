"""Disclosures: the one question before anything leaves the house, the one door, and the ledger of what went out."""

import uuid
from collections.abc import Iterable
from typing import Any

from markupsafe import Markup
from sqlalchemy import select

from caseapp.accounts import User
from caseapp.db import db
from caseapp.disclosures.actions import (
    DisclosureToken,
    disclose,
    disclose_for_vital_interest,
    next_working_day,
    record_disclosure,
)
from caseapp.disclosures.deciding import covered, decide, read_ahead
from caseapp.disclosures.definition import (
    Audience,
    Basis,
    Decision,
    Disclosure,
    Finding,
    Manner,
    Missing,
    Purpose,
    Refused,
    Verdict,
)
from caseapp.disclosures.demo import add_disclosures
from caseapp.disclosures.grounds import ground_findings
from caseapp.disclosures.holding import undecided
from caseapp.disclosures.models import DisclosureReview, LedgerEntry, LegalGround
from caseapp.disclosures.permissions import GRANTS, DisclosurePermission
from caseapp.disclosures.queries import (
    alerts_for,
    count_waiting,
    grounds_of,
    grounds_waiting,
    ledger_of,
    reviews_waiting,
)
from caseapp.disclosures.showing import ground_lines, ledger_lines
from caseapp.disclosures.topics import TOPICS
from caseapp.disclosures.views import blueprint
from caseapp.disclosures.wording import AUDIENCES, PURPOSES, SENTENCES, person_labels
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.people.merging import let_mean
from caseapp.people.models import Person
from caseapp.web.answers import Answers
from caseapp.web.consequences import Consequences
from caseapp.web.erasing import Erasing
from caseapp.web.event import Detail, Event, Keeps
from caseapp.web.fates import lying_in
from caseapp.web.feature import Feature, HomeTile, Invention, Panel, TextSource
from caseapp.web.gate import can
from caseapp.web.kind import Kind
from caseapp.web.listing import shown_at_most
from caseapp.web.rules import always_two
from caseapp.web.templating import part
from caseapp.web.values import colleague, digits

SHOWN = 5
"""How many lines the panel shows before it points to the whole page."""


SECOND_PERSON = "second-person"
"""The tile of what waits for a second person, as the home page's address names it."""


def _where_panel(user: User, person: Person) -> Markup:
    entries = ledger_of(user, person)
    return part(
        "disclosures/where_panel.html",
        person=person,
        lines=ledger_lines(user, entries[:SHOWN]),
        grounds=ground_lines(user, grounds_of(user, person)),
        more=max(0, len(entries) - SHOWN),
    )


def _waiting_tile(user: User) -> Markup:
    may_review = can(user, DisclosurePermission.REVIEW)
    limit = shown_at_most(SECOND_PERSON)
    total = count_waiting(user, limit, reviews=may_review)
    if not total:
        return Markup()
    reviews = reviews_waiting(user, limit) if may_review else []
    grounds = grounds_waiting(user, limit if limit is None else limit - len(reviews))
    concerned = {review.person_id for review in reviews} | {ground.person_id for ground in grounds}
    people = person_labels(user, concerned)
    return part(
        "disclosures/waiting_tile.html",
        reviews=[(review, people[review.person_id]) for review in reviews],
        grounds=[
            (line, people[ground.person_id])
            for line, ground in zip(ground_lines(user, grounds), grounds, strict=True)
        ],
        total=total,
        tile=SECOND_PERSON,
    )


def _alerts_tile(user: User) -> Markup:
    alerts = alerts_for(user)
    return part("disclosures/alerts_tile.html", alerts=alerts) if alerts else Markup()


def _bases(disclosure: Any) -> Iterable[Finding]:
    return ground_findings(disclosure)


def _merge(actor: Any, person: Person, known: Person) -> None:
    models: tuple[Any, ...] = (LedgerEntry, DisclosureReview, LegalGround)
    for model in models:
        rows = db.session.scalars(select(model).where(model.person_id == person.id))
        let_mean(actor, person, known, rows, "person_id")


feature = Feature(
    name="disclosures",
    rules=(
        always_two("disclosure.ground", _l("Tell something on a legal ground, without a consent")),
        always_two("disclosure.vital", _l("Look at what was told at once for a vital interest")),
    ),
    erasing=Erasing(holds=undecided),
    topics=TOPICS,
    demo=Invention(50, add_disclosures),
    blueprint=blueprint,
    grants=GRANTS,
    decides={DisclosurePermission.APPROVE_GROUND: _l("Approve legal grounds as the second person")},
    texts=tuple(
        TextSource(model, columns, DisclosurePermission.READ, of=("person", "person_id"))
        for model, columns in (
            (LedgerEntry, ("words",)),
            (DisclosureReview, ("reason", "outcome")),
            (LegalGround, ("words", "decision")),
        )
    ),
    kinds=(
        Kind(LedgerEntry, _l("Disclosure"), lying_in("person")),
        Kind(DisclosureReview, _l("Review of a disclosure"), lying_in("person")),
        Kind(LegalGround, _l("Legal ground"), lying_in("person")),
    ),
    panels=(Panel("person", "disclosures", 80, DisclosurePermission.READ, _where_panel),),
    home=(
        HomeTile("disclosures", 15, DisclosurePermission.APPROVE_GROUND, _waiting_tile),
        HomeTile("disclosure-alerts", 10, DisclosurePermission.ANSWER_ALERT, _alerts_tile),
    ),
    answers=Answers(bases=_bases),
    consequences=Consequences(merged=_merge),
    details={
        "disclosure_id": Detail(_l("Number of the disclosure"), lambda value: str(value)[:8]),
        "purpose": Detail(_l("Purpose"), lambda value: str(PURPOSES[value])),
        "audience": Detail(_l("Audience"), lambda value: str(AUDIENCES[value])),
        "subjects": Detail(_l("People concerned"), lambda value: digits(len(value))),
        "asked": Detail(
            _l("Asked"), lambda value: colleague(uuid.UUID(value)) if value != "None" else _("nobody")
        ),
        "agreed": Detail(_l("Agreed")),
    },
    sentences=SENTENCES,
    events_about=_l("Disclosures"),
    events=(
        Event(
            "disclosure.made",
            _l("Disclosed something with a basis on file"),
            keeps=Keeps("disclosure_id", "purpose", "audience", "subjects"),
            looked_at_again=True,
        ),
        Event(
            "disclosure.vital_interest",
            _l("Disclosed something for a vital interest"),
            keeps=Keeps("disclosure_id", "purpose", "audience", "subjects"),
        ),
        Event(
            "disclosure.recorded",
            _l("Wrote down a disclosure that had happened"),
            keeps=Keeps("disclosure_id", "purpose", "audience", "subjects"),
            looked_at_again=True,
        ),
        Event(
            "disclosure.review_opened", _l("Alerted a second person to a disclosure"), keeps=Keeps("asked")
        ),
        Event("disclosure.review_viewed", _l("Opened the review of a disclosure")),
        Event(
            "disclosure.alert_viewed", _l("Opened the alert to a disclosure in a case that they do not see")
        ),
        Event("disclosure.reviewed", _l("Reviewed a disclosure"), keeps=Keeps("agreed")),
        Event("disclosure.ledger_viewed", _l("Saw where information about a person went")),
        Event("legal_ground.asked", _l("Asked for a legal ground")),
        Event("legal_ground.viewed", _l("Opened a legal ground")),
        Event("legal_ground.approved", _l("Approved a legal ground")),
        Event("legal_ground.refused", _l("Refused a legal ground")),
        Event("legal_ground.ended", _l("Ended a legal ground")),
    ),
)

__all__ = [
    "Audience",
    "Basis",
    "Decision",
    "Disclosure",
    "DisclosurePermission",
    "DisclosureToken",
    "Finding",
    "LedgerEntry",
    "LegalGround",
    "Manner",
    "Missing",
    "Purpose",
    "Refused",
    "Verdict",
    "covered",
    "decide",
    "disclose",
    "disclose_for_vital_interest",
    "feature",
    "next_working_day",
    "read_ahead",
    "record_disclosure",
]
