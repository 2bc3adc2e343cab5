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
from caseapp.web.event import Detail, Event, Keeps
from caseapp.web.feature import Feature, MenuItem

feature = Feature(
    name="keys",
    topics=TOPICS,
    blueprint=blueprint,
    grants=GRANTS,
    menu=(MenuItem("keys.show", _l("Keys"), "key", KeysPermission.MANAGE),),
    events=(
        Event(ADDED, _l("Made a new key ready"), keeps=Keeps("purpose", "version"), by_itself=True),
        Event(PROMOTED, _l("Took a new key into use"), keeps=Keeps("purpose", "version"), by_itself=True),
        Event(DESTROYED, _l("Destroyed a former key"), keeps=Keeps("purpose", "version"), by_itself=True),
        Event(RENEWED, _l("Renewed the keys"), keeps=Keeps("scope", "number"), by_itself=True),
        Event(
            REWRAPPED,
            _l("Wrapped the keys of cases and persons anew"),
            keeps=Keeps("version", "number", "damaged"),
            by_itself=True,
        ),
    ),
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
