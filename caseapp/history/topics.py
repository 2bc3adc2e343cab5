"""What the guide tells about the history of a record."""

from caseapp.i18n.messages import lazy_gettext as _l
from caseapp.web.topic import Topic, say

TOPICS = (
    Topic(
        "history",
        270,
        _l("See what was changed, and by whom"),
        (
            say(
                _l("At the foot of a record choose %(history)s."),
                history=_l("What was changed here, and by whom"),
            ),
            say(
                _l("Every saved change stands there with the words before and after, its day and its author.")
            ),
            say(_l("Nothing that was saved is lost. To go back, write the former words again.")),
        ),
        ("history.show",),
    ),
)
