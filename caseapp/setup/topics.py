"""What the guide tells about unlocking and locking."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.roles import Role
from caseapp.web.topic import Topic, say

TOPICS = (
    Topic(
        "unlockers",
        530,
        _l("Say who can unlock the system, and lock it"),
        (
            say(
                _l(
                    "Two people at least should be able to unlock, each with a passphrase of their own: one can be "
                    "ill. Name each by a word for the role, because the word can be read without any key."
                )
            ),
            say(
                _l(
                    "For %(add)s and %(take)s somebody who can unlock has to stand by and type their unlock passphrase."
                ),
                add=_l("Let them unlock"),
                take=_l("Take it from them"),
            ),
            say(
                _l(
                    "%(lock)s stands in the menu under everybody’s name and asks nothing. Press it when somebody comes "
                    "who must not see anything; what was saved stays."
                ),
                lock=_l("Lock the system for everybody"),
            ),
        ),
        ("setup.unlockers",),
        frozenset({Role.ADMINISTRATOR}),
    ),
)
