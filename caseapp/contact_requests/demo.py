"""Invented family contact requests for a demonstration, with searches in every phase."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from caseapp.clock import today
from caseapp.consents.actions import Circumstances, withdraw_consent
from caseapp.consents.models import Consent
from caseapp.contact_requests import demo_words as words
from caseapp.contact_requests.actions import add_search, freeze_for_withdrawal, open_request
from caseapp.contact_requests.demo_road import FIRST_STEP, Traveller, let_the_person_answer
from caseapp.contact_requests.models import ContactRequest
from caseapp.dates import Calendar, PartialDate
from caseapp.db import db
from caseapp.disclosures import Purpose
from caseapp.people.queries import get_person, relations_of

SEARCHES = {
    1: (("in_contact", "close"), ("tracing", "close_without_trace")),
    3: (("in_contact", ""), ("assessment", "")),
    4: (("tracing", ""), ("tracing", "find_no_trace")),
    5: (("tracing", "find_no_trace"), ("asking", "")),
    6: (("asking", "agree_messages"), ("tracing", "")),
    7: (("possible_match", ""), ("verified", "")),
    8: (("asking", "decline"), ("accepted", "hold")),
    9: (("screening", ""), ("received", "")),
    10: (("possible_match", ""), ("tracing", "stopped_by_somebody")),
    11: (("received", ""),),
}
"""Story to the searches of its request: how far each has come on its road, and where it turned off."""
WITH_A_CONCERN = (7, 10)
TAKEN_BACK = 6
"""The story whose client takes back that their family may be told."""
FROM_OUTSIDE = 12
"""The story beside which somebody from outside asks."""
STOPPED_LATE = 0.97
"""The share of a case's time at which a message asks to stop."""
LAST_NEWS = range(1375, 1390)
REST = timedelta(days=10)


def add_request(demo: Any) -> Iterator[float]:
    """Let most clients look for their relatives; each search stands where the story has brought it."""
    if demo.story == FROM_OUTSIDE:
        yield 1
        _ask_from_outside(demo)
    if demo.story not in SEARCHES:
        return
    yield FIRST_STEP
    request = _open(demo, demo.case, demo.client, channel="in_person", enquirer_where="left")
    roads = []
    relations = relations_of(demo.support, demo.client)
    for relation, (state, turn) in zip(relations, SEARCHES[demo.story], strict=False):
        sought = get_person(demo.support, relation.relative_id)
        facts = {"relation": relation.kind, "sought_where": sought.whereabouts}
        roads.append(_take(demo, _search(demo, request, sought, facts), state, turn))
    yield from demo.together(*roads)
    if demo.story == TAKEN_BACK:
        yield 1
        _take_back(demo)


def _open(demo: Any, case: Any, enquirer: Any, **facts: Any) -> ContactRequest:
    safe = words.SAFE_CONTACT[demo.language]
    return open_request(
        demo.support,
        case,
        enquirer=enquirer,
        language=demo.language,
        facts={"received_on": today(), "safe_contact": safe, **facts},
    )


def _search(demo: Any, request: ContactRequest, sought: Any, facts: dict[str, Any]) -> Traveller:
    year = demo.dice.choice(LAST_NEWS)
    news = {
        "last_news_on": PartialDate(Calendar.JALALI, year, None, None),
        "last_place": words.LAST_PLACE[facts["sought_where"]][demo.language],
        "last_news": words.LAST_NEWS[demo.language],
    }
    case = demo.case if request.case_id is not None else None
    search = add_search(demo.support, request, case, sought=sought, facts={**facts, **news})
    return Traveller(demo, search, concern=demo.story in WITH_A_CONCERN)


def _take(demo: Any, on: Traveller, state: str, turn: str) -> Iterator[float]:
    language, coordinator = demo.language, demo.coordinator
    yield from on.go(state)
    if turn:
        yield STOPPED_LATE if turn == "stopped_by_somebody" else on.next_day()
    match turn:
        case "close":
            on.move("close", coordinator, words.IN_TOUCH[language], outcome="contact")
        case "close_without_trace":
            on.move("find_no_trace", coordinator, words.NO_TRACE[language])
            yield on.next_day()
            on.move("close", coordinator, words.NO_TRACE_CLOSED[language], outcome="no_trace")
        case "find_no_trace":
            on.move("find_no_trace", coordinator, words.NO_TRACE[language])
        case "agree_messages":
            let_the_person_answer(on)
            on.move("agree_messages", coordinator)
        case "decline":
            on.move("decline", demo.support, words.DECLINES[language])
        case "hold":
            on.move("hold", demo.support, words.RESTS[language], review_on=demo.present + REST)
        case "stopped_by_somebody":
            freeze_for_withdrawal(
                demo.support,
                on.search,
                brought_by="somebody",
                channel="message",
                words=words.SOMEBODY_WRITES[language],
                happened_on=today(),
            )


def _take_back(demo: Any) -> None:
    query = select(Consent).where(
        Consent.person_id == demo.client.id, Consent.purpose == Purpose.CONTACT_FAMILY.value
    )
    consent = db.session.scalars(query).one()
    circumstances = Circumstances(given_on=today(), language="fa")
    withdraw_consent(demo.support, consent, words.TAKES_BACK[demo.language], circumstances)


def _ask_from_outside(demo: Any) -> None:
    mother, son = demo.relative("female", of_the_family=False), demo.relative("male", of_the_family=False)
    remark = words.FROM_OUTSIDE[demo.language]
    request = _open(demo, None, mother.latin, channel="telephone", enquirer_where="outside", remark=remark)
    _search(demo, request, son.latin, {"relation": "son", "sought_where": "inside"})
