"""The searches as a list: its columns, filters and orders."""

import uuid
from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import ColumnElement, and_, case, select

from caseapp.access import ON_A_TILE, Sort, Tally, by_colleague, count_up_to, in_steps, page_of, visible_to
from caseapp.accounts import User
from caseapp.contact_requests.models import ContactRequest, Search
from caseapp.contact_requests.permissions import RequestPermission
from caseapp.contact_requests.states import ENDED, PHASES, RESTING
from caseapp.contact_requests.workflow import SEARCH_WORKFLOW
from caseapp.db import db
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.i18n.messages import ngettext
from caseapp.people.name_order import by_person
from caseapp.web.listing import Filter, Listing, ListPage, ListState, Order
from caseapp.workflow import Phase


def narrow_searches(user: User, state: ListState) -> list[ColumnElement[bool]]:
    """Return the conditions that the filters of the list of searches stand for."""
    phase = _shows_as(state["phase"]) if state["phase"] else Search.status.not_in(ENDED)
    return [phase, _RESPONSIBLE.in_([user.id])] if state["mine"] else [phase]


SEARCHES = Listing(
    name="searches",
    label=_l("Family contact requests"),
    counted=lambda number, digits: ngettext("%(count)s search", "%(count)s searches", number, count=digits),
    model=Search,
    narrow=narrow_searches,
    endpoint="contact_requests.overview",
    permission=RequestPermission.READ,
    columns={
        "reference": _l("Request"),
        "name": _l("Person sought"),
        "state": _l("State"),
        "age": _l("Age"),
        "next": _l("Next step"),
        "blocks": _l("What blocks it"),
        "responsible": _l("Responsible worker"),
    },
    filters=(
        Filter("phase", {phase.code: phase.label for phase in PHASES}, _l("all that are open")),
        Filter("mine", {"1": _l("mine")}),
    ),
    orders=(
        Order("created", label=_l("Written down on")),
        Order("changed", descending=True, label=_l("Last change")),
        Order("name"),
        Order("state"),
        Order("responsible"),
    ),
    fixed={"view": "table"},
)
BY_PHASE = replace(SEARCHES, fixed={})
"""The same filters for the overview, which shows a column for each phase."""
_RESPONSIBLE = (
    select(ContactRequest.responsible_id).where(ContactRequest.id == Search.request_id).scalar_subquery()
)


def searches_on(user: User, state: ListState) -> ListPage[uuid.UUID]:
    """Return the ids of the searches on the page that ``state`` asks for, of those that ``user`` may see."""
    return page_of(user, Search, state, _sort(user, state.order.code), narrow_searches(user, state))


def oldest_by_phase(
    user: User, state: ListState, phases: Iterable[Phase], most: int
) -> tuple[dict[str, list[uuid.UUID]], dict[str, Tally]]:
    """Return the ids of the open searches that ``user`` may see by the phase they show as, and how many each has.

    Of each of ``phases`` ``most`` are named, the oldest first; they are counted as far as a tile counts.
    """
    query = select(Search.id).where(*narrow_searches(user, state), visible_to(user, Search))
    within = {phase.code: query.where(_shows_as(phase.code)) for phase in phases}
    in_order = (Search.created_on, Search.seq)
    oldest = {
        code: list(db.session.scalars(each.order_by(*in_order).limit(most))) for code, each in within.items()
    }
    return oldest, dict(zip(within, count_up_to(ON_A_TILE, *within.values()), strict=True))


def shown_status(status: str, held_from: str | None) -> str:
    """Return the state that a search shows as in overviews: a resting one stays where it rests from."""
    return held_from if status in RESTING and held_from is not None else status


def _shows_as(phase: str) -> ColumnElement[bool]:
    """Return the condition of ``shown_status``: one value, so that searches are read in their order and not by it."""
    rests = and_(Search.status.in_(RESTING), Search.held_from.is_not(None))
    shown = case((rests, Search.held_from), else_=Search.status)
    return shown.in_(SEARCH_WORKFLOW.states_in(phase))


def _sort(user: User, code: str) -> Sort:
    match code:
        case "created":
            return Search.created_on
        case "name":
            return by_person(user, Search.sought_id)
        case "state":
            return in_steps(Search.status, (state.code for state in SEARCH_WORKFLOW.states))
        case "responsible":
            return by_colleague(ContactRequest.responsible_id, Search.request_id)
        case _:
            return None
