"""What the page of a request shows."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask_babel.speaklater import LazyString

from caseapp.access import people_who_reach
from caseapp.accounts import User
from caseapp.clock import today
from caseapp.contact_requests import labels
from caseapp.contact_requests.answer import answer_for
from caseapp.contact_requests.checklists import CHECKLISTS, Checklist, Item
from caseapp.contact_requests.guards import is_answered, needs_second_person
from caseapp.contact_requests.models import ContactRequest, MatchPoint, Search, SearchAction
from caseapp.contact_requests.overview import forward_step, offers_for, shown_phase, shown_tone
from caseapp.contact_requests.parts import actions_of, agreements_to, answers_to, checklist_of, points_of
from caseapp.contact_requests.queries import searches_of
from caseapp.contact_requests.states import ENDED
from caseapp.contact_requests.workflow import SEARCH_WORKFLOW
from caseapp.i18n.messages import gettext as _
from caseapp.people.labels import OFFERED
from caseapp.people.queries import NOBODY, ShownName, shown_names
from caseapp.web.gate import can
from caseapp.web.installed import describe
from caseapp.web.records import moments, panels_for, step_entries
from caseapp.workflow import Block, Offer, Phase, State, Tone, Transition, blocks_of, steps_of

SECOND_PERSON_STEPS: Mapping[str, tuple[str, ...]] = {
    "accept": ("screening",),
    "agree_contact": ("asking", "undecided", "message_only"),
    "approve": ("reunification_asked", "assessment"),
}
"""Steps to which a second person agrees, and the states in which they are asked."""
ASKED_IN: Mapping[str, tuple[str, ...]] = {
    "screening": ("received", "screening"),
    "asking": ("verified", "asking", "undecided"),
    "contact": ("asking", "undecided", "message_only", "contact_agreed"),
    "wishes": ("in_contact",),
    "assessment": ("reunification_asked", "assessment"),
    "meeting": ("approved",),
    "reunion": ("planned",),
}
"""In which states the page offers a list of questions that nobody has filled in."""


@dataclass(frozen=True)
class FilledList:
    """A list of questions with its answers in words; ``answers`` is empty before anybody filled it in."""

    checklist: Checklist
    url: str
    answers: list[tuple[LazyString, Any]]
    missing: list[LazyString]
    """Questions that still need an answer before the step that asks for it."""


@dataclass(frozen=True)
class Waiting:
    """The step that leads on and is not for the reader: what stands before it, and which colleagues may make it."""

    step: Transition
    blocks: tuple[Block, ...]
    colleagues: list[str]


@dataclass(frozen=True)
class SearchBlock:
    """One search as the page of its request shows it."""

    search: Search
    sought: ShownName
    sought_url: str | None
    relation: LazyString | str
    state: State
    phase: Phase
    tone: Tone
    has_ended: bool
    is_overdue: bool
    offers: list[Offer]
    waiting: Waiting | None
    step_urls: dict[str, str]
    lists: list[FilledList]
    actions: list[SearchAction]
    points: list[MatchPoint]
    second: list[tuple[str, list[Any]]]
    letter: Any
    steps: list[dict[str, Any]]
    to_look_at: bool


def request_page(user: User, found: ContactRequest) -> dict[str, Any]:
    """Return the context of the page of a request."""
    searches = searches_of(user, [found])[found.id]
    names = shown_names(user, [found.enquirer_id, *(search.sought_id for search in searches)])
    language, sentence = answer_for(found.language)
    enquirer = describe(user, "person", found.enquirer_id)
    return {
        "request_record": found,
        "case": describe(user, "case", found.case_id) if found.case_id is not None else None,
        "enquirer": names.get(found.enquirer_id, NOBODY),
        "enquirer_url": enquirer.url if enquirer else None,
        "blocks": [search_block(user, search, names.get(search.sought_id, NOBODY)) for search in searches],
        "labels": labels,
        "answer": sentence,
        "answer_language": language,
        "panels": panels_for(user, "contact_request", found),
        "facts_panels": panels_for(user, "contact_request/facts", found),
    }


def search_block(user: User, search: Search, sought: ShownName) -> SearchBlock:
    """Return one search as the page shows it."""
    person = describe(user, "person", search.sought_id)
    steps = moments(list(step_entries(SEARCH_WORKFLOW, search, "request")))
    return SearchBlock(
        search=search,
        sought=sought,
        sought_url=person.url if person else None,
        relation=OFFERED.get(search.relation, search.relation),
        state=SEARCH_WORKFLOW.state(search.status),
        phase=shown_phase(search),
        tone=shown_tone(search),
        has_ended=search.status in ENDED,
        is_overdue=search.review_on is not None and search.review_on < today(),
        offers=offers_for(user, search),
        waiting=_waiting(user, search),
        step_urls=_step_urls(search),
        lists=_lists(search),
        actions=actions_of(search),
        points=points_of(search),
        second=[
            (purpose, agreements_to(search, purpose))
            for purpose, states in SECOND_PERSON_STEPS.items()
            if search.status in states
            if needs_second_person(search, purpose) or agreements_to(search, purpose)
        ],
        letter=describe(user, "letter", search.letter_id) if search.letter_id is not None else None,
        steps=list(reversed(steps)),
        to_look_at=any(step.guard_would_refuse for step in steps_of(search)),
    )


def answer_in_words(item: Item, given: Any) -> Any:
    """Return one answer as a reader sees it."""
    if item.answers is not None:
        return item.answers.get(str(given), _("not asked yet"))
    return given or None


def _lists(search: Search) -> list[FilledList]:
    found = []
    for kind, checklist in CHECKLISTS.items():
        filled = checklist_of(search, kind) is not None
        if not filled and search.status not in ASKED_IN.get(kind, ()):
            continue
        given = answers_to(search, checklist)
        answers = [(item.label, answer_in_words(item, given.get(item.code))) for item in checklist.items]
        url = url_for("contact_requests.checklist", search_id=search.id, kind=kind)
        asked = search.status in ASKED_IN.get(kind, ())
        missing = [
            item.label for item in checklist.items if not item.optional and not is_answered(item, given)
        ]
        found.append(FilledList(checklist, url, answers if filled else [], missing if asked else []))
    return found


def _waiting(user: User, search: Search) -> Waiting | None:
    step = forward_step(search)
    if step is None or can(user, step.permission):
        return None
    blocks = tuple(blocks_of(step, user, search))
    deciding = [each.name for each in people_who_reach(search.scope_id) if can(each, step.permission)]
    return Waiting(step, blocks, deciding)


def _step_urls(search: Search) -> dict[str, str]:
    return {
        step.code: url_for("contact_requests.step", search_id=search.id, code=step.code)
        for step in SEARCH_WORKFLOW.transitions
    }
