"""Setting up an installation and unlocking it: keys first, then the organisation and its first administrator."""

from caseapp.db import Installation
from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.setup.known_passphrases import what_unlocks
from caseapp.setup.permissions import GRANTS, SetupPermission
from caseapp.setup.topics import TOPICS
from caseapp.setup.unlocker_views import blueprint
from caseapp.web.feature import Detail, Feature, Keeps, MenuItem

feature = Feature(
    name="setup",
    topics=TOPICS,
    blueprint=blueprint,
    secrets=what_unlocks,
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
    keeps={
        "setup.installed": Keeps("demonstration"),
        "setup.unlocked": Keeps(may=("wrong_before", "in_terminal", "by_sheet")),
        "setup.locked": Keeps(may=("in_terminal", "by_sheet")),
        "setup.unlocker_added": Keeps("unlocker", may=("in_terminal", "by_sheet")),
        "setup.unlocker_removed": Keeps("unlocker", may=("in_terminal", "by_sheet")),
        "setup.sheet_replaced": Keeps(may=("in_terminal", "by_sheet")),
    },
    events={
        "setup.installed": _l("Set the system up"),
        "setup.unlocked": _l("Unlocked the system"),
        "setup.locked": _l("Locked the system"),
        "setup.unlocker_added": _l("Let one more person unlock"),
        "setup.unlocker_removed": _l("Let somebody unlock no more"),
        "setup.not_authorised": _l("Typed a wrong unlock passphrase"),
        "setup.sheet_replaced": _l("Made a new recovery sheet"),
    },
)

__all__ = ["Installation", "feature"]
