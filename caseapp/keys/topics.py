"""What the guide tells about keys."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.roles import Role
from caseapp.web.topic import Topic, say

TOPICS = (
    Topic(
        "keys",
        525,
        _l("Renew the keys"),
        (
            say(
                _l(
                    "Everything is encrypted with keys that lie in the key folder, and nowhere in the database."
                )
            ),
            say(
                _l("Choose %(renew)s beside a key once a year."),
                renew=_l("Renew"),
            ),
            say(
                _l(
                    "When a copy of the key folder may be in other hands, have the keys closed anew at the machine"
                    " first, with the recovery sheet, and renew all of them then. Renewing alone does not help"
                    " against somebody who can open that copy."
                )
            ),
            say(
                _l(
                    "Everybody goes on working meanwhile, and the page shows how far it is. If it was"
                    " interrupted, choose %(go_on)s."
                ),
                go_on=_l("Go on with it"),
            ),
            say(
                _l(
                    "Make a backup afterwards, and copy the key folder anew to where you keep it. Older copies"
                    " do not have the new key."
                )
            ),
            say(
                _l(
                    "A former key goes on opening what it closed. Only when it is destroyed at the machine does"
                    " a stolen copy of it become useless for what was wrapped anew."
                )
            ),
        ),
        ("keys.show",),
        frozenset({Role.ADMINISTRATOR}),
    ),
)
