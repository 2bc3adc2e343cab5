"""What the guide tells about a colleague who leaves."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.roles import Role
from caseapp.web.topic import Topic, say

TOPICS = (
    Topic(
        "a-colleague-leaves",
        506,
        _l("When a colleague leaves"),
        (
            say(
                _l("First an administrator presses %(end)s on the page of the colleague."),
                end=_l("End their access now"),
            ),
            say(
                _l(
                    "Under %(work)s coordinators find what they left behind. They tick some of it, or take"
                    " everything, and give it to a colleague."
                ),
                work=_l("What stands under their name"),
            ),
            say(
                _l(
                    "What nobody reaches any more an administrator gives to a colleague who works on cases."
                    " They read nothing of it."
                )
            ),
            say(
                _l(
                    "Under %(knew)s stand words to say, safe places and passphrases that the colleague came to"
                    " know. Change each, then tick it."
                ),
                knew=_l("What they knew"),
            ),
            say(_l("The page stays on the home page of the coordinators until all of it is done.")),
        ),
        ("leaving.show",),
        frozenset({Role.COORDINATOR, Role.ADMINISTRATOR}),
    ),
)
