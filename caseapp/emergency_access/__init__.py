"""Emergency access: a case opens at once for a reason, until a day, and a second person is told."""

import uuid
from datetime import date

from caseapp.emergency_access.models import EmergencyAccess
from caseapp.emergency_access.permissions import GRANTS, EmergencyPermission
from caseapp.emergency_access.reading_only import reads_only
from caseapp.emergency_access.topics import TOPICS
from caseapp.emergency_access.views import banner, blueprint, ended_tile, waiting_tile
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.answers import Answers
from caseapp.web.event import Detail, Event, Keeps
from caseapp.web.fates import lying_in
from caseapp.web.feature import Create, Feature, HomeTile
from caseapp.web.kind import Kind
from caseapp.web.values import colleague, day

feature = Feature(
    name="emergency_access",
    topics=TOPICS,
    blueprint=blueprint,
    grants=GRANTS,
    create=(Create("emergency_access.begin", _l("Emergency access"), "alert", EmergencyPermission.OPEN),),
    home=(
        HomeTile("emergency-access", 5, EmergencyPermission.REVIEW, waiting_tile),
        HomeTile("emergency-ended", 6, EmergencyPermission.OPEN, ended_tile),
    ),
    banner=banner,
    answers=Answers(second_person=reads_only),
    kinds=(Kind(EmergencyAccess, _l("Emergency access"), lying_in("case")),),
    details={
        "until": Detail(_l("Until"), lambda value: day(date.fromisoformat(value))),
        "told": Detail(_l("Was told"), lambda value: colleague(uuid.UUID(value)) if value else _("nobody")),
        "agreed": Detail(_l("Agreed")),
        "waiting": Detail(_l("During a pause after several tries")),
    },
    events_about=_l("Emergency access"),
    events=(
        Event(
            "access.emergency",
            _l("Opened a case in an emergency"),
            keeps=Keeps("until", "told"),
            watched=True,
        ),
        Event(
            "access.emergency_refused",
            _l("Tried to open a case in an emergency"),
            keeps=Keeps("query", "waiting"),
            watched=True,
        ),
        Event("access.emergency_viewed", _l("Looked at an emergency access")),
        Event("access.emergency_objection_ended", _l("Took back an objection to an emergency access")),
        Event(
            "access.emergency_reviewed",
            _l("Said what they think of an emergency access"),
            keeps=Keeps("agreed"),
        ),
    ),
)

__all__ = ["EmergencyAccess", "EmergencyPermission", "feature"]
