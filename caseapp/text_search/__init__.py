"""Searching in free text: in a case, a request or the records of a list, by opening their texts one by one."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.text_search.permissions import GRANTS, TextSearchPermission
from caseapp.text_search.places import RECORDS
from caseapp.text_search.topics import TOPICS
from caseapp.text_search.views import blueprint, form_above, form_on_page
from caseapp.text_search.wording import list_in_words
from caseapp.web.event import Detail, Event, Keeps
from caseapp.web.feature import Feature, Panel

feature = Feature(
    name="text_search",
    topics=TOPICS,
    blueprint=blueprint,
    grants=GRANTS,
    panels=tuple(
        Panel(f"{kind}/facts", "text-search", 5, TextSearchPermission.FIND, form_on_page) for kind in RECORDS
    ),
    list_tools=form_above,
    details={
        "texts": Detail(_l("Texts to look through")),
        "list": Detail(_l("List"), list_in_words),
    },
    events_about=_l("Searching in texts"),
    events=(
        Event("text_search.made", _l("Searched in texts"), keeps=Keeps("query", "texts", may=("list",))),
        Event("text_search.found", _l("Saw texts that a search found"), keeps=Keeps("query", "shown")),
    ),
)

__all__ = ["TextSearchPermission", "feature"]
