"""Family contact requests: one per enquirer, with a search for each person sought."""

import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from flask import url_for
from markupsafe import Markup
from sqlalchemy import select

from caseapp.access import count_by_quarter, list_visible, named_by_reference, persons_by_day
from caseapp.accounts import User
from caseapp.audit import seen
from caseapp.cases import Case
from caseapp.contact_requests import action_views, search_views, views
from caseapp.contact_requests.blueprint import blueprint
from caseapp.contact_requests.checklists import CHECKLISTS
from caseapp.contact_requests.counting import CHARTS
from caseapp.contact_requests.demo import add_request
from caseapp.contact_requests.duties import DUTIES, safe_contacts
from caseapp.contact_requests.exporting import EXPORT
from caseapp.contact_requests.finding import requests_found
from caseapp.contact_requests.holding import open_searches
from caseapp.contact_requests.listing import SEARCHES
from caseapp.contact_requests.models import (
    ContactRequest,
    MatchPoint,
    Search,
    SearchAction,
    SearchAgreement,
    SearchChecklist,
)
from caseapp.contact_requests.overview import shown_tone, waiting_for_decision
from caseapp.contact_requests.permissions import GRANTS, RequestPermission
from caseapp.contact_requests.queries import requests_by_id, requests_of_case, searches_of
from caseapp.contact_requests.topics import TOPICS
from caseapp.contact_requests.withdrawing import point_to, stop_searches
from caseapp.contact_requests.workflow import RULES, SEARCH_WORKFLOW
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.people.queries import NOBODY, shown_names
from caseapp.web.answers import Answers
from caseapp.web.consequences import Consequences
from caseapp.web.erasing import Erasing
from caseapp.web.event import Detail, Event, Keeps
from caseapp.web.fates import lying_in
from caseapp.web.feature import (
    Create,
    Feature,
    Finder,
    HomeTile,
    Invention,
    MenuItem,
    Panel,
    TextSource,
    TimelineEntry,
)
from caseapp.web.kind import Description, Kind
from caseapp.web.listing import ON_HOME
from caseapp.web.masked import Masked
from caseapp.web.records import step_entries
from caseapp.web.reported import CountTable
from caseapp.web.templating import part

PAGES = (views, search_views, action_views)
"""The modules that add pages to the blueprint."""

_OF_A_SEARCH = ("search", "search_id")
TEXTS = (
    TextSource(ContactRequest, ("safe_contact", "remark"), RequestPermission.READ),
    TextSource(Search, ("last_place", "last_news"), RequestPermission.READ),
    TextSource(SearchAction, ("recipient", "told", "outcome"), RequestPermission.READ, _OF_A_SEARCH),
    TextSource(MatchPoint, ("claimed", "found", "source"), RequestPermission.READ, _OF_A_SEARCH),
    TextSource(SearchAgreement, ("remark",), RequestPermission.READ, _OF_A_SEARCH),
)


def _describe_searches(user: User, search_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, Description]:
    searches = list_visible(user, select(Search).where(Search.id.in_(search_ids)))
    requests = requests_by_id(user, {search.request_id for search in searches})
    return {
        search.id: Description(requests[search.request_id].reference, search_views.page_of(search))
        for search in searches
        if search.request_id in requests
    }


def _case_panel(user: User, case: Case) -> Markup:
    requests = requests_of_case(user, case)
    searches = searches_of(user, requests)
    people = {each.enquirer_id for each in requests}
    people |= {search.sought_id for found in searches.values() for search in found}
    return part(
        "contact_requests/case_panel.html",
        case=case,
        requests=requests,
        searches=searches,
        names=shown_names(user, people),
        nobody=NOBODY,
        workflow=SEARCH_WORKFLOW,
        shown_tone=shown_tone,
    )


def _waiting_tile(user: User) -> Markup:
    lines, total = waiting_for_decision(user, ON_HOME)
    if not lines:
        return Markup()
    seen(user, "search.listed", shown=[str(line.search.id) for line in lines])
    return part("contact_requests/waiting_tile.html", lines=lines, total=total)


def _timeline(user: User, case: Case) -> Iterator[TimelineEntry]:
    requests = requests_of_case(user, case)
    searches = searches_of(user, requests)
    names = shown_names(user, {search.sought_id for found in searches.values() for search in found})
    for request in requests:
        url = url_for("contact_requests.show", request_id=request.id)
        yield TimelineEntry(
            request.received_on or request.created_on,
            request.created_on,
            "contact_request",
            "request",
            _("Family contact request %(reference)s received", reference=request.reference),
            "",
            url,
            request.responsible_id,
            request.seq,
        )
        for search in searches[request.id]:
            name = names.get(search.sought_id, NOBODY).name
            for entry in step_entries(
                SEARCH_WORKFLOW, search, "request", search_views.page_of(search), named=True
            ):
                yield replace(entry, title=_("%(name)s: %(step)s", name=name, step=entry.title))


