"""The search box: references, names in any script, telephone numbers."""

from flask_babel import lazy_gettext as _l

from caseapp.search.permissions import GRANTS, SearchPermission
from caseapp.search.views import blueprint
from caseapp.web.feature import Feature

feature = Feature(
    name="search",
    blueprint=blueprint,
    grants=GRANTS,
    events={"search.made": _l("Searched")},
)

__all__ = ["SearchPermission", "feature"]
