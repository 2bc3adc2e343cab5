"""Persons who may have been written down twice: found, compared, joined, told apart, and parted again."""

from typing import Any

from markupsafe import Markup

from caseapp.duplicates.demo import add_double
from caseapp.duplicates.models import ToldApart
from caseapp.duplicates.permissions import GRANTS, DuplicatePermission
from caseapp.duplicates.topics import TOPICS
from caseapp.duplicates.undo_views import undo, undo_panel
from caseapp.duplicates.views import blueprint
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.event import Event, Keeps
from caseapp.web.fates import Erased, Fate
from caseapp.web.feature import Feature, Invention, Panel
from caseapp.web.kind import Kind
from caseapp.web.templating import part

blueprint.add_url_rule("/undo/<uuid:person_id>", view_func=undo, methods=["GET", "POST"])


def _list_panel(_user: Any, _page: Any) -> Markup:
    return part("duplicates/list_panel.html")


feature = Feature(
    name="duplicates",
    topics=TOPICS,
    blueprint=blueprint,
    grants=GRANTS,
    kinds=(Kind(ToldApart, _l("Answer about two people"), Erased(("person",), Fate.EITHER_END)),),
    demo=Invention(25, add_double),
    panels=(
        Panel("people", "duplicates", 10, DuplicatePermission.DECIDE, _list_panel),
        Panel("person/facts", "duplicates", 5, DuplicatePermission.DECIDE, undo_panel),
    ),
    events_about=_l("People written down twice"),
    events=(
        Event("duplicate.listed", _l("Saw who may have been written down twice"), keeps=Keeps("shown")),
        Event("duplicate.viewed", _l("Compared two people")),
        Event("duplicate.told_apart", _l("Answered that two people are not the same")),
        Event("duplicate.taken_back", _l("Took back that two people are not the same")),
        Event("duplicate.left_open", _l("Left open whether two people are the same")),
        Event("duplicate.undo_viewed", _l("Looked at what undoing a merge would do")),
        Event("duplicate.undone", _l("Undid a merge of two people")),
        Event(
            "duplicate.put_back", _l("Gave what was written back to one of two people, who are two after all")
        ),
    ),
)

__all__ = ["DuplicatePermission", "ToldApart", "feature"]
