"""When a colleague leaves: their access ends first, then their work is shared out and what they knew is changed."""

from typing import Any

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.leaving.permissions import GRANTS, LeavingPermission
from caseapp.leaving.standing import BEGUN, CHANGED, FINISHED, GIVEN
from caseapp.leaving.topics import TOPICS
from caseapp.leaving.views import blueprint, leaving_tile
from caseapp.web.event import Detail, Event, Keeps
from caseapp.web.feature import Feature, HomeTile
from caseapp.web.values import digits


def _number_of(items: list[Any]) -> str:
    return digits(len(items))


feature = Feature(
    name="leaving",
    topics=TOPICS,
    blueprint=blueprint,
    grants=GRANTS,
    home=(HomeTile("leaving", 9, LeavingPermission.SEE, leaving_tile),),
    sentences={
        "leaving.take_on": _l("%(name)s has left. Please take this on and see what is still to be done.")
    },
    details={"items": Detail(_l("How many"), _number_of)},
    events_about=_l("Colleagues who leave"),
    events=(
        Event(
            "leaving.viewed",
            _l("Looked at what a colleague who leaves has left behind"),
            keeps=Keeps("shown"),
        ),
        Event(BEGUN, _l("Ended the access of a colleague who leaves")),
        Event(GIVEN, _l("Gave work of a colleague who left to another one")),
        Event(CHANGED, _l("Said what was changed of what a colleague knew"), keeps=Keeps("items")),
        Event(FINISHED, _l("Said that nothing of a colleague who left is to be done any more")),
    ),
)

__all__ = ["LeavingPermission", "feature"]
