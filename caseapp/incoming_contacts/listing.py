"""The list of incoming contacts: its columns, filters and orders."""

from sqlalchemy import ColumnElement

from caseapp.accounts import User
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.i18n.messages import ngettext
from caseapp.incoming_contacts.labels import STATUS
from caseapp.incoming_contacts.models import IncomingContact
from caseapp.incoming_contacts.permissions import IncomingPermission
from caseapp.web.listing import Filter, Listing, ListState, Order


def narrow_contacts(user: User, state: ListState) -> list[ColumnElement[bool]]:
    """Return the conditions that the filters of the list of contacts stand for."""
    conditions = []
    if state["status"]:
        conditions.append(IncomingContact.status == state["status"])
    if state["mine"]:
        conditions.append(IncomingContact.taken_by == user.id)
    return conditions


CONTACTS = Listing(
    name="incoming_contacts",
    label=_l("Incoming contacts"),
    counted=lambda number, digits: ngettext(
        "%(count)s incoming contact", "%(count)s incoming contacts", number, count=digits
    ),
    model=IncomingContact,
    narrow=narrow_contacts,
    endpoint="incoming_contacts.index",
    permission=IncomingPermission.READ,
    columns={
        "reference": _l("Reference"),
        "caller": _l("Who they say they are"),
        "about": _l("About whom?"),
        "day": _l("Happened on"),
        "taken": _l("Taken by"),
        "status": _l("Status"),
        "changed": _l("Last change"),
    },
    filters=(
        Filter("status", STATUS, _l("all")),
        Filter("mine", {"1": _l("taken by me")}),
    ),
    orders=(
        Order("changed", descending=True),
        Order("created", descending=True, label=_l("Logged on")),
        Order("caller"),
        Order("taken"),
        Order("status"),
    ),
)
