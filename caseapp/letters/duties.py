"""Letters that stand under a colleague's name, and approvals of theirs that are not confirmed."""

import uuid

from sqlalchemy import ColumnElement, and_

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.letters.models import Letter
from caseapp.letters.workflow import LETTER_WORKFLOW
from caseapp.web.duties import Duty
from caseapp.workflow import Manner, Step

_GOING_ON = tuple(state.code for state in LETTER_WORKFLOW.states if not state.final)


def _begun_by(user_id: uuid.UUID) -> ColumnElement[bool]:
    return and_(Letter.author_id == user_id, Letter.status.in_(_GOING_ON))


def _unconfirmed(user_id: uuid.UUID) -> ColumnElement[bool]:
    return and_(
        Step.record_kind == Letter.__kind__,
        Step.approver_id == user_id,
        Step.manner == Manner.BY_TELEPHONE.value,
        Step.confirmed_on.is_(None),
    )


DUTIES = (
    Duty("letters", _l("Letters that they began"), Letter, _begun_by, asked=True),
    Duty(
        "approvals",
        _l("Approvals by telephone that they have not confirmed"),
        Step,
        _unconfirmed,
        words=lambda step: str(LETTER_WORKFLOW.label_of(step.transition)),
    ),
)
"""Who began a letter stays who began it: whoever takes it on is asked to."""
