"""Days on which a colleague covers for somebody."""

from caseapp.absences.actions import pass_cover_on
from caseapp.absences.models import Absence
from caseapp.clock import today
from caseapp.i18n.messages import gettext as _
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.duties import Duty
from caseapp.web.values import colleague, day


def _in_words(absence: Absence) -> str:
    return _(
        "%(name)s is away from %(first)s to %(last)s",
        name=colleague(absence.user_id),
        first=day(absence.first),
        last=day(absence.last),
    )


DUTIES = (
    Duty(
        "covers",
        _l("Days on which they cover for somebody"),
        Absence,
        lambda user_id: (Absence.cover_id == user_id) & (Absence.last >= today()),
        pass_cover_on,
        words=_in_words,
    ),
)