feature = Feature(
    name="contact_requests",
    erasing=Erasing(holds=open_searches),
    topics=TOPICS,
    blueprint=blueprint,
    grants=GRANTS,
    decides={RequestPermission.DECIDE: _l("Decide about family contact requests")},
    lists=(SEARCHES,),
    masked=(
        Masked(
            ContactRequest,
            _l("how the enquirer is reached"),
            RequestPermission.READ,
            columns=("safe_contact",),
        ),
        Masked(
            Search,
            _l("where the person sought was last"),
            RequestPermission.READ,
            columns=("last_place",),
            of=("contact_request", "request_id"),
        ),
    ),
    texts=TEXTS,
    menu=(
        MenuItem(
            "contact_requests.overview",
            _l("Family contact requests"),
            "request",
            RequestPermission.READ,
            short=_l("Family contact"),
        ),
    ),
    create=(
        Create("contact_requests.new", _l("Family contact request"), "request", RequestPermission.CREATE),
    ),
    kinds=(
        Kind(
            ContactRequest,
            _l("Family contact request"),
            lying_in("contact_request", along=("case_id", "enquirer_id")),
            describe=named_by_reference(ContactRequest, "contact_requests.show", "request_id"),
        ),
        Kind(Search, _l("Search for somebody"), lying_in("contact_request"), describe=_describe_searches),
        Kind(SearchAction, _l("Action of a search"), lying_in("contact_request", grow=True)),
        Kind(SearchChecklist, _l("Answers about a search"), lying_in("contact_request")),
        Kind(MatchPoint, _l("Point compared"), lying_in("contact_request")),
        Kind(SearchAgreement, _l("Agreement of a second person"), lying_in("contact_request")),
    ),
    panels=(Panel("case", "contact_requests", 40, RequestPermission.READ, _case_panel),),
    home=(HomeTile("requests-waiting", 30, RequestPermission.DECIDE, _waiting_tile),),
    timeline=_timeline,
    duties=DUTIES,
    answers=Answers(secrets=safe_contacts),
    workflows=(SEARCH_WORKFLOW,),
    rules=RULES,
    finders=(Finder("contact_requests", 30, _l("Family contact requests"), requests_found),),
    counts=(
        CountTable(
            "searches",
            _l("Searches"),
            lambda counted: count_by_quarter(Search, counted),
            lambda status: str(SEARCH_WORKFLOW.state(status).label),
            lambda counted: persons_by_day(Search, Search.sought_id, counted),
            statuses=tuple(state.code for state in SEARCH_WORKFLOW.states),
            model=Search,
        ),
    ),
    charts=CHARTS,
    exports=(EXPORT,),
    consequences=Consequences(merged=point_to, withdrawn=stop_searches),
    demo=Invention(70, add_request),
    details={
        "brought_by": Detail(_l("Who withdrew"), withheld=True),
        "checklist": Detail(_l("List of questions"), lambda value: str(CHECKLISTS[value].title)),
        "purpose": Detail(_l("Step agreed to"), lambda value: str(SEARCH_WORKFLOW.label_of(value))),
    },
    sentences={
        "search.confirm_withdrawal": _l(
            "Confirm in private, over the safe route, that the withdrawal was free."
        ),
    },
    events_about=_l("Searches"),
    events=(
        Event("contact_request.opened", _l("Logged a family contact request")),
        Event("contact_request.viewed", _l("Opened a family contact request")),
        Event("contact_request.handed_over", _l("Handed a family contact request over")),
        Event("contact_request.changed", _l("Changed a family contact request"), keeps=Keeps("fields")),
        Event("search.listed", _l("Saw a list of searches"), keeps=Keeps("shown")),
        Event("search.opened", _l("Began a search")),
        Event("search.changed", _l("Changed what is known about a person sought"), keeps=Keeps("fields")),
        Event("search.moved", _l("Moved a search on"), keeps=Keeps("transition")),
        Event("search.frozen", _l("Stopped a search because somebody withdrew"), keeps=Keeps("brought_by")),
        Event("search.withdrawal_ended", _l("Wrote down that a withdrawal was taken back")),
        Event("search.checklist_filled", _l("Answered questions about a search"), keeps=Keeps("checklist")),
        Event("search.action_logged", _l("Logged what was done for a search")),
        Event("search.point_compared", _l("Compared a point of a search")),
        Event("search.point_removed", _l("Took a point out of a comparison")),
        Event("search.agreed", _l("Agreed to a step of a search as second person"), keeps=Keeps("purpose")),
        Event("search.asker_named", _l("Named the worker who asks a person")),
        Event("search.letter_linked", _l("Linked a letter to a search")),
    ),
)

__all__ = ["ContactRequest", "RequestPermission", "Search", "feature"]
