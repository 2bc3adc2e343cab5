"""What the guide tells about backups."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.roles import Role
from caseapp.web.topic import Topic, say

TOPICS = (
    Topic(
        "backups",
        520,
        _l("Make backups, and try one out"),
        (
            say(_l("A backup is made every day by itself; the page says when, and where it goes.")),
            say(
                _l("%(make)s makes one at once, for example before the machine is moved."),
                make=_l("Make a backup now"),
            ),
            say(
                _l("%(try_out)s shows whether it can be opened. Do it every few months."),
                try_out=_l("Try the newest backup out"),
            ),
            say(
                _l(
                    "Keep backups on another disk, and the recovery sheet elsewhere than both. Without the"
                    " sheet or the key folder nobody opens a backup, you neither."
                )
            ),
            say(
                _l(
                    "Before an update or a restore the former state is kept beside the new one. When all is well, open"
                    " %(remove)s: while a copy lies there, no erasure is carried out, because the copy would hold it."
                ),
                remove=_l("Remove this copy"),
            ),
        ),
        ("backup.show", "backup.remove_copy"),
        frozenset({Role.ADMINISTRATOR}),
    ),
)
