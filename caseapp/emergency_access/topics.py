"""What the guide tells about emergency access."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.roles import Role
from caseapp.web.topic import Topic, say

TOPICS = (
    Topic(
        "emergency-access",
        258,
        _l("Open a case in an emergency"),
        (
            say(
                _l(
                    "When somebody is in danger and nobody of the case can be reached: choose %(emergency)s"
                    " under %(new)s, and type the reference of the case."
                ),
                emergency=_l("Emergency access"),
                new=_l("New"),
            ),
            say(_l("Say why it cannot wait, and until when. The case opens at once.")),
            say(_l("A second person is told at once and looks at it afterwards. If they object, it ends.")),
        ),
        ("emergency_access.begin",),
    ),
    Topic(
        "look-at-emergency-access",
        352,
        _l("Look at an emergency access"),
        (
            say(
                _l("Cases that a colleague opened in an emergency stand on your first page under %(tile)s."),
                tile=_l("Emergency access to look at"),
            ),
            say(_l("Read why it could not wait, and speak with whoever opened it.")),
            say(_l("Say whether you agree, with a sentence. If you do not, the access ends at once.")),
        ),
        ("emergency_access.review",),
        frozenset({Role.SUPPORT, Role.COORDINATOR, Role.ADMINISTRATOR}),
    ),
)
