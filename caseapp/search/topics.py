"""What the guide tells about the search box."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.topic import Topic, say

TOPICS = (
    Topic(
        "search",
        255,
        _l("Find a person, a case or a letter"),
        (
            say(_l("The box at the top of every page is reached with the key /.")),
            say(
                _l(
                    "Type a name in any script and spelling, a part of it, a reference, or a telephone number."
                )
            ),
            say(
                _l(
                    "What is found shows while you type: go through it with the arrow keys, or press Enter for all."
                )
            ),
            say(_l("What you may not open is not found, and nothing says that it is there.")),
        ),
        ("search.show",),
    ),
)
