"""The road of an invented search: each step as people take it, with what has to be there before it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from caseapp.clock import today
from caseapp.consents.actions import Circumstances, Said, record_answers, record_keeping_ground
from caseapp.consents.models import Answer
from caseapp.contact_requests import demo_words as words
from caseapp.contact_requests.actions import (
    add_point,
    agree,
    fill_checklist,
    log_action,
    move_search,
    name_asker,
)
from caseapp.contact_requests.checklists import ASKING, CONTACT, SCREENING, WISHES, Checklist
from caseapp.contact_requests.models import Search
from caseapp.db import db
from caseapp.disclosures import Audience, Disclosure, Purpose
from caseapp.people.models import Person
from caseapp.workflow import StepDetails

KEPT_FOR = timedelta(days=180)
FIRST_STEP, STRIDE = 0.15, 0.08
"""At which share of a case's time its searches move, and how much later with every step."""


class Traveller:
    """Takes one search along its road, a little later with every step."""

    def __init__(self, demo: Any, search: Search, *, concern: bool) -> None:
        self.demo = demo
        self.search = search
        self.concern = concern
        self._steps = 0

    def go(self, target: str) -> Iterator[float]:
        """Take the search as far as ``target``, a state on the road; yields when, as ``Invention.add`` does."""
        for state, step in ROAD if target != "received" else ():
            yield self.next_day()
            step(self)
            db.session.flush()
            if state == target:
                return

    def next_day(self) -> float:
        """Return the share of the case's time at which the next step is taken."""
        self._steps += 1
        return min(1.0, FIRST_STEP + STRIDE * self._steps)

    def move(self, transition: str, actor: Any, reason: str = "", **also: Any) -> None:
        """Take one step."""
        move_search(actor, self.search, transition, StepDetails(reason=reason), **also)
        db.session.flush()

    def answer(self, checklist: Checklist, **otherwise: str) -> None:
        """Fill a list of questions in so that the step behind it may be taken."""
        fill_checklist(
            self.demo.support,
            self.search,
            checklist.kind,
            {item.code: otherwise.get(item.code, self._answer(item)) for item in checklist.items},
        )

    def look(self) -> None:
        """Log where it was looked, and who was asked."""
        language, day = self.demo.language, today()
        log_action(
            self.demo.support,
            self.search,
            {"happened_on": day, "means": "records", "outcome": words.LOOKED[language]},
        )
        facts = {
            "happened_on": day,
            "means": "partner",
            "recipient": words.PARTNER[language],
            "told": words.TOLD[language],
            "outcome": words.PARTNER_SAYS[language],
        }
        items = (("search", self.search.id),)
        subjects = (self.demo.client.id,)
        told = Disclosure(subjects, Purpose.TRACE, Audience("partners"), items, "named", day)
        log_action(self.demo.support, self.search, facts, told)

    def _answer(self, item: Any) -> str:
        if item.answers is None:
            return words.ANSWERS[item.code][self.demo.language] if item.code in words.ANSWERS else ""
        return next(code for code in item.answers if code in item.wanted)


def _screen(on: Traveller) -> None:
    on.move("start_screening", on.demo.coordinator)


def _accept(on: Traveller) -> None:
    demo, search = on.demo, on.search
    none = {"concern": "none", "concern_reason": ""}
    on.answer(SCREENING, **({"concern": "some"} if on.concern else none))
    record_keeping_ground(
        demo.support,
        db.session.get_one(Person, search.sought_id),
        ground="family_search",
        words=words.KEPT_BECAUSE[demo.language],
        review_on=demo.present + KEPT_FOR,
    )
    if on.concern:
        agree(demo.support, search, "accept", words.AGREED_TO_GO_ON[demo.language])
    db.session.flush()
    on.move("accept", demo.coordinator)


def _trace(on: Traveller) -> None:
    on.move("begin_tracing", on.demo.support)
    on.look()


def _find(on: Traveller) -> None:
    for point in words.POINTS:
        fact, claimed, found, source = point[on.demo.language]
        facts = {"fact": fact, "claimed": claimed, "found": found, "source": source}
        add_point(on.demo.support, on.search, {**facts, "asked_blind": "yes", "agrees": "yes"})
    db.session.flush()
    on.move("match", on.demo.support)


def _verify(on: Traveller) -> None:
    on.move("verify", on.demo.coordinator)


def _ask(on: Traveller) -> None:
    name_asker(on.demo.coordinator, on.search, on.demo.support)
    on.move("ask", on.demo.coordinator)


def let_the_person_answer(on: Traveller, *further: Checklist) -> None:
    """Write down that the person sought was asked well, and allows their family to be told, and what ``further`` lists
    ask. Then a second person agrees.
    """
    for asked in (ASKING, *further):
        on.answer(asked)
    person = db.session.get_one(Person, on.search.sought_id)
    answers = {purpose: Said(Answer.YES) for purpose in (Purpose.KEEP, Purpose.CONTACT_FAMILY)}
    record_answers(on.demo.support, person, answers, Circumstances(given_on=today(), language="fa"))
    agree(on.demo.support, on.search, "agree_contact", words.AGREED_TO_TELL[on.demo.language])
    db.session.flush()


def _agree(on: Traveller) -> None:
    let_the_person_answer(on, CONTACT)
    on.move("agree_contact", on.demo.coordinator)


def _begin_contact(on: Traveller) -> None:
    on.move("begin_contact", on.demo.support)


def _wish_to_meet(on: Traveller) -> None:
    on.answer(WISHES)
    on.move("ask_to_meet", on.demo.coordinator)


def _assess(on: Traveller) -> None:
    on.move("assess", on.demo.coordinator)


ROAD: tuple[tuple[str, Callable[[Traveller], None]], ...] = (
    ("screening", _screen),
    ("accepted", _accept),
    ("tracing", _trace),
    ("possible_match", _find),
    ("verified", _verify),
    ("asking", _ask),
    ("contact_agreed", _agree),
    ("in_contact", _begin_contact),
    ("reunification_asked", _wish_to_meet),
    ("assessment", _assess),
)
"""The states in their order, each with the step that leads to it."""
