"""Setting up an installation and unlocking it: keys first, then the organisation and its first administrator."""

from caseapp.db import Installation
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.setup.known_passphrases import what_unlocks
from caseapp.setup.permissions import GRANTS, SetupPermission
from caseapp.setup.topics import TOPICS
from caseapp.setup.unlocker_views import blueprint
from caseapp.web.answers import Answers
from caseapp.web.event import Detail, Event, Keeps
from caseapp.web.feature import Feature, MenuItem

feature = Feature(
    name="setup",
    topics=TOPICS,
    blueprint=blueprint,
    answers=Answers(secrets=what_unlocks),
    grants=GRANTS,
    menu=(MenuItem("setup.unlockers", _l("Who can unlock"), "key", SetupPermission.UNLOCKERS),),
    details={
        "demonstration": Detail(_l("A demonstration")),
        "wrong_before": Detail(_l("Wrong passphrases before")),
        "in_terminal": Detail(_l("In a terminal of the machine")),
        "by_sheet": Detail(_l("With the recovery sheet")),
        "unlocker": Detail(_l("Who can unlock")),
    },
    events_about=_l("Set-up and unlocking"),
    events=(
        Event("setup.installed", _l("Set the system up"), keeps=Keeps("demonstration")),
        Event(
            "setup.unlocked",
            _l("Unlocked the system"),
            keeps=Keeps(may=("wrong_before", "in_terminal", "by_sheet")),
        ),
        Event("setup.locked", _l("Locked the system"), keeps=Keeps(may=("in_terminal", "by_sheet"))),
        Event(
            "setup.unlocker_added",
            _l("Let one more person unlock"),
            keeps=Keeps("unlocker", may=("in_terminal", "by_sheet")),
        ),
        Event(
            "setup.unlocker_removed",
            _l("Ended somebody's right to unlock"),
            keeps=Keeps("unlocker", may=("in_terminal", "by_sheet")),
        ),
        Event("setup.not_authorised", _l("Typed a wrong unlock passphrase")),
        Event(
            "setup.sheet_replaced",
            _l("Made a new recovery sheet"),
            keeps=Keeps(may=("in_terminal", "by_sheet")),
        ),
    ),
)

__all__ = ["Installation", "feature"]
