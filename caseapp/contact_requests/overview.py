"""The overview: every search by phase, with its age, its next step and what blocks it."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from caseapp.access import Tally
from caseapp.accounts import User
from caseapp.clock import today
from caseapp.contact_requests.listing import shown_status
from caseapp.contact_requests.looking_ahead import read_guards_ahead
from caseapp.contact_requests.models import ContactRequest, Search
from caseapp.contact_requests.parts import read_ahead
from caseapp.contact_requests.permissions import RequestPermission
from caseapp.contact_requests.queries import in_state_since, oldest_not_in, requests_by_id, searches_by_ids
from caseapp.contact_requests.resting import RESUME
from caseapp.contact_requests.states import ENDED, RESTING
from caseapp.contact_requests.workflow import SEARCH_WORKFLOW
from caseapp.people.queries import NOBODY, ShownName, shown_names
from caseapp.web.gate import can
from caseapp.workflow import Block, Offer, Phase, State, Tone, Transition, offered

NOT_FORWARD = ("hold", "pause", "reopen", "freeze")
"""Steps that rest a search or take it up again; none of them leads on."""


@dataclass(frozen=True)
class SearchLine:
    """A search as overviews show it. Ages are in days."""

    search: Search
    request: ContactRequest
    sought: ShownName
    enquirer: ShownName
    state: State
    phase: Phase
    tone: Tone
    age: int
    in_state: int
    is_overdue: bool
    next_step: Transition | None
    blocks: tuple[Block, ...]
    waits_for_you: bool


def shown_phase(search: Search) -> Phase:
    """Return the phase that a search shows as; a resting one stays in the phase that it rests from."""
    return shown_phase_of(search.status, search.held_from)


def shown_phase_of(status: str, held_from: str | None) -> Phase:
    """Return the phase of ``shown_phase`` from the two columns that decide it."""
    return SEARCH_WORKFLOW.phase_of(shown_status(status, held_from))


def shown_tone(search: Search) -> Tone:
    """Return the tone of a search's tag: that of its phase, but a resting one waits, however good its phase is."""
    return Tone.WAITING if search.status in RESTING else shown_phase(search).tone


def offers_for(user: User, search: Search) -> list[Offer]:
    """Return the steps on offer for ``user``; of the ways back from a rest only the one that fits."""
    found = offered(SEARCH_WORKFLOW, search, user, lambda permission: can(user, permission))
    return [offer for offer in found if _is_offered(search, offer.transition)]


def forward_step(search: Search) -> Transition | None:
    """Return the step that leads on from the present state, whoever may make it; None when it has ended.

    A no is respected: somebody who wants no contact is asked again only on a day that was agreed with them.
    """
    if search.status == "declined" and (search.review_on is None or search.review_on > today()):
        return None
    for transition in SEARCH_WORKFLOW.leaving(search.status):
        if transition.code == "confirm_withdrawal" and search.withdrawal is None:
            continue
        if _is_offered(search, transition) and transition.code not in NOT_FORWARD:
            return transition
    return None


def lines_for(user: User, search_ids: Collection[uuid.UUID]) -> list[SearchLine]:
    """Return searches as overviews show them, in the order asked for; those that ``user`` may not see are left out."""
    found = {search.id: search for search in searches_by_ids(user, search_ids)}
    searches = [found[search_id] for search_id in search_ids if search_id in found]
    requests = requests_by_id(user, {search.request_id for search in searches})
    read_ahead(searches)
    steps = {search.id: forward_step(search) for search in searches if search.request_id in requests}
    read_guards_ahead(
        user, ((each, requests[each.request_id], step) for each in searches if (step := steps.get(each.id)))
    )
    people = {search.sought_id for search in searches} | {each.enquirer_id for each in requests.values()}
    names, since = shown_names(user, people), in_state_since(searches)
    return [
        _line(
            user,
            search,
            requests[search.request_id],
            steps[search.id],
            names,
            (today() - since[search.id]).days,
        )
        for search in searches
        if search.request_id in requests
    ]


def waiting_for_decision(user: User, limit: int) -> tuple[list[SearchLine], Tally]:
    """Return the searches whose next step somebody who decides has to make, the oldest first, and how many there are.

    The state alone tells it: a resting search goes on, or is taken back, by decision.
    """
    others = [state.code for state in SEARCH_WORKFLOW.states if not _is_decided(state.code)]
    ids, total = oldest_not_in(user, others, limit)
    return lines_for(user, ids), total


def _is_decided(status: str) -> bool:
    if status in RESTING:
        return True
    if status in ENDED or status == "declined":
        return False
    forward = (step for step in SEARCH_WORKFLOW.leaving(status) if step.code not in NOT_FORWARD)
    return next((step.permission == RequestPermission.DECIDE for step in forward), False)


def _line(
    user: User,
    search: Search,
    request: ContactRequest,
    step: Transition | None,
    names: dict[uuid.UUID, ShownName],
    in_state: int,
) -> SearchLine:
    blocks = tuple(block for guard in step.guards for block in guard(user, search)) if step else ()
    may = step is not None and can(user, step.permission)
    return SearchLine(
        search=search,
        request=request,
        sought=names.get(search.sought_id, NOBODY),
        enquirer=names.get(request.enquirer_id, NOBODY),
        state=SEARCH_WORKFLOW.state(search.status),
        phase=shown_phase(search),
        tone=shown_tone(search),
        age=(today() - (request.received_on or search.created_on)).days,
        in_state=in_state,
        is_overdue=search.review_on is not None and search.review_on < today(),
        next_step=step,
        blocks=blocks,
        waits_for_you=may,
    )


def _is_offered(search: Search, transition: Transition) -> bool:
    if transition.code == "freeze":
        return False  # it has a page of its own, which asks who withdraws
    if transition.code == "confirm_withdrawal":
        return search.withdrawal is not None
    return not transition.code.startswith(RESUME) or transition.target == search.held_from
