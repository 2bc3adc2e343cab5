"""What the guide tells about what is passed on."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.topic import Topic, say

TOPICS = (
    Topic(
        "passed-on",
        262,
        _l("What a colleague who is kept out entered"),
        (
            say(
                _l(
                    "A colleague who is kept out of a case may take a call about it all the same. What they enter"
                    " is saved as always, and they learn nothing."
                )
            ),
            say(
                _l("Some minutes later it stands on your first page under %(tile)s."),
                tile=_l("May concern your case"),
            ),
            say(
                _l("Read it there. A call is put with the case by %(file)s; else press %(seen)s."),
                file=_l("File it with this case"),
                seen=_l("I have looked at it"),
            ),
        ),
        ("passed_on.show",),
    ),
)
