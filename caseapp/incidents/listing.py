"""The list of incidents: its columns, filters and orders."""

from sqlalchemy import ColumnElement

from caseapp.accounts import User
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.i18n.messages import ngettext
from caseapp.incidents.labels import SHORT_KINDS
from caseapp.incidents.models import Incident
from caseapp.incidents.permissions import IncidentPermission
from caseapp.incidents.workflow import STATUS
from caseapp.web.listing import Filter, Listing, ListState, Order


def narrow_incidents(user: User, state: ListState) -> list[ColumnElement[bool]]:
    """Return the conditions that the filters of the list of incidents stand for."""
    conditions = []
    if state["status"]:
        conditions.append(Incident.status == state["status"])
    if state["kind"]:
        conditions.append(Incident.kind == state["kind"])
    if state["mine"]:
        conditions.append(Incident.reported_by == user.id)
    return conditions


INCIDENTS = Listing(
    name="incidents",
    label=_l("Incidents"),
    counted=lambda number, digits: ngettext(
        "%(count)s incident", "%(count)s incidents", number, count=digits
    ),
    model=Incident,
    narrow=narrow_incidents,
    endpoint="incidents.index",
    permission=IncidentPermission.READ,
    columns={
        "reference": _l("Reference"),
        "kind": _l("What happened"),
        "happened": _l("Happened on"),
        "clock": _l("Clock"),
        "by": _l("Reported by"),
        "status": _l("Status"),
        "changed": _l("Last change"),
    },
    filters=(
        Filter("status", STATUS, _l("all")),
        Filter("kind", SHORT_KINDS, _l("all kinds")),
        Filter("mine", {"1": _l("reported by me")}),
    ),
    orders=(
        Order("changed", descending=True),
        Order("created", descending=True, label=_l("Reported on")),
        Order("kind"),
        Order("by"),
        Order("status"),
    ),
)
