"""The history of a record: nothing that was written is lost, and everyone who may see the record can look."""

from caseapp.history.permissions import GRANTS, HistoryPermission
from caseapp.history.topics import TOPICS
from caseapp.history.views import blueprint
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.event import Event
from caseapp.web.feature import Feature

feature = Feature(
    name="history",
    topics=TOPICS,
    blueprint=blueprint,
    grants=GRANTS,
    events_about=_l("History"),
    events=(Event("history.viewed", _l("Looked at a record's history")),),
)

__all__ = ["HistoryPermission", "feature"]
