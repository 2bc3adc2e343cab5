"""What cases put on the home page and into the report of counts."""

from markupsafe import Markup

from caseapp.access import count_by_quarter, persons_by_day
from caseapp.accounts import User
from caseapp.audit import seen
from caseapp.cases.listing import CASES, LIVING
from caseapp.cases.models import Case
from caseapp.cases.permissions import CasePermission
from caseapp.cases.queries import count_mine, list_cases
from caseapp.cases.workflow import CASE_WORKFLOW
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.feature import HomeTile
from caseapp.web.listing import ON_HOME
from caseapp.web.reported import CountTable
from caseapp.web.templating import part


def _my_cases(user: User) -> Markup:
    state = CASES.read({"mine": "1", "status": LIVING})
    page = list_cases(user, state, ON_HOME)
    if page.rows:
        seen(user, "case.listed", shown=[str(row.id) for row in page.rows])
    return part(
        "cases/my_cases.html",
        rows=page.rows,
        more=count_mine(user) - len(page.rows),
        url=state.url,
        workflow=CASE_WORKFLOW,
    )


HOME = HomeTile("my-cases", 40, CasePermission.READ, _my_cases)
COUNTS = CountTable(
    "cases",
    _l("Cases"),
    lambda counted: count_by_quarter(Case, counted),
    lambda status: str(CASE_WORKFLOW.state(status).label),
    lambda counted: persons_by_day(Case, Case.client_id, counted),
    statuses=tuple(state.code for state in CASE_WORKFLOW.states),
    model=Case,
)
