"""Statements that stand under a colleague's name."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.statements.models import Statement
from caseapp.statements.workflow import STATEMENT_WORKFLOW
from caseapp.web.duties import Duty

_BEING_WRITTEN = STATEMENT_WORKFLOW.states_in("writing")

DUTIES = (
    Duty(
        "statements",
        _l("Statements that are being written"),
        Statement,
        lambda user_id: (Statement.taken_by_id == user_id) & Statement.status.in_(_BEING_WRITTEN),
        asked=True,
    ),
)
"""Who took a statement stays who took it: whoever takes it on is asked to."""
