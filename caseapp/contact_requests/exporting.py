"""Searches as rows of an export."""

from collections.abc import Iterator

from sqlalchemy import select

from caseapp.access import list_visible
from caseapp.accounts import User
from caseapp.contact_requests.labels import OUTCOMES
from caseapp.contact_requests.models import Search
from caseapp.contact_requests.overview import shown_phase
from caseapp.contact_requests.permissions import RequestPermission
from caseapp.contact_requests.queries import requests_by_id
from caseapp.contact_requests.workflow import SEARCH_WORKFLOW
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.people.queries import NOBODY, shown_names
from caseapp.web.reported import ColumnKind, ExportColumn, ExportRow, ExportTable


def _rows(user: User, named: bool) -> Iterator[ExportRow]:
    searches = list_visible(user, select(Search).order_by(Search.seq))
    requests = requests_by_id(user, {search.request_id for search in searches})
    people = {search.sought_id for search in searches} | {each.enquirer_id for each in requests.values()}
    names = shown_names(user, people) if named else {}
    for search in searches:
        if (request := requests.get(search.request_id)) is None:
            continue
        values = {
            "request": request.id,
            "phase": str(shown_phase(search).label),
            "state": str(SEARCH_WORKFLOW.state(search.status).label),
            "outcome": str(OUTCOMES[search.outcome]) if search.outcome in OUTCOMES else "",
            "begun_on": search.created_on,
            "changed_on": search.changed_on,
        }
        if named:
            values["reference"] = request.reference
            values["enquirer"] = names.get(request.enquirer_id, NOBODY).name
            values["sought"] = names.get(search.sought_id, NOBODY).name
        yield ExportRow(search.id, (request.enquirer_id, search.sought_id), values)


EXPORT = ExportTable(
    "searches",
    "search",
    _l("Searches"),
    RequestPermission.READ,
    (
        ExportColumn("reference", _l("Reference of the request"), ColumnKind.REFERENCE),
        ExportColumn("enquirer", _l("Enquirer"), ColumnKind.NAME),
        ExportColumn("sought", _l("Person sought"), ColumnKind.NAME),
        ExportColumn("request", _l("Number of the request in this file"), ColumnKind.LINK),
        ExportColumn("phase", _l("Phase"), ColumnKind.CODE),
        ExportColumn("state", _l("State"), ColumnKind.CODE),
        ExportColumn("outcome", _l("Outcome"), ColumnKind.CODE),
        ExportColumn("begun_on", _l("Begun on"), ColumnKind.DAY),
        ExportColumn("changed_on", _l("Last changed on"), ColumnKind.DAY),
    ),
    _rows,
)
