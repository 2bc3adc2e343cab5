"""Days away: a colleague covers, reaches the cases meanwhile, and no longer."""

from datetime import timedelta

from caseapp.absences.actions import COVERS, COVERS_NO_MORE, follow_absences
from caseapp.absences.demo import add_absence
from caseapp.absences.duties import DUTIES
from caseapp.absences.models import Absence
from caseapp.absences.permissions import GRANTS, AbsencePermission
from caseapp.absences.topics import TOPICS
from caseapp.absences.views import away_panel, blueprint
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.jobs.job import Job
from caseapp.web.event import Event
from caseapp.web.fates import STAYS
from caseapp.web.feature import Feature, Invention, MenuItem, Panel
from caseapp.web.kind import Kind

feature = Feature(
    name="absences",
    topics=TOPICS,
    blueprint=blueprint,
    grants=GRANTS,
    menu=(MenuItem("absences.index", _l("Who is away"), "calendar", AbsencePermission.ENTER),),
    duties=DUTIES,
    kinds=(Kind(Absence, _l("Days away"), STAYS),),
    panels=(Panel("case/facts", "away", 1, AbsencePermission.ENTER, away_panel),),
    demo=Invention(126, add_absence),
    sentences={
        COVERS: _l("Covers for %(name)s"),
        COVERS_NO_MORE: _l("The absence that they covered has ended"),
    },
    events=(
        Event("absence.listed", _l("Looked at who is away")),
        Event("absence.entered", _l("Entered days away and who covers")),
        Event("absence.followed", _l("Opened the cases of somebody who is away to whoever covers")),
        Event("absence.ended", _l("Ended days away")),
    ),
    jobs=(Job("follow who is away", timedelta(minutes=5), follow_absences),),
)

__all__ = ["AbsencePermission", "feature"]
