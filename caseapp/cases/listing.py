"""The list of cases: its columns, filters and orders."""

from sqlalchemy import ColumnElement

from caseapp.accounts import User
from caseapp.cases.models import Case, CaseStatus
from caseapp.cases.permissions import CasePermission
from caseapp.cases.workflow import CASE_WORKFLOW
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.i18n.messages import ngettext
from caseapp.web.listing import Filter, Listing, ListState, Order

LIVING = "not_closed"
"""A value of the filter by status: every status but closed."""


def narrow_cases(user: User, state: ListState) -> list[ColumnElement[bool]]:
    """Return the conditions that the filters of the list of cases stand for."""
    conditions = []
    if state["status"] == LIVING:
        conditions.append(Case.status != CaseStatus.CLOSED.value)
    elif state["status"]:
        conditions.append(Case.status == state["status"])
    if state["mine"]:
        conditions.append(Case.responsible_id == user.id)
    return conditions


CASES = Listing(
    name="cases",
    label=_l("Cases"),
    counted=lambda number, digits: ngettext("%(count)s case", "%(count)s cases", number, count=digits),
    model=Case,
    narrow=narrow_cases,
    endpoint="cases.index",
    permission=CasePermission.READ,
    columns={
        "reference": _l("Reference"),
        "name": _l("Name"),
        "status": _l("Status"),
        "responsible": _l("Responsible worker"),
        "created": _l("Begun on"),
        "changed": _l("Last change"),
    },
    filters=(
        Filter(
            "status",
            {LIVING: _l("not closed"), **{state.code: state.label for state in CASE_WORKFLOW.states}},
            _l("all"),
        ),
        Filter("mine", {"1": _l("mine")}),
    ),
    orders=(
        Order("changed", descending=True),
        Order("created", descending=True),
        Order("name"),
        Order("status"),
        Order("responsible"),
    ),
)
