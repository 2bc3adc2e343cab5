"""The list of statements: its columns, filters and orders."""

from sqlalchemy import ColumnElement, select

from caseapp.access import Sort, by_colleague, in_steps, page_of, records_on
from caseapp.accounts import User
from caseapp.cases import Case
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.i18n.messages import ngettext
from caseapp.people.name_order import by_person
from caseapp.statements.labels import KINDS
from caseapp.statements.models import Statement
from caseapp.statements.permissions import StatementPermission
from caseapp.statements.workflow import STATEMENT_WORKFLOW
from caseapp.web.listing import Filter, Listing, ListPage, ListState, Order


def narrow_statements(user: User, state: ListState) -> list[ColumnElement[bool]]:
    """Return the conditions that the filters of the list of statements stand for."""
    conditions: list[ColumnElement[bool]] = []
    if state["phase"]:
        conditions.append(Statement.status.in_(STATEMENT_WORKFLOW.states_in(state["phase"])))
    if state["kind"]:
        conditions.append(Statement.kind == state["kind"])
    if state["mine"]:
        conditions.append(Statement.taken_by_id == user.id)
    return conditions


STATEMENTS = Listing(
    name="statements",
    label=_l("Statements"),
    counted=lambda number, digits: ngettext(
        "%(count)s statement", "%(count)s statements", number, count=digits
    ),
    model=Statement,
    narrow=narrow_statements,
    endpoint="statements.index",
    permission=StatementPermission.READ,
    columns={
        "reference": _l("Reference"),
        "title": _l("Title"),
        "kind": _l("Kind"),
        "name": _l("Case of"),
        "status": _l("Status"),
        "given": _l("Given on"),
        "by": _l("Written down by"),
        "changed": _l("Last change"),
    },
    filters=(
        Filter(
            "phase",
            {phase.code: phase.label for phase in STATEMENT_WORKFLOW.phases},
            _l("all"),
            label=_l("Stage:"),
        ),
        Filter("kind", KINDS, _l("every kind"), label=_l("Kind:")),
        Filter("mine", {"1": _l("me")}, _l("every colleague"), label=_l("Written down by:")),
    ),
    orders=(
        Order("changed", descending=True),
        Order("created", descending=True, label=_l("Begun on")),
        Order("name"),
        Order("kind"),
        Order("status"),
        Order("by"),
    ),
)


def list_statements(user: User, state: ListState) -> ListPage[Statement]:
    """Return the page of statements that ``state`` asks for, of those that ``user`` may see."""
    conditions = narrow_statements(user, state)
    page = page_of(user, Statement, state, _sort(user, state.order.code), conditions)
    return records_on(user, Statement, page)


def _sort(user: User, code: str) -> Sort:
    match code:
        case "created":
            return Statement.created_on
        case "name":
            client = select(Case.client_id).where(Case.id == Statement.case_id).scalar_subquery()
            return by_person(user, client)
        case "kind":
            return in_steps(Statement.kind, KINDS)
        case "status":
            return in_steps(Statement.status, (state.code for state in STATEMENT_WORKFLOW.states))
        case "by":
            return by_colleague(Statement.taken_by_id)
        case _:
            return None
