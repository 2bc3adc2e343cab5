"""The organisation's keys: how they stand, and renewing them while everybody goes on working."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.keys.changing import ADDED, DESTROYED, PROMOTED
from caseapp.keys.commands import keys
from caseapp.keys.permissions import GRANTS, KeysPermission
from caseapp.keys.renewing import RENEWED
from caseapp.keys.rewrapping import REWRAPPED
from caseapp.keys.topics import TOPICS
from caseapp.keys.views import blueprint
from caseapp.keys.wording import kind_in_words, purpose_in_words
from caseapp.web.feature import Detail, Feature, Keeps, MenuItem

feature = Feature(
    name="keys",
    topics=TOPICS,
    blueprint=blueprint,
    grants=GRANTS,
    menu=(MenuItem("keys.show", _l("Keys"), "key", KeysPermission.MANAGE),),
    keeps={
        "keys.added": Keeps("purpose", "version"),
        "keys.promoted": Keeps("purpose", "version"),
        "keys.destroyed": Keeps("purpose", "version"),
        "keys.renewed": Keeps("scope", "number"),
        "keys.rewrapped": Keeps("version", "number", "damaged"),
    },
    events={
        ADDED: _l("Made a new key ready"),
        PROMOTED: _l("Took a new key into use"),
        DESTROYED: _l("Destroyed a former key"),
        RENEWED: _l("Renewed the keys"),
        REWRAPPED: _l("Wrapped the keys of cases and persons anew"),
    },
    by_itself=(ADDED, PROMOTED, DESTROYED, RENEWED, REWRAPPED),
    details={
        "purpose": Detail(_l("Key"), purpose_in_words),
        "version": Detail(_l("Version")),
        "number": Detail(_l("Number")),
        "scope": Detail(_l("Of"), kind_in_words),
        "damaged": Detail(_l("Could not be opened")),
    },
    commands=(keys,),
)

__all__ = ["KeysPermission", "feature"]
