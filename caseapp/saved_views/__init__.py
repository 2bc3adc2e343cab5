"""Saved views: the filters and the order of a list that a colleague comes back to."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.saved_views.models import SavedView
from caseapp.saved_views.topics import TOPICS
from caseapp.saved_views.views import blueprint, views_above
from caseapp.web.event import Event
from caseapp.web.fates import Erased, Fate
from caseapp.web.feature import Feature
from caseapp.web.kind import Kind

feature = Feature(
    name="saved_views",
    topics=TOPICS,
    blueprint=blueprint,
    list_tools=views_above,
    kinds=(Kind(SavedView, _l("Saved view of a list"), Erased(("user",), Fate.STAYS)),),
    events_about=_l("Saved views"),
    events=(
        Event("saved_view.saved", _l("Saved a view of a list")),
        Event("saved_view.renamed", _l("Renamed a view of a list")),
        Event("saved_view.removed", _l("Removed a view of a list")),
        Event("saved_view.put_back", _l("Put back a view of a list")),
    ),
)

__all__ = ["feature"]
