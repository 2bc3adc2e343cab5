"""The search box: references, names in any script, telephone numbers."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.search.permissions import GRANTS, SearchPermission
from caseapp.search.references import referenced
from caseapp.search.topics import TOPICS
from caseapp.search.views import blueprint
from caseapp.web.feature import Feature, Finder, Keeps

feature = Feature(
    name="search",
    topics=TOPICS,
    blueprint=blueprint,
    grants=GRANTS,
    finders=(Finder("references", 0, _l("References"), referenced),),
    events_about=_l("Searching"),
    keeps={
        "search.made": Keeps("query", "shown"),
    },
    events={"search.made": _l("Searched")},
)

__all__ = ["SearchPermission", "feature"]
