"""Next steps that stand under a colleague's name."""

import uuid

from sqlalchemy import ColumnElement, and_

from caseapp.accounts import User
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.tasks.actions import change_next_step
from caseapp.tasks.models import NextStep, StepStatus
from caseapp.web.duties import Duty


def _open_under(user_id: uuid.UUID) -> ColumnElement[bool]:
    return and_(NextStep.assignee_id == user_id, NextStep.status == StepStatus.OPEN.value)


def _give(actor: User, step: NextStep, to: User) -> None:
    change_next_step(actor, step, step.text, step.due or step.created_on, to.id)


DUTIES = (
    Duty(
        "next-steps", _l("Open next steps"), NextStep, _open_under, _give, words=lambda step: str(step.text)
    ),
)
