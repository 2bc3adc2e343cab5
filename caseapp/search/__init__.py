"""The search box: references, names in any script, telephone numbers."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.search.permissions import GRANTS, SearchPermission
from caseapp.search.references import referenced
from caseapp.search.topics import TOPICS
from caseapp.search.views import blueprint
from caseapp.web.event import Event, Keeps
from caseapp.web.feature import Feature, Finder

feature = Feature(
    name="search",
    topics=TOPICS,
    blueprint=blueprint,
    grants=GRANTS,
    finders=(Finder("references", 0, _l("References"), referenced),),
    events_about=_l("Searching"),
    events=(Event("search.made", _l("Searched"), keeps=Keeps("query", "shown")),),
)

__all__ = ["SearchPermission", "feature"]
