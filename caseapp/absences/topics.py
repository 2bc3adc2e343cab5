"""What the guide tells about being away."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.roles import Role
from caseapp.web.topic import Topic, say

TOPICS = (
    Topic(
        "be-away",
        316,
        _l("When you are away"),
        (
            say(
                _l(
                    "Under %(away)s say from when to when you are away, and who covers. On these days they see"
                    " the cases that you are a member of, and new ones."
                ),
                away=_l("Who is away"),
            ),
            say(
                _l(
                    "They see nothing that they are kept out of. Of the cases for only these people they see"
                    " what you tick."
                )
            ),
            say(
                _l("It ends by itself after the last day, or when you press %(back)s."), back=_l("I am back")
            ),
            say(
                _l(
                    "For somebody who is ill a coordinator of a team of theirs enters it, for the cases of that team,"
                    " or an administrator."
                )
            ),
        ),
        ("absences.index", "absences.of"),
        frozenset({Role.SUPPORT, Role.COORDINATOR, Role.ADMINISTRATOR}),
    ),
)
