"""What the guide tells about a second look."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.roles import Role
from caseapp.web.topic import Topic, say

TOPICS = (
    Topic(
        "look-again",
        350,
        _l("Look again at what was recorded afterwards"),
        (
            say(
                _l(
                    "What happened outside may always be written down, even where something was missing"
                    " before. Such steps stand under %(tile)s."
                ),
                tile=_l("To look at again"),
            ),
            say(
                _l("%(open)s shows what it was and who says so. Ask, and mend what can be mended."),
                open=_l("Open the record"),
            ),
            say(_l("Write down what you found and press %(close)s."), close=_l("Close the review")),
        ),
        ("reviews.index", "reviews.show"),
        frozenset({Role.COORDINATOR}),
    ),
    Topic(
        "second-look",
        351,
        _l("Look once a week at what colleagues did alone"),
        (
            say(
                _l(
                    "Few acts need a colleague before. The others stand under %(tile)s until somebody else has"
                    " looked: cases that were closed, people who were joined, consents, who may see what."
                ),
                tile=_l("For a second look"),
            ),
            say(_l("Open what you wonder about and ask whoever did it.")),
            say(
                _l("Then press %(looked)s. Your name stands for it in the log."),
                looked=_l("I have looked at these"),
            ),
        ),
        ("reviews.second_look",),
        frozenset({Role.COORDINATOR}),
    ),
)
