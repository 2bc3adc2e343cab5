"""Passed on: what a colleague who is kept out of a case enters about it goes to the case's worker, untold."""

from datetime import timedelta

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.jobs.job import Job
from caseapp.passed_on.actions import pass_on_what_was_entered
from caseapp.passed_on.models import PassedOn
from caseapp.passed_on.permissions import GRANTS, PassedOnPermission
from caseapp.passed_on.topics import TOPICS
from caseapp.passed_on.views import blueprint, waiting_tile
from caseapp.web.event import Event
from caseapp.web.fates import Erased, Fate
from caseapp.web.feature import Feature, HomeTile
from caseapp.web.kind import Kind
from caseapp.web.masked import Masked

feature = Feature(
    name="passed_on",
    topics=TOPICS,
    blueprint=blueprint,
    grants=GRANTS,
    home=(HomeTile("passed-on", 7, PassedOnPermission.READ, waiting_tile),),
    masked=(Masked(PassedOn, _l("numbers and places that a colleague wrote"), PassedOnPermission.READ),),
    kinds=(Kind(PassedOn, _l("Passed on to a case"), Erased(("case", "contact_request"), Fate.EITHER_END)),),
    events_about=_l("Passed on to a case"),
    events=(
        Event("passed_on.added", _l("Passed something on to the worker of a case"), by_itself=True),
        Event("passed_on.viewed", _l("Opened what was passed on to a case")),
        Event("passed_on.seen", _l("Said that they looked at what was passed on")),
    ),
    jobs=(Job("pass on what kept-out colleagues entered", timedelta(minutes=5), pass_on_what_was_entered),),
)

__all__ = ["PassedOn", "PassedOnPermission", "feature"]
