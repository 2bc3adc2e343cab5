"""The list of persons: its columns, filters and orders. Of what is sealed only the name is an order."""

from datetime import timedelta

from sqlalchemy import ColumnElement

from caseapp.access import Sort, page_of, records_on
from caseapp.accounts import User
from caseapp.clock import today
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.i18n.messages import ngettext
from caseapp.people.models import Person
from caseapp.people.name_order import by_person
from caseapp.people.permissions import PersonPermission
from caseapp.web.listing import Filter, Listing, ListPage, ListState, Order

RECENT_DAYS = {"week": 7, "month": 30}
"""Value of the filter by last change to the days that it reaches back."""


def narrow_people(_user: User, state: ListState) -> list[ColumnElement[bool]]:
    """Return the conditions that the filters of the list of persons stand for, and that each stands there once."""
    return [*_conditions(state), Person.merged_into.is_(None)]


def _conditions(state: ListState) -> list[ColumnElement[bool]]:
    if not state["changed"]:
        return []
    return [Person.changed_on >= today() - timedelta(days=RECENT_DAYS[state["changed"]])]


PEOPLE = Listing(
    name="people",
    label=_l("People"),
    counted=lambda number, digits: ngettext("%(count)s person", "%(count)s people", number, count=digits),
    model=Person,
    narrow=narrow_people,
    endpoint="people.index",
    permission=PersonPermission.READ,
    columns={
        "name": _l("Name"),
        "born": _l("Born"),
        "where": _l("Where they are"),
        "created": _l("Added on"),
        "changed": _l("Last change"),
    },
    filters=(
        Filter(
            "changed",
            {"week": _l("changed in the last 7 days"), "month": _l("changed in the last 30 days")},
            _l("all"),
        ),
    ),
    orders=(Order("name"), Order("changed", descending=True), Order("created", descending=True)),
)


def persons_on(user: User, state: ListState) -> ListPage[Person]:
    """Return the page of persons that ``state`` asks for, of those that ``user`` may see.

    Somebody who was found to be the same as another stands there once, as that other.
    """
    conditions = _conditions(state)
    apart = [Person.merged_into.is_(None)]
    page = page_of(user, Person, state, _sort(user, state.order.code), conditions, always=apart)
    return records_on(user, Person, page)


def _sort(user: User, code: str) -> Sort:
    match code:
        case "name":
            return by_person(user, Person.id)
        case "created":
            return Person.created_on
        case _:
            return None
